/**
 * Three persons on one phone, on the production build in a real Chromium: `npm run measure:persons`. Each signs in, pulls the
 * demo commune, and saves evaluations with a photo. Told: bytes of each store by what lies there, what the browser says of the
 * whole, and how long a change of person takes. Nothing here fails a build.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { enterAs, exposeVault, type WithVault } from '../browser/app-vault.ts';
import { endpointProcess } from '../browser/endpoint-process.ts';
import { newPhone } from '../browser/phone.ts';

const CODES = ['CB-1001', 'CB-1002', 'GS-2001'];
/** Photos of each person, of the size that the app makes of a camera's. */
const PHOTOS = 20;
const PHOTO_BYTES = 250_000;
const SWITCHES = 5;

const by = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);
const megabytes = (bytes: number) => Number((bytes / 1_000_000).toFixed(2));

async function whole(page: Page): Promise<void> {
  await by(page, 'hamlet').first().waitFor({ timeout: 180_000 });
  await by(page, 'sync-idle').waitFor({ timeout: 180_000 });
}

/** Bytes under the open person's store, by what lies there. */
async function storeOf(page: Page) {
  return await page.evaluate(async () => {
    const { store } = (window as unknown as WithVault).appVault;
    const root = await navigator.storage.getDirectory();
    const sizes: Record<string, number> = {};
    for (const kind of ['journal', 'pulled', 'blobs']) {
      const folder = await root.getDirectoryHandle(`${kind}-${store}`).catch(() => null);
      sizes[kind] = 0;
      if (folder === null) continue;
      for await (const entry of folder.values()) {
        if (entry.kind === 'file') sizes[kind] += (await (entry as FileSystemFileHandle).getFile()).size;
      }
    }
    return sizes;
  });
}

async function takePhotos(page: Page): Promise<void> {
  await page.evaluate(
    async ([count, bytes]) => {
      const { appVault } = window as unknown as WithVault;
      for (let n = 0; n < count; n += 1) {
        const photo = new Uint8Array(bytes);
        for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(photo.subarray(at, at + 65_536));
        await appVault.putPhoto(photo);
      }
    },
    [PHOTOS, PHOTO_BYTES] as const,
  );
}

const usage = (page: Page) =>
  page.evaluate(async () => {
    const { usage = 0, usageDetails = {} } = (await navigator.storage.estimate()) as StorageEstimate & {
      usageDetails?: Record<string, number>;
    };
    return { usage, ...usageDetails };
  });

function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

const endpoint = await endpointProcess();
await endpoint.start();
const phone = newPhone();
try {
  const page = await phone.open(endpoint.url);
  const names: string[] = [];
  for (const [at, code] of CODES.entries()) {
    if (at > 0) {
      await by(page, 'nav-settings').click();
      await by(page, 'add-person-here').click();
    }
    await by(page, 'code').waitFor();
    await enterAs(page, code);
    await whole(page);
    names.push(
      (await page.evaluate(async () => (await (window as unknown as WithVault).appVault.session())?.officer.name)) ??
        '',
    );
    const citizens = await page.evaluate(async () => (await (window as unknown as WithVault).appVault.roster()).length);
    console.log(`${code}: ${citizens} citizens, bytes ${JSON.stringify(await storeOf(page))}`);
    await takePhotos(page);
    console.log(`${code}: with ${PHOTOS} photos ${JSON.stringify(await storeOf(page))}`);
    console.log(`${at + 1} persons: the browser says ${JSON.stringify(await usage(page))}`);
  }
  const times: number[] = [];
  for (let n = 0; n < SWITCHES; n += 1) {
    await by(page, 'nav-settings').click();
    await by(page, 'person').first().waitFor();
    const started = performance.now();
    await by(page, 'person').first().locator('button').click();
    await by(page, 'hamlet').first().waitFor();
    times.push(performance.now() - started);
    await exposeVault(page);
  }
  times.sort((a, b) => a - b);
  console.log(`change of person: median ${Math.round(times[SWITCHES >> 1] ?? 0)} ms of ${SWITCHES}`);
  await phone.close();
  const profile = join(phone.profile, 'Default');
  console.log(
    `on the disk, MB: IndexedDB ${megabytes(sizeOf(join(profile, 'IndexedDB')))}, files ${megabytes(sizeOf(join(profile, 'File System')))}, app and caches ${megabytes(sizeOf(join(profile, 'Service Worker')))}`,
  );
} finally {
  await phone.dispose();
  await endpoint.dispose();
}
