/**
 * Goal: a supervisor opens the desk and the administration without a network, and no officer's phone spends bytes on them.
 * Method: two real phones over the production build, one of each, and what their service workers keep.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EndpointProcess, endpointProcess } from './endpoint-process.ts';
import { newPhone, type Phone } from './phone.ts';

let endpoint: EndpointProcess;
let phone: Phone | undefined;
beforeAll(async () => {
  endpoint = await endpointProcess();
  await endpoint.start();
});
afterAll(async () => {
  await phone?.dispose();
  await endpoint?.dispose();
});

const by = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);

async function signIn(page: Page, code: string): Promise<void> {
  await by(page, 'code').fill(code);
  await by(page, 'sign-in').click();
  await by(page, 'hamlet').first().waitFor({ timeout: 60_000 });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/** Paths of all files of the desk that the phone keeps. */
async function keptDesk(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      paths.push(...requests.map(({ url }) => new URL(url).pathname).filter((path) => path.includes('/desk.')));
    }
    return paths;
  });
}

/** Paths of all files of the desk that the build has. */
async function builtDesk(): Promise<string[]> {
  const worker = await (await fetch(`${endpoint.url}/sw.js`)).text();
  return [...new Set(worker.match(/assets\/desk\.[\w.-]+/g))].map((path) => `/${path}`);
}

it('a supervisor has the desk and the roster import after a cold start without a network', async () => {
  phone = newPhone();
  const page = await phone.open(endpoint.url);
  await signIn(page, 'GS-2001');
  const wanted = (await builtDesk()).sort();
  expect(wanted.length).toBeGreaterThan(2);
  await expect.poll(async () => (await keptDesk(page)).sort(), { timeout: 30_000 }).toEqual(wanted);

  const offline = await phone.open(`${endpoint.url}/settings`, { offline: true });
  await by(offline, 'open-desk').click();
  await offline.getByRole('heading', { level: 1, name: 'Bàn giám sát' }).waitFor();
  await offline.goto(`${endpoint.url}/import`);
  await offline.getByRole('heading', { level: 1, name: 'Nhập danh sách' }).waitFor();
  await phone.dispose();
});

it("an officer's phone keeps nothing of the desk, also once all other screens are there", async () => {
  phone = newPhone();
  const page = await phone.open(endpoint.url);
  await signIn(page, 'CB-1001');
  await page.reload();
  await by(page, 'hamlet').first().waitFor();
  await page.waitForLoadState('networkidle');
  expect(await keptDesk(page)).toEqual([]);
  const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  expect(fetched.filter((name) => name.includes('/desk.'))).toEqual([]);
});
