/** What every figure of the phone uses: throttling as Chromium has it, and how a list of times is summed up. */
import type { Page } from 'playwright-core';

/** How much slower a cheap phone is than this machine. */
export const SLOW = 6;

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** One decimal for times in ms, two for ratios. */
export const rounded = (value: number, digits = 1) => Number(value.toFixed(digits));

export const summary = (values: readonly number[]) => ({
  median: rounded(median(values)),
  p95: rounded(quantile(values, 0.95)),
  n: values.length,
});

export async function throttle(page: Page, rate: number): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate });
}

/**
 * Goes to an address of the app without loading it anew, as a tap on a link does.
 * @param path of the app, from its slash
 */
export async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

/** Resolves when everything of the first download is on the phone, and nothing else goes on. */
export async function allDownloaded(page: Page): Promise<void> {
  await page.locator('[data-testid="hamlet"]').first().waitFor({ timeout: 300_000 });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.locator('[data-testid="sync-idle"]').waitFor({ timeout: 300_000 });
}
