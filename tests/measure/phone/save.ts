/**
 * Tap on the save button → the sentence "Đã lưu" is in the page: the first after the app was loaded, and further ones; beside
 * one bare strict write of IndexedDB in the same page.
 */
import type { Page } from 'playwright-core';
import { follow, median, rounded, summary, throttle } from './page.ts';

const LOADS = 8;
const WARM_EACH = 6;

export async function saving(page: Page, url: string, rate: number): Promise<unknown> {
  const path = await pathOfOutcome(page, url);
  const first: number[] = [];
  const warm: number[] = [];
  const floor: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    await page.goto(new URL(path, url).href);
    await throttle(page, rate);
    // What the app does by itself after its start is over; an officer has to choose an answer anyway.
    await page.waitForTimeout(1000);
    first.push(await oneSave(page));
    for (let times = 0; times < WARM_EACH; times += 1) {
      await follow(page, '/');
      await page.locator('[data-testid="hamlet"]').first().waitFor();
      await follow(page, path);
      warm.push(await oneSave(page));
    }
    floor.push(...(await strictWrites(page, WARM_EACH)));
    await throttle(page, 1);
  }
  return {
    firstMs: summary(first),
    warmMs: summary(warm),
    bareStrictWriteMs: summary(floor),
    firstTimesWarm: rounded(median(first) / median(warm), 2),
    firstTimesTheFloor: rounded(median(first) / median(floor), 2),
    warmTimesTheFloor: rounded(median(warm) / median(floor), 2),
  };
}

async function pathOfOutcome(page: Page, url: string): Promise<string> {
  await page.goto(url);
  await page.locator('[data-testid="nav-search"]').click();
  await page.locator('[data-testid="search"]').fill('dang thi hoa');
  await page.locator('[data-testid="result"]').first().click();
  await page.locator('[data-testid="outcome"]').first().click();
  await page.locator('[data-testid="save-outcome"]').waitFor();
  return new URL(page.url()).pathname;
}

async function oneSave(page: Page): Promise<number> {
  await page.locator('[data-testid="save-outcome"]').waitFor();
  await page.locator('input[type="radio"]').first().check({ force: true });
  return await page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const started = performance.now();
        const watch = new MutationObserver(() => {
          if (document.querySelector('[data-testid="saved"]') === null) return;
          watch.disconnect();
          resolve(performance.now() - started);
        });
        watch.observe(document.body, { childList: true, subtree: true });
        document.querySelector<HTMLButtonElement>('[data-testid="save-outcome"]')?.click();
        setTimeout(() => reject(new Error('not saved within 20 s')), 20_000);
      }),
  );
}

async function strictWrites(page: Page, count: number): Promise<number[]> {
  return await page.evaluate(async (times) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const open = indexedDB.open('baseline', 1);
      open.onupgradeneeded = () => open.result.createObjectStore('rows');
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const took: number[] = [];
    for (let at = 0; at < times; at += 1) {
      const started = performance.now();
      await new Promise<void>((resolve, reject) => {
        const transaction = database.transaction('rows', 'readwrite', { durability: 'strict' });
        transaction.objectStore('rows').put({ text: 'x'.repeat(1000) }, at);
        transaction.oncomplete = () => resolve();
        transaction.onerror = () => reject(transaction.error);
      });
      took.push(performance.now() - started);
    }
    database.close();
    return took;
  }, count);
}
