/**
 * Goal: a window that must give its database away, or that waits for an older one, says so, and works again afterwards.
 * Method: real windows over the production build; the other version of the app is a bare connection to the same database.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enterAs, exposeVault, type WithVault } from './app-vault.ts';
import { type EndpointProcess, endpointProcess } from './endpoint-process.ts';
import { newPhone, type Phone } from './phone.ts';
import { SCREENS } from './screens.ts';

let endpoint: EndpointProcess;
const phones: Phone[] = [];
beforeAll(async () => {
  endpoint = await endpointProcess();
  await endpoint.start();
});
afterAll(async () => {
  for (const phone of phones) await phone.dispose();
  await endpoint?.dispose();
});

const by = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);
function phoneOf(): Phone {
  const phone = newPhone();
  phones.push(phone);
  return phone;
}
/** Opens the database as another version of the app would, and keeps it. Not awaited by who wants to see it wait. */
function open(page: Page, store: string, version: number): Promise<void> {
  return page.evaluate(
    ([name, wanted]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name, wanted);
        request.onupgradeneeded = () => {
          if (!request.result.objectStoreNames.contains('later')) request.result.createObjectStore('later');
        };
        request.onsuccess = () => resolve();
        request.onerror = () => reject(request.error);
      }),
    [store, version] as const,
  );
}

it('a window whose database a newer version took says so, keeps its draft, and works after loading anew', async () => {
  const first = await phoneOf().open(endpoint.url);
  await SCREENS.form(first, endpoint.url);
  const second = await first.context().newPage();
  await second.goto(`${endpoint.url}/icon.svg`);
  await first.waitForTimeout(1_000);
  await exposeVault(first);
  await open(second, await first.evaluate(() => (window as unknown as WithVault).appVault.store), 20);
  await first.getByText('Ứng dụng đã được cập nhật ở cửa sổ khác').waitFor();
  await second.close();
  // This version is the older one now, and reads what the newer one left.
  await by(first, 'reload').click();
  await by(first, 'indicator').waitFor();
  expect(await first.locator('input[type="radio"]:checked').count()).toBeGreaterThan(0);
});

it('a window that an older one keeps waiting says so, and goes on by itself once that is closed', async () => {
  const first = await phoneOf().open(endpoint.url);
  await enterAs(first, 'CB-1001');
  const store = await first.evaluate(() => (window as unknown as WithVault).appVault.store);
  const old = await first.context().newPage();
  await old.goto(`${endpoint.url}/icon.svg`);
  await first.close();
  // An older app leaves a database of a lower version than that of this app.
  await old.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        indexedDB.deleteDatabase(name).onsuccess = () => resolve();
      }),
    store,
  );
  await open(old, store, 5);
  const page = await old.context().newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(endpoint.url);
  await page.getByText('Hãy đóng các cửa sổ khác của ứng dụng').waitFor();
  await old.close();
  await by(page, 'nav-today').waitFor();
});
