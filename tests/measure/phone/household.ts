/** Tap on a household in its hamlet's list → its members are painted. Each household is opened once. */
import type { Page } from 'playwright-core';
import { summary, throttle } from './page.ts';

const HOUSEHOLDS = 15;

export async function openingHouseholds(page: Page, url: string, rate: number): Promise<unknown> {
  await page.goto(url);
  await page.locator('[data-testid="hamlet"]').first().click();
  await page.locator('[data-testid="household"]').first().waitFor();
  await throttle(page, rate);
  const times: number[] = [];
  for (let at = 0; at < HOUSEHOLDS; at += 1) {
    await page.locator('[data-testid="household"]').nth(at).waitFor({ timeout: 60_000 });
    times.push(
      await page.evaluate(
        (place) =>
          new Promise<number>((resolve) => {
            const row = document.querySelectorAll('[data-testid="household"]')[place];
            const link = row instanceof HTMLAnchorElement ? row : row?.querySelector('a');
            const started = performance.now();
            const watch = new MutationObserver(() => {
              if (document.querySelector('[data-testid="member"]') === null) return;
              watch.disconnect();
              requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
            });
            watch.observe(document.body, { childList: true, subtree: true });
            link?.click();
          }),
        at,
      ),
    );
    await page.goBack();
  }
  await throttle(page, 1);
  return { tapToPaintedMs: summary(times) };
}
