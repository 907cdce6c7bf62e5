/**
 * Goal: no record is left in a journal that nobody reads. Method: the production build in a real browser whose OPFS is
 * taken away for a session, held by another page, or held by a tab that was frozen in the background.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { addHousehold } from '../../src/programme/index.ts';
import { enterAs, exposeVault, type WithVault } from './app-vault.ts';
import { type EndpointProcess, endpointProcess } from './endpoint-process.ts';
import { newPhone, type Phone } from './phone.ts';

let endpoint: EndpointProcess;
let phone: Phone;
beforeAll(async () => {
  endpoint = await endpointProcess();
  await endpoint.start();
});
afterAll(async () => {
  await endpoint?.dispose();
});
beforeEach(() => {
  phone = newPhone();
});
afterEach(async () => {
  await phone.dispose();
});

/** A page of the app's origin that runs nothing of the app. */
const bare = () => `${endpoint.url}/health`;
const journalKind = (page: Page) =>
  page.evaluate(async () => (await (window as unknown as WithVault).appVault.health()).journal);

/** One record saved through the app's vault. @returns its id and hash */
async function save(page: Page): Promise<string> {
  const wanted = addHousehold({ scope: 'scope-here', id: crypto.randomUUID() }, { number: '7', hamlet: 'Ấp 1' });
  return await page.evaluate(async (home) => {
    const { appVault } = window as unknown as WithVault;
    const done = await appVault.commit(home);
    if (done.kind === 'failed') throw new Error(`${done.reason}: ${done.detail}`);
    return done.revisions.map(({ revId, contentHash }) => `${revId} ${contentHash}`).join();
  }, wanted);
}
const saved = (page: Page) =>
  page.evaluate(async () => {
    const items = await (window as unknown as WithVault).appVault.outbox();
    return items.map(({ revision }) => `${revision.revId} ${revision.contentHash}`);
  });

it('what a session without OPFS saved outlives a wiped database once OPFS is there again', async () => {
  let page = await phone.open(bare());
  await page.route('**/journal-worker*.js', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({
      response: answer,
      body: `delete FileSystemFileHandle.prototype.createSyncAccessHandle;\n${await answer.text()}`,
    });
  });
  await page.goto(endpoint.url);
  await enterAs(page, 'CB-1001');
  expect(await journalKind(page)).toBe('cache');
  const record = await save(page);
  await phone.close();

  page = await phone.open(endpoint.url);
  await exposeVault(page);
  expect(await journalKind(page)).toBe('opfs');
  await phone.close();

  rmSync(join(phone.profile, 'Default', 'IndexedDB'), { recursive: true });
  page = await phone.open(endpoint.url);
  await exposeVault(page);
  expect(await saved(page)).toEqual([record]);
  expect(await page.evaluate(async () => (await (window as unknown as WithVault).appVault.health()).opened)).toBe(
    'rebuilt',
  );
});

it('files that another page holds are asked for again, and nothing is kept elsewhere meanwhile', async () => {
  const before = await phone.open(endpoint.url);
  await enterAs(before, 'CB-1001');
  const store = await before.evaluate(() => (window as unknown as WithVault).appVault.store);
  const holder = await before.context().newPage();
  await holder.goto(bare());
  await before.close();
  await holder.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    const directory = await root.getDirectoryHandle(`journal-${name}`);
    const file = await directory.getFileHandle('a');
    Object.assign(window, { held: await file.createWritable() });
  }, store);
  const page = await holder.context().newPage();
  await page.goto(endpoint.url);
  const again = page.getByRole('button', { name: 'Thử lại' });
  await again.waitFor();
  expect(await page.evaluate((name) => caches.has(`journal-${name}`), store)).toBe(false);

  await holder.close();
  await again.click();
  await exposeVault(page);
  expect(await journalKind(page)).toBe('opfs');
});

it('a tab frozen in the background does not keep the app from opening', async () => {
  const first = await phone.open(endpoint.url);
  await enterAs(first, 'CB-1001');
  const record = await save(first);
  await first.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  const cdp = await first.context().newCDPSession(first);
  await first.waitForTimeout(500);
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });

  const second = await first.context().newPage();
  await second.goto(endpoint.url);
  await exposeVault(second);
  expect(await journalKind(second)).toBe('opfs');
  expect(await saved(second)).toEqual([record]);
  const next = await save(second);
  expect(await saved(second)).toEqual([next, record]);
});
