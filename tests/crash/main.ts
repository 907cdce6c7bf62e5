/**
 * `npm run --silent crash -- --kills N`: the production build in a real Chromium, killed (SIGKILL) again and again while
 * it saves. What the screen had called "Đã lưu" must be there after each start. Closes with one line of JSON; exit 1 if
 * anything was lost.
 */
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { endpointProcess } from '../browser/endpoint-process.ts';
import { newPhone } from '../browser/phone.ts';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '25' } } });
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 1) {
  process.stderr.write('--kills must be a whole number, at least 1\n');
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

  for (let kill = 0; kill < kills; kill += 1) {
    page = await phone.open(`${endpoint.url}${household}`, { offline: true });
    await look(page);
    await page.exposeFunction('promise', (token: string) => void promised.push(token));
    const [least, most] = LIFE_MS;
    const saving = page.evaluate(saveForEver, `k${kill}`).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)));
    await phone.kill();
    await saving;
    process.stderr.write(`${kill + 1}/${kills}: ${promised.length} promised, ${lost.size} lost\n`);
  }
  page = await phone.open(`${endpoint.url}${household}`, { offline: true });
  await look(page);
} finally {
  await phone.dispose();
  await endpoint.dispose();
}
process.stdout.write(
  `${JSON.stringify({ kills, promised: promised.length, lost: lost.size, wipesSeen, wipesHealed })}\n`,
);
process.exit(lost.size > 0 ? 1 : 0);

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
