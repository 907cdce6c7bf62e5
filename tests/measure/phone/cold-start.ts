/** A start of the browser without a network until *Hôm nay* can be used, beside a page that only reads one row. */
import type { Phone } from '../../browser/phone.ts';
import type { FloorPage } from './floor-page.ts';
import { median, rounded, summary, throttle } from './page.ts';

const STARTS = 7;

async function starts(phone: Phone, url: string, mark: string, rate: number): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < STARTS; at += 1) {
    const page = await phone.open('about:blank', { offline: true });
    await throttle(page, rate);
    await page.goto(url);
    const marked = await page.waitForFunction((name) => performance.getEntriesByName(name)[0]?.startTime, mark, {
      timeout: 120_000,
    });
    times.push((await marked.jsonValue()) ?? Number.NaN);
    await phone.close();
  }
  return times;
}

/** @param phone has the app and its data, and has opened the floor's page once */
export async function coldStart(phone: Phone, url: string, floor: FloorPage, rate: number): Promise<unknown> {
  const least = await starts(phone, floor.url, 'floor-usable', rate);
  const app = await starts(phone, url, 'today-usable', rate);
  return {
    offlineStartMs: summary(app),
    floorMs: summary(least),
    timesTheFloor: rounded(median(app) / median(least), 2),
  };
}

/** Opens the floor's page with a network, so that its service worker keeps it. */
export async function keepFloorPage(phone: Phone, floor: FloorPage): Promise<void> {
  const page = await phone.open(floor.url);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await phone.close();
}
