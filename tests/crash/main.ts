/**
 * `npm run --silent crash -- --kills N [--torn N]`: the production build in a real Chromium, killed (SIGKILL) again and
 * again while an officer saves (officer.ts): visits, whole evaluations with a photo, new households and people, corrected names,
 * and forms left half filled. What the screen had promised must be there after each start (look.ts, ledger.ts). `--torn`
 * then does N times what a kill does about once in two hundred times: it cuts the end of the database's log; the next session
 * works and saves on, and the one after it finds all databases deleted. Closes with one line of JSON; exit 1 if anything
 * was lost.
 */
import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { endpointProcess } from '../browser/endpoint-process.ts';
import { newPhone } from '../browser/phone.ts';
import { installDriver } from './driver.ts';
import { newLedger } from './ledger.ts';
import { lookThrough } from './look.ts';
import { type Promised, saveForEver } from './officer.ts';

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
const LOOK_WITHIN_MS = 120_000;
/** The hamlet of the households that are made here. */
const HAMLET = 'Ấp Thử';
const REBUILT = 'đã dựng lại từ sổ thứ hai';
const by = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);

const endpoint = await endpointProcess();
await endpoint.start();
const phone = newPhone();
const ledger = newLedger();
const lost = new Set<string>();
let sessions = 0;
let wipesSeen = 0;
let wipesHealed = 0;
let tornRecovered = 0;
const promisedCount = () => [...ledger.counts.values()].reduce((sum, count) => sum + count, 0);

try {
  let page = await phone.open(endpoint.url);
  await by(page, 'code').fill('CB-1001');
  await by(page, 'sign-in').click();
  await by(page, 'sync-idle').waitFor({ timeout: 120_000 });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const [scope = ''] = await page
    .locator('a[href^="/hamlet/"]')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname.split('/')[2]));
  await by(page, 'nav-search').click();
  await by(page, 'search').fill('dang thi hoa');
  await by(page, 'result').first().click();
  await by(page, 'outcome').waitFor();
  const home = new URL(page.url()).pathname;
  const edits = page.locator('a[href^="/person/"]');
  const people = await edits.evaluateAll((links) =>
    links.map((link) => (link as HTMLAnchorElement).pathname.replace(/^\/person\/|\/edit$/g, '')),
  );
  const place = {
    household: home.replace('/household/', ''),
    citizen: people[0]?.replace('/', '/citizen/') ?? '',
    person: people.at(-1) ?? '',
    scope,
    hamlet: HAMLET,
  };
  await phone.close();
  await endpoint.stop();

  /** Opens the app where nothing can be fetched, and looks for all that was promised. */
  const look = async ({ all = false, isLogCut = false } = {}) => {
    page = await phone.open(`${endpoint.url}${home}`, { offline: true });
    await page.evaluate(installDriver);
    const see = async (asked: ReturnType<typeof ledger.asked>) => {
      const seeing = page.evaluate(lookThrough, { ...place, ...asked });
      const tooLong = new Promise<never>((_, reject) => {
        setTimeout(
          () => reject(new Error(`a look that takes longer than ${LOOK_WITHIN_MS} ms`)),
          LOOK_WITHIN_MS,
        ).unref();
      });
      return await Promise.race([seeing, tooLong]);
    };
    let seen = await see(ledger.asked(all));
    const isRebuilt = seen.storage.includes(REBUILT);
    // All that a wiped database held has come back by another way: every evaluation is read again.
    if (isRebuilt && !all) seen = await see(ledger.asked(true));
    const missing = ledger.compare(seen, isRebuilt || isLogCut);
    for (const one of missing) {
      if (!lost.has(one)) process.stderr.write(`lost: ${one}\n`);
      lost.add(one);
    }
    if (!isRebuilt) return;
    wipesSeen += 1;
    if (missing.length === 0) wipesHealed += 1;
  };

  const session = async (prefix: string, isLogCut = false) => {
    await look({ isLogCut });
    ledger.begin(prefix);
    await page.exposeFunction('promise', (promised: Promised) => ledger.note(promised, performance.now()));
    const [least, most] = LIFE_MS;
    const saving = page.evaluate(saveForEver, { ...place, prefix, first: sessions });
    sessions += 1;
    const fault = saving.catch((error: unknown) => (/closed|crash/i.test(String(error)) ? null : error));
    await new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)));
    await phone.kill();
    const failed = await fault;
    if (failed !== null) throw failed;
  };
  for (let kill = 0; kill < kills; kill += 1) {
    await session(`k${kill}`);
    process.stderr.write(`${kill + 1}/${kills}: ${promisedCount()} promised, ${lost.size} lost\n`);
  }
  for (let tear = 0; tear < torn; tear += 1) {
    const before = lost.size;
    await session(`a${tear}`);
    const cut = tearLog(1 + Math.floor(Math.random() ** 3 * 4000));
    await session(`b${tear}`, true);
    await look();
    await phone.close();
    if (lost.size === before) tornRecovered += 1;
    process.stderr.write(`torn ${tear + 1}/${torn} (${cut} bytes): ${wipesSeen} wipes, ${lost.size} lost\n`);
  }
  await look({ all: true });
  const kinds = [...ledger.counts].map(([kind, count]) => `${kind} ${count}`);
  process.stderr.write(`promised: ${kinds.join(', ')}\n`);
} finally {
  await phone.dispose();
  await endpoint.dispose();
}
process.stdout.write(
  `${JSON.stringify({ kills, promised: promisedCount(), lost: lost.size, wipesSeen, wipesHealed, torn, tornRecovered })}\n`,
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
