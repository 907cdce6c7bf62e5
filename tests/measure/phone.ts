/**
 * The figures of the phone, on the production build in a real Chromium: `npm run measure`.
 * Ratios are taken against a baseline in the same run, because the machine is noisy; CPU throttling is Chromium's own
 * (6×). Nothing here fails a build.
 */
import type { Page } from 'playwright-core';
import { type EndpointProcess, endpointProcess } from '../browser/endpoint-process.ts';
import { newPhone, type Phone } from '../browser/phone.ts';
import { measureBuild } from '../size.ts';

const SAVES = 100;
const COLD_STARTS = 7;
const THROTTLE = 6;

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
const ms = (value: number) => Number(value.toFixed(1));
const summary = (values: readonly number[]) => ({
  median: ms(quantile(values, 0.5)),
  p95: ms(quantile(values, 0.95)),
  n: values.length,
});

async function throttle(page: Page, rate: number): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate });
}

async function signIn(page: Page, code: string): Promise<void> {
  await page.locator('[data-testid="code"]').fill(code);
  await page.locator('[data-testid="sign-in"]').click();
  await page.locator('[data-testid="hamlet"]').first().waitFor({ timeout: 180_000 });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  // The whole roster is here, and nothing else goes on while figures are taken.
  await page.locator('[data-testid="sync-idle"]').waitFor({ timeout: 180_000 });
}

/** Tap on the save button → the sentence "Đã lưu" is in the page; beside one bare strict IndexedDB write. */
async function saving(page: Page, url: string): Promise<unknown> {
  await page.goto(url);
  await page.locator('[data-testid="nav-search"]').click();
  await page.locator('[data-testid="search"]').fill('dang thi hoa');
  await page.locator('[data-testid="result"]').first().click();
  await page.locator('[data-testid="outcome"]').first().click();
  const outcomeUrl = page.url();
  const taps: number[] = [];
  for (let i = 0; i < SAVES; i += 1) {
    await page.goto(outcomeUrl);
    await page.locator('[data-testid="save-outcome"]').waitFor();
    await page.locator('input[type="radio"]').first().check({ force: true });
    taps.push(
      await page.evaluate(
        () =>
          new Promise<number>((resolve, reject) => {
            const started = performance.now();
            const seen = () => document.querySelector('[data-testid="saved"]') !== null;
            const watch = new MutationObserver(() => {
              if (!seen()) return;
              watch.disconnect();
              resolve(performance.now() - started);
            });
            watch.observe(document.body, { childList: true, subtree: true });
            document.querySelector<HTMLButtonElement>('[data-testid="save-outcome"]')?.click();
            setTimeout(() => reject(new Error('not saved within 10 s')), 10_000);
          }),
      ),
    );
  }
  const bare = await page.evaluate(async (count) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const open = indexedDB.open('baseline', 1);
      open.onupgradeneeded = () => open.result.createObjectStore('rows');
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const times: number[] = [];
    for (let i = 0; i < count; i += 1) {
      const started = performance.now();
      await new Promise<void>((resolve, reject) => {
        const transaction = database.transaction('rows', 'readwrite', { durability: 'strict' });
        transaction.objectStore('rows').put({ text: 'x'.repeat(1000) }, i);
        transaction.oncomplete = () => resolve();
        transaction.onerror = () => reject(transaction.error);
      });
      times.push(performance.now() - started);
    }
    database.close();
    return times;
  }, SAVES);
  return {
    tapToSavedMs: summary(taps),
    bareStrictWriteMs: summary(bare),
    ratioOfMedians: Number((quantile(taps, 0.5) / quantile(bare, 0.5)).toFixed(2)),
  };
}

/** Keystroke → results painted, over the whole roster. */
async function searching(page: Page, url: string): Promise<unknown> {
  await page.goto(url);
  await page.locator('[data-testid="nav-search"]').click();
  await page.locator('[data-testid="search"]').fill('n');
  await page.locator('[data-testid="result"]').first().waitFor();
  await throttle(page, THROTTLE);
  const times = await page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>('[data-testid="search"]');
    if (input === null) throw new Error('no search field');
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    const texts = [
      'dang thi hoa',
      'nguyễn văn',
      'tran thi',
      'nta',
      'danh',
      'le van b',
      'pham',
      'huynh',
      'vo thi',
      '1975',
    ];
    const times: number[] = [];
    for (const text of texts) {
      for (let length = 1; length <= text.length; length += 1) {
        // What a phone shows of the list; the rest is drawn later, when nobody types.
        const list = () =>
          [...document.querySelectorAll('[data-testid="result"]')]
            .slice(0, 6)
            .map((e) => e.textContent)
            .join('|');
        const before = list();
        const started = performance.now();
        const painted = new Promise<number>((resolve) => {
          const done = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
          const watch = new MutationObserver(() => {
            if (list() === before) return;
            watch.disconnect();
            done();
          });
          watch.observe(document.body, { childList: true, subtree: true, characterData: true });
          // A keystroke that changes nothing in the list has nothing to paint; it is not counted.
          setTimeout(() => {
            watch.disconnect();
            resolve(Number.NaN);
          }, 1500);
        });
        setValue?.call(input, text.slice(0, length));
        input.dispatchEvent(new Event('input', { bubbles: true }));
        const took = await painted;
        if (!Number.isNaN(took)) times.push(took);
      }
    }
    return times;
  });
  await throttle(page, 1);
  return { keystrokeToPaintedMs: summary(times) };
}

async function coldStart(phone: Phone, url: string): Promise<unknown> {
  const times: number[] = [];
  for (let i = 0; i < COLD_STARTS; i += 1) {
    const page = await phone.open('about:blank', { offline: true });
    await throttle(page, THROTTLE);
    await page.goto(url);
    await page.locator('[data-testid="hamlet"]').first().waitFor();
    times.push(await page.evaluate(() => performance.getEntriesByName('today-usable')[0]?.startTime ?? Number.NaN));
    await phone.close();
  }
  return { coldOfflineStartMs: summary(times) };
}

async function figures(endpoint: EndpointProcess): Promise<void> {
  const print = (name: string, value: unknown) => console.log(`${name}: ${JSON.stringify(value)}`);
  print('build', measureBuild(new URL('../../dist', import.meta.url).pathname));

  const everyone = newPhone();
  const officer = newPhone();
  try {
    const whole = await everyone.open(endpoint.url);
    await signIn(whole, 'QT-3001');
    print('search over 12,000 citizens, 6× throttled', await searching(whole, endpoint.url));
    await everyone.close();
    const own = await officer.open(endpoint.url);
    await signIn(own, 'CB-1001');
    print('save', await saving(own, endpoint.url));
    await officer.close();
    await endpoint.stop();
    print('cold start, commune of 4,000, 6× throttled', await coldStart(officer, endpoint.url));
    print('cold start, all 12,000, 6× throttled', await coldStart(everyone, endpoint.url));
  } finally {
    await everyone.dispose();
    await officer.dispose();
  }
}

const endpoint = await endpointProcess();
await endpoint.start();
try {
  await figures(endpoint);
} finally {
  await endpoint.dispose();
}
