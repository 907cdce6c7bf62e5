/** Keystroke → results painted, over the whole roster; beside the same lines changed in a bare page's list. */
import type { Page } from 'playwright-core';
import { quantile, rounded, summary, throttle } from './page.ts';

const TEXTS = ['dang thi hoa', 'nguyễn văn', 'tran thi', 'nta', 'danh', 'le van b', 'pham', 'huynh', 'vo thi', '1975'];
/** What a phone shows of the list; the rest is drawn later, when nobody types. */
const SHOWN = 6;

export async function searching(page: Page, url: string, rate: number): Promise<unknown> {
  await page.goto(url);
  await page.locator('[data-testid="nav-search"]').click();
  await page.locator('[data-testid="search"]').fill('n');
  await page.locator('[data-testid="result"]').first().waitFor();
  await throttle(page, rate);
  const times = await page.evaluate(
    async ([texts, shown]) => {
      const input = document.querySelector<HTMLInputElement>('[data-testid="search"]');
      if (input === null) throw new Error('no search field');
      const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      const list = () =>
        [...document.querySelectorAll('[data-testid="result"]')]
          .slice(0, shown)
          .map((line) => line.textContent)
          .join('|');
      const times: number[] = [];
      for (const text of texts) {
        for (let length = 1; length <= text.length; length += 1) {
          const before = list();
          const started = performance.now();
          const painted = new Promise<number>((resolve) => {
            const watch = new MutationObserver(() => {
              if (list() === before) return;
              watch.disconnect();
              requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
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
    },
    [TEXTS, SHOWN] as const,
  );
  const floor = await floorOf(page);
  await throttle(page, 1);
  return {
    keystrokeToPaintedMs: summary(times),
    floorMs: summary(floor),
    timesTheFloorP95: rounded(quantile(times, 0.95) / quantile(floor, 0.95), 2),
  };
}

/** The lines of a list of the same length, set by hand at each keystroke, until they are painted. */
async function floorOf(page: Page): Promise<number[]> {
  return await page.evaluate(
    async ([rounds, shown]) => {
      const list = document.createElement('ul');
      const lines = Array.from({ length: shown }, () => list.appendChild(document.createElement('li')));
      document.querySelector('main, #root')?.prepend(list);
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const started = performance.now();
        for (const [at, line] of lines.entries()) line.textContent = `Nguyễn Văn ${round} ${at}`;
        await new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        times.push(performance.now() - started);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      list.remove();
      return times;
    },
    [TEXTS.join('').length, SHOWN] as const,
  );
}
