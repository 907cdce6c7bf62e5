/**
 * Goal: no form's code ever changes under the officer's thumb, in whichever window it is open; once none is, the update is
 * taken and every window is of the new version. Method: two real windows over the production build, and an address that
 * begins to serve another version.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EndpointProcess, endpointProcess } from './endpoint-process.ts';
import { type NextVersion, nextVersion } from './next-version.ts';
import { newPhone, type Phone } from './phone.ts';
import { SCREENS } from './screens.ts';

let endpoint: EndpointProcess;
let server: NextVersion;
let phone: Phone;
beforeAll(async () => {
  endpoint = await endpointProcess();
  await endpoint.start();
  server = await nextVersion(endpoint.url);
  phone = newPhone();
});
afterAll(async () => {
  await phone?.dispose();
  await server?.dispose();
  await endpoint?.dispose();
});

const by = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);
const isSecond = (page: Page) => page.evaluate(() => document.querySelector('meta[name="second-version"]') !== null);
/** Longer than the other windows are asked about their forms. */
const OFFERED_WITHIN_MS = 5_000;

async function waits(page: Page): Promise<boolean> {
  return page.evaluate(async () => ((await navigator.serviceWorker.getRegistration())?.waiting ?? null) !== null);
}

it('is not taken while any window has a form open, and taken by all windows afterwards', async () => {
  const first = await phone.open(server.url);
  await SCREENS.household(first, server.url);
  await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await first.reload();
  const household = first.url();
  const old = await server.oldChunk();

  // A form of a person, not of an evaluation: it counts as well.
  const second = await first.context().newPage();
  second.setDefaultTimeout(30_000);
  await second.goto(`${new URL(household).origin}${new URL(household).pathname}/add`);
  await by(second, 'person-name').fill('Nguyễn Văn Mới');

  server.release();
  await first.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
  for (let n = 0; n < 100 && !(await waits(first)); n++) await first.waitForTimeout(100);
  expect(await waits(first)).toBe(true);
  await first.waitForTimeout(OFFERED_WITHIN_MS);
  expect(await by(first, 'apply-update').count()).toBe(0);
  expect(await by(second, 'apply-update').count()).toBe(0);
  // Even one that does not ask first is declined.
  await first.evaluate(async () => {
    (await navigator.serviceWorker.getRegistration())?.waiting?.postMessage({ type: 'SKIP_WAITING' });
  });
  await first.waitForTimeout(500);
  expect(await waits(first)).toBe(true);
  expect(await by(second, 'person-name').inputValue()).toBe('Nguyễn Văn Mới');

  // Meanwhile the old version is whole, without a network too.
  await phone.setOffline(true);
  expect(await first.evaluate(async (path) => (await fetch(path)).status, old)).toBe(200);
  await phone.setOffline(false);

  await second.goto(household);
  await by(second, 'member').first().waitFor();
  await by(first, 'apply-update').waitFor();
  const loaded = [first, second].map((page) => page.waitForEvent('load'));
  await by(first, 'apply-update').click();
  await Promise.all(loaded);
  for (const page of [first, second]) {
    await by(page, 'member').first().waitFor();
    expect(await isSecond(page)).toBe(true);
  }
  // What was typed is a draft, and the new version opens it, without a network.
  await phone.setOffline(true);
  await second.goto(`${new URL(household).origin}${new URL(household).pathname}/add`);
  await by(second, 'person-name').waitFor();
  expect(await by(second, 'person-name').inputValue()).toBe('Nguyễn Văn Mới');
  await phone.setOffline(false);
});
