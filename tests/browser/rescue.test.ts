/**
 * Goal: work that no network ever takes still reaches the commune: as a file, and from screen to camera. Method: the
 * production build in real browsers with profiles of their own, the real endpoint and its command line. The receiving
 * phone's camera is a video made of what the sending phone's screen really drew.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pullPage, type Revision, session as sessionSchema } from '../../src/protocol/index.ts';
import { enrolBody } from '../devices.ts';
import { type EndpointProcess, endpointProcess } from './endpoint-process.ts';
import { newPhone, type Phone } from './phone.ts';
import { type Drawn, videoOf } from './qr-video.ts';

const folder = mkdtempSync(join(tmpdir(), 'cdht-rescue-'));
const VIDEO = join(folder, 'screen.y4m');
let endpoint: EndpointProcess;
let phone: Phone;
let colleague: Phone;
let camera: Phone;

beforeAll(async () => {
  endpoint = await endpointProcess();
  await endpoint.start();
  phone = newPhone();
  colleague = newPhone();
  camera = newPhone([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${VIDEO}`,
  ]);
});
afterAll(async () => {
  for (const each of [phone, colleague, camera]) await each?.dispose();
  await endpoint?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const by = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);

async function signIn(page: Page, code: string): Promise<void> {
  await by(page, 'code').fill(code);
  await by(page, 'sign-in').click();
  await by(page, 'hamlet').first().waitFor();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

async function addHousehold(page: Page, number: string): Promise<void> {
  await by(page, 'nav-today').click();
  await page.locator('a[href="/household/new"]').click();
  await by(page, 'household-hamlet').fill('Ấp Cứu Hộ');
  await by(page, 'household-number').fill(number);
  await by(page, 'save-household').click();
  await by(page, 'save-person').waitFor();
  await page.goBack();
}

/** Every household of that hamlet that the endpoint holds, read by a supervisor. */
async function heldHouseholds(): Promise<Revision[]> {
  const enrolled = await fetch(`${endpoint.url}/v1/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: enrolBody('GS-2001'),
  });
  const { token, scopes } = sessionSchema.parse(await enrolled.json());
  const found: Revision[] = [];
  for (let after = 0, more = true; more; ) {
    const answer = await fetch(`${endpoint.url}/v1/pull?scope=${scopes[0]}&after=${after}&limit=500`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const page = pullPage.parse(await answer.json());
    found.push(...page.rows.flatMap(({ revision }) => (revision.payload?.hamlet === 'Ấp Cứu Hộ' ? [revision] : [])));
    after = page.next;
    more = page.more;
  }
  return found;
}

const numbersHeld = async () => (await heldHouseholds()).map(({ payload }) => payload?.number);
const ARRIVES = { timeout: 30_000, interval: 500 };

/** The receipt has come, and with it nothing is kept for the colleague any more. */
async function noneRelayed(page: Page): Promise<void> {
  await by(page, 'nav-sync').click();
  await by(page, 'to-rescue').click();
  await by(page, 'relay').waitFor();
  await page.waitForFunction(() => document.querySelector('[data-testid="relay"]:not(:has([data-testid="relayed"]))'));
}

function importByCommand(file: string): { counts: Record<string, number> } {
  const printed = execFileSync(process.execPath, ['src/endpoint/cli/main.ts', 'import-rescue', file], {
    env: { ...process.env, DATA_DIR: endpoint.dataDir, DATABASE_URL: '' },
    encoding: 'utf8',
  });
  return JSON.parse(printed);
}

const toRescue = async (page: Page) => {
  await by(page, 'nav-sync').click();
  await by(page, 'to-rescue').click();
  await by(page, 'rescue-export').waitFor();
};

describe('work that no network takes', () => {
  it('goes out as a file that was read again, and in by a colleague and by command; the late phone changes nothing', async () => {
    let page = await phone.open(endpoint.url);
    await signIn(page, 'CB-1001');
    const other = await colleague.open(endpoint.url);
    await signIn(other, 'GS-2001');
    await endpoint.stop();
    await phone.setOffline(true);
    await colleague.setOffline(true);

    await addHousehold(page, '901');

    // A place that gives back other bytes than it was given: never "đã xuất".
    await page.evaluate(() => {
      const bad = { createWritable: async () => ({ write: async () => {}, close: async () => {} }) };
      const place = { ...bad, getFile: async () => new File([new Uint8Array(500)], 'x') };
      Object.assign(window, { showSaveFilePicker: async () => place });
    });
    await toRescue(page);
    await by(page, 'rescue-export').click();
    await by(page, 'rescue-failed').waitFor();

    // A real file of the browser's own file system stands for the one that a person would choose.
    await page.evaluate(() => {
      const pick = async () => (await navigator.storage.getDirectory()).getFileHandle('chosen', { create: true });
      Object.assign(window, { showSaveFilePicker: pick });
    });
    await toRescue(page);
    await by(page, 'rescue-export').click();
    await by(page, 'rescue-done').waitFor();

    // Without a dialog of its own the browser downloads it.
    await addHousehold(page, '902');
    await page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }));
    await toRescue(page);
    const [download] = await Promise.all([page.waitForEvent('download'), by(page, 'rescue-export').click()]);
    expect(download.suggestedFilename()).toMatch(/^cdht-31064-\d{8}-\d{4}\.cdht-rescue\.age$/);
    const file = join(folder, download.suggestedFilename());
    await download.saveAs(file);
    await by(page, 'rescue-done').waitFor();

    await by(other, 'nav-sync').click();
    await by(other, 'to-rescue').click();
    await by(other, 'relay-file').setInputFiles({
      name: 'letter.age',
      mimeType: 'text/plain',
      buffer: Buffer.from('Kính gửi'),
    });
    await by(other, 'relay-notRescue').waitFor();
    await by(other, 'relay-file').setInputFiles(file);
    await by(other, 'relay-kept').waitFor();
    await by(other, 'relayed').waitFor();

    await endpoint.start();
    expect(await heldHouseholds()).toEqual([]);
    await colleague.setOffline(false);
    await by(other, 'nav-sync').click();
    await by(other, 'sync-now').click();
    await expect.poll(numbersHeld, ARRIVES).toEqual(['901', '902']);
    await noneRelayed(other);
    const held = await heldHouseholds();
    expect(importByCommand(file).counts).toEqual({ created: 0, duplicate: 2, quarantined: 0, conflict: 0, retry: 0 });
    await phone.close();
    page = await phone.open(endpoint.url);
    await by(page, 'nav-sync').click();
    await by(page, 'sync-now').click();
    await page.waitForFunction(
      () => document.querySelector('[data-testid="pending-count"]')?.textContent?.trim() === '0',
    );
    expect(await heldHouseholds()).toEqual(held);
  });

  it('goes from a screen to a camera, over a closed screen and missed codes, then to the endpoint', async () => {
    const page = await phone.open(endpoint.url);
    await by(page, 'hamlet').first().waitFor();
    await phone.setOffline(true);
    await addHousehold(page, '903');
    await addHousehold(page, '904');
    await by(page, 'nav-sync').click();
    await by(page, 'to-rescue').click();
    await by(page, 'qr-send').click();
    await by(page, 'qr-code').waitFor();
    const drawn = await page.evaluate(async () => {
      const seen = new Map<string, { size: number; dark: boolean[] }>();
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="qr-code"]');
      if (canvas === null) throw new Error('no canvas');
      for (let count = Number.POSITIVE_INFINITY; seen.size < count; ) {
        await new Promise((next) => requestAnimationFrame(() => setTimeout(next, 20)));
        const label = canvas.getAttribute('aria-label') ?? '';
        count = Number(/(\d+)$/.exec(label)?.[1]);
        const { width } = canvas;
        const data = canvas.getContext('2d')?.getImageData(0, 0, width, width).data ?? [];
        seen.set(label, {
          size: width,
          dark: Array.from({ length: width * width }, (_, at) => (data[4 * at] ?? 255) < 128),
        });
      }
      return [...seen.values()];
    });
    expect(drawn.length).toBeGreaterThan(2);

    // The first look misses two of three codes; the next one goes on with what the phone kept.
    const third = drawn.filter((_, index) => index % 3 === 0);
    writeFileSync(VIDEO, videoOf(third satisfies Drawn[]));
    let reader = await camera.open(endpoint.url);
    await signIn(reader, 'GS-2001');
    await endpoint.stop();
    await reader.goto(`${endpoint.url}/rescue/receive`);
    await reader.waitForFunction(
      (read) => document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow') === String(read),
      third.length,
    );
    expect(await by(reader, 'qr-missing').innerText()).toMatch(/\d/);
    await camera.close();

    writeFileSync(VIDEO, videoOf(drawn.filter((_, index) => index % 3 !== 0)));
    reader = await camera.open(`${endpoint.url}/rescue/receive`);
    await by(reader, 'qr-received').waitFor({ timeout: 60_000 });

    await endpoint.start();
    await by(reader, 'nav-sync').click();
    await by(reader, 'sync-now').click();
    await expect.poll(numbersHeld, ARRIVES).toEqual(['901', '902', '903', '904']);
    await noneRelayed(reader);
  });
});
