/**
 * `npm run --silent crash -- --kills N [--torn N]`: the production build in a real Chromium, killed (SIGKILL) again and
 * again while it saves. What the screen had called "Đã lưu" must be there after each start. `--torn` then does N times
 * what a kill does about once in two hundred times: it cuts the end of the database's log; the next session works and
 * saves on, and the one after it finds all databases deleted. Closes with one line of JSON; exit 1 if anything was lost.
 */
import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { endpointProcess } from '../browser/endpoint-process.ts';
import { newPhone } from '../browser/phone.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '25' }, torn: { type: 'string', default: '0' } },
});
const [kills, torn] = [Number(values.kills), Number(values.torn)];
if (!Number.isInteger(kills) || kills < 0 || !Number.isInteger(torn) || torn < 0) {
  process.stderr.write('--kills and --torn must be whole numbers\n');
  process.exit(2);
}

/** The browser lives this long after its first save begins. */
const LIFE_MS = [200, 1600] as const;
const REBUILT = 'đã dựng lại từ sổ thứ hai';
const by = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);

const endpoint = await endpointProcess();
await endpoint.start();
const phone = newPhone();
const promised: string[] = [];
const lost = new Set<string>();
let wipesSeen = 0;
let wipesHealed = 0;
let tornRecovered = 0;

try {
  let page = await phone.open(endpoint.url);
  await by(page, 'code').fill('CB-1001');
  await by(page, 'sign-in').click();
  await by(page, 'sync-idle').waitFor({ timeout: 120_000 });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await by(page, 'nav-search').click();
  await by(page, 'search').fill('dang thi hoa');
  await by(page, 'result').first().click();
  await by(page, 'outcome').waitFor();
  const household = new URL(page.url()).pathname;
  await phone.close();
  await endpoint.stop();

  const session = async (prefix: string) => {
    page = await phone.open(`${endpoint.url}${household}`, { offline: true });
    await look(page);
    await page.exposeFunction('promise', (token: string) => void promised.push(token));
    const [least, most] = LIFE_MS;
    const saving = page.evaluate(saveForEver, prefix).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)));
    await phone.kill();
    await saving;
  };
  for (let kill = 0; kill < kills; kill += 1) {
    await session(`k${kill}`);
    process.stderr.write(`${kill + 1}/${kills}: ${promised.length} promised, ${lost.size} lost\n`);
  }
  for (let tear = 0; tear < torn; tear += 1) {
    const before = lost.size;
    await session(`a${tear}`);
    const cut = tearLog(1 + Math.floor(Math.random() ** 3 * 4000));
    await session(`b${tear}`);
    page = await phone.open(`${endpoint.url}${household}`, { offline: true });
    await look(page);
    await phone.close();
    if (lost.size === before) tornRecovered += 1;
    process.stderr.write(`torn ${tear + 1}/${torn} (${cut} bytes): ${wipesSeen} wipes, ${lost.size} lost\n`);
  }
  page = await phone.open(`${endpoint.url}${household}`, { offline: true });
  await look(page);
} finally {
  await phone.dispose();
  await endpoint.dispose();
}
process.stdout.write(
  `${JSON.stringify({ kills, promised: promised.length, lost: lost.size, wipesSeen, wipesHealed, torn, tornRecovered })}\n`,
);
process.exit(lost.size > 0 ? 1 : 0);

/** Cuts the end of the newest log of the app's database. @returns bytes cut */
function tearLog(bytes: number): number {
  const databases = join(phone.profile, 'Default', 'IndexedDB');
  const logs = readdirSync(databases, { recursive: true })
    .map((name) => join(databases, String(name)))
    .filter((path) => path.endsWith('.log'))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const [newest] = logs;
  if (newest === undefined) throw new Error('the profile has no log of a database');
  const { size } = statSync(newest);
  const cut = Math.min(bytes, size);
  truncateSync(newest, size - cut);
  return cut;
}

/** Everything promised so far must be in the household's history. */
async function look(page: Page): Promise<void> {
  await by(page, 'outcome').waitFor();
  const text = await page.evaluate(() => document.body.innerText);
  const missing = promised.filter((token) => !text.includes(`${token}.`));
  for (const token of missing) lost.add(token);
  await by(page, 'nav-settings').click();
  await by(page, 'storage').waitFor();
  await page.waitForFunction(() => !document.querySelector('[data-testid="storage"]')?.textContent?.includes('…'));
  if ((await by(page, 'storage').innerText()).includes(REBUILT)) {
    wipesSeen += 1;
    if (missing.length === 0) wipesHealed += 1;
  }
  await page.goBack();
  await by(page, 'outcome').waitFor();
}

/** Runs in the page: notes one visit after the other, and says each time when the screen has said "Đã lưu". */
async function saveForEver(prefix: string): Promise<void> {
  const find = <E extends HTMLElement>(selector: string) =>
    new Promise<E>((resolve) => {
      const seek = () => {
        const found = document.querySelector<E>(selector);
        if (found === null) setTimeout(seek, 2);
        else resolve(found);
      };
      seek();
    });
  const { promise } = window as unknown as { promise(token: string): Promise<void> };
  const setValue = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
  for (let save = 0; ; save += 1) {
    (await find('[data-testid="outcome"]')).click();
    const note = await find<HTMLTextAreaElement>('textarea');
    setValue?.call(note, `${prefix}-${save}.`);
    note.dispatchEvent(new Event('input', { bubbles: true }));
    (await find('input[type="radio"]')).click();
    (await find('[data-testid="save-outcome"]')).click();
    await find('[data-testid="saved"]');
    void promise(`${prefix}-${save}`);
    (await find('[data-testid="to-household"]')).click();
  }
}
