/**
 * Goal: two officers share one phone: each finds their own work again, without a network, and who signs out leaves nothing but
 * an encrypted bundle that the other one relays. Method: the production build in a real browser; the endpoint is stopped for the
 * part without a network.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enterAs, exposeVault, type WithVault } from './app-vault.ts';
import { type EndpointProcess, endpointProcess } from './endpoint-process.ts';
import { newPhone, type Phone } from './phone.ts';
import { SCREENS } from './screens.ts';

let endpoint: EndpointProcess;
let phone: Phone;
beforeAll(async () => {
  endpoint = await endpointProcess();
  await endpoint.start();
  phone = newPhone();
});
afterAll(async () => {
  await phone?.dispose();
  await endpoint?.dispose();
});

const by = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);
const nameOf = (page: Page) =>
  page.evaluate(async () => (await (window as unknown as WithVault).appVault.session())?.officer.name);

/** Cài đặt, the name: two taps. */
async function changeTo(page: Page, name: string): Promise<void> {
  await by(page, 'nav-settings').click();
  await by(page, 'person').getByText(name).click();
  await by(page, 'hamlet').first().waitFor();
  await exposeVault(page);
  expect(await nameOf(page)).toBe(name);
}

/** What lies on the phone under a store's name. */
const placesOf = (page: Page, store: string) =>
  page.evaluate(async (name) => {
    const found: string[] = [];
    const root = await navigator.storage.getDirectory();
    for await (const entry of root.keys()) if (entry.includes(name)) found.push(entry);
    for (const cache of await caches.keys()) if (cache.includes(name)) found.push(cache);
    for (const database of await indexedDB.databases()) if (database.name === name) found.push(name);
    return found;
  }, store);

it('two officers change turns without a network, then one signs out and the other relays what was unsent', async () => {
  let page = await phone.open(endpoint.url);
  await SCREENS.form(page, endpoint.url);
  await exposeVault(page);
  const first = (await nameOf(page)) ?? '';
  const store = await page.evaluate(() => (window as unknown as WithVault).appVault.store);
  await page.locator('a[aria-label="Quay lại"]').first().click();
  await by(page, 'nav-settings').click();
  await by(page, 'add-person-here').click();
  await by(page, 'code').waitFor();
  await enterAs(page, 'GS-2001');
  await by(page, 'hamlet').first().waitFor({ timeout: 60_000 });
  await by(page, 'sync-idle').waitFor({ timeout: 60_000 });
  const second = (await nameOf(page)) ?? '';
  expect(second).not.toBe(first);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  expect(await by(page, 'draft').count(), 'the form of the other one').toBe(0);
  await phone.close();

  await endpoint.stop();
  page = await phone.open(endpoint.url, { offline: true });
  await by(page, 'hamlet').first().waitFor();
  await exposeVault(page);
  expect(await nameOf(page)).toBe(second);
  await changeTo(page, first);
  await by(page, 'draft').first().waitFor();
  // Unsent work, then away without a network.
  await page.locator('a[href="/household/new"]').click();
  await by(page, 'household-hamlet').fill('Ấp Để Lại');
  await by(page, 'household-number').fill('77');
  await by(page, 'save-household').click();
  await by(page, 'save-person').waitFor();
  await by(page, 'nav-settings').click();
  await by(page, 'sign-out').click();
  await by(page, 'discard-drafts').click();
  await by(page, 'discard-drafts-yes').click();
  await by(page, 'sign-out-yes').click();
  await by(page, 'left-by-others').waitFor();
  expect(await placesOf(page, store)).toEqual([]);
  expect(await by(page, 'person').count()).toBe(1);
  await by(page, 'person').getByText(second).click();
  await by(page, 'hamlet').first().waitFor();

  await endpoint.start();
  await phone.setOffline(false);
  await by(page, 'nav-sync').click();
  await by(page, 'left-by-others').waitFor();
  await by(page, 'sync-now').click();
  await by(page, 'left-by-others').waitFor({ state: 'detached', timeout: 60_000 });
  // It comes back in the pages of whoever is of the same commune.
  await by(page, 'sync-now').click();
  await by(page, 'nav-today').click();
  await by(page, 'hamlet').getByText('Ấp Để Lại').waitFor();
});
