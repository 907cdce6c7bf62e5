/**
 * `npm run bench:growth [-- --to N]`: what the endpoint's requests cost as one commune grows from 20,000 to 1,000,000 revisions, in
 * SQLite. The revisions are filled in through the store's own `append`, view rows with them. Prints, for each request, the median
 * at each size and the ratio of the last to the first beside log n's own; nothing but a backup may grow faster. Times are of
 * this machine; the ratios are what counts.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { createApp } from '../../src/endpoint/app.ts';
import { backupCommand } from '../../src/endpoint/cli/backup.ts';
import { seeded } from '../../src/endpoint/demo/random.ts';
import { openStore, SQLITE_FILE } from '../../src/endpoint/store/sql-store.ts';
import { canonicalText, type Revision } from '../../src/protocol/index.ts';
import { systemClock, uuidv7 } from '../../src/vault/index.ts';
import { signedRevision } from '../devices.ts';
import { putOfficersWithCodes } from '../officers.ts';
import { anAct, bytesOf, type Known, learn } from '../simulation/work.ts';
import { benchEndpoint, signIn } from './endpoint.ts';

const { values } = parseArgs({
  options: { from: { type: 'string', default: '20000' }, to: { type: 'string', default: '1000000' } },
});
const SIZES = [Number(values.from), Number(values.to)];
const BATCH = 1000;
const ROUNDS = 15;
/** How much noise may add to the growth of a logarithm. */
const NOISE = 1.6;
/** Open rows of the quarantine, at every size. */
const QUARANTINED = 500;

const { folder, scope, officer, ...opened } = await benchEndpoint('growth');
let { store, app } = opened;
process.env.DATA_DIR = folder;
await putOfficersWithCodes(store, [
  { id: 'gs', name: 'gs', grants: [{ role: 'supervisor', on: 'commune', scope }], code: 'GS-1' },
]);

const random = seeded(11);
const id = () => uuidv7(systemClock, { bytes: (length) => bytesOf(random, length) });
const filler = id();
const known: Known = { households: [], citizens: [] };
let filled = 0;

/** A device's numbers end at a million. */
const numbers = new Map<string, number>();
function nextNumber(device: string): number {
  const number = ((numbers.get(device) ?? 0) % 900_000) + 1;
  numbers.set(device, number);
  return number;
}

/** The last number of the commune's records; identity numbers have their own. */
function lastNumber(): number {
  const file = new DatabaseSync(join(folder, SQLITE_FILE), { readOnly: true });
  const row = file.prepare("select seq from scopes where stream = 'records' and scope = ?").get(scope);
  file.close();
  return Number(row?.seq);
}

/** Makes signed revisions of a device of its own, whose records nobody offers again. */
function revisions(count: number, device: string): Revision[] {
  const made: Revision[] = [];
  while (made.length < count) {
    for (const { kind, entityId, payload } of anAct(random, id, systemClock.now(), known, null, scope)) {
      const revision = signedRevision({
        revId: id(),
        schema: 1,
        kind,
        entityId,
        parents: [],
        scope,
        author: officer,
        device,
        deviceSeq: nextNumber(device),
        prevHash: '',
        deviceTime: systemClock.now(),
        payload,
      });
      made.push(revision);
    }
  }
  // What others are made on stays of a size: a list of a million ids would be the benchmark's own growth.
  if (known.citizens.length < 5000) learn(known, made);
  return made;
}

async function fillTo(size: number): Promise<void> {
  while (filled < size) {
    const batch = revisions(BATCH, filler);
    filled += batch.length;
    const accepted = batch.map((revision) => ({ revision, body: canonicalText(revision), score: null, blobs: [] }));
    await store.append({ accepted, quarantined: [], submittedBy: officer, receivedAt: systemClock.now() });
    if (filled % 50_000 < BATCH) process.stderr.write(`${filled}\n`);
  }
}

async function phoneOf(code: string): Promise<{ token: string; device: string }> {
  const device = crypto.randomUUID();
  return { token: await signIn(app, code, device), device };
}

/** @throws Error where a record was not stored: its cost would say nothing */
async function pushed(token: string, device: string, list: readonly unknown[]): Promise<void> {
  const body = { proto: 'cdht.push/1', device, deviceTime: systemClock.now(), revisions: list };
  const answer = await app.request('/v1/push', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const received = await answer.text();
  if (answer.status !== 200 || received.includes('quarantined')) throw new Error(received.slice(0, 300));
}

async function ask(token: string, path: string, body?: string): Promise<Response> {
  const answer = await app.request(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body }),
  });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 200)}`);
  await answer.arrayBuffer();
  return answer;
}

async function medianMs(work: () => Promise<unknown>, rounds = ROUNDS): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await work();
    took.push(performance.now() - started);
  }
  return took.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

async function measured(): Promise<Record<string, number>> {
  const phone = await phoneOf(officer);
  const supervisor = await phoneOf('GS-1');
  const ends = [10, lastNumber() - 500];
  const csv = ['ấp,số hộ,họ tên,năm sinh,giới tính,quan hệ,nhóm']
    .concat(Array.from({ length: 200 }, (_, at) => `Ấp 3,${at},Nguyễn Văn ${at},1980,Nam,con,2`))
    .join('\n');
  const scopeOf = new URLSearchParams({ scope });
  const months = JSON.stringify({ scope, months: [] });
  return {
    'push of 100': await medianMs(() => pushed(phone.token, phone.device, revisions(100, phone.device))),
    'page at the start': await medianMs(() => ask(phone.token, `/v1/pull?${scopeOf}&after=${ends[0]}`)),
    'page at the end': await medianMs(() => ask(phone.token, `/v1/pull?${scopeOf}&after=${ends[1]}`)),
    'reconcile one phone': await medianMs(() => ask(phone.token, '/v1/reconcile', months)),
    'sign-in': await medianMs(() => phoneOf(officer)),
    'quarantine list': await medianMs(() => ask(supervisor.token, `/v1/quarantine?${scopeOf}`)),
    'records of a kind, a page': await medianMs(() => ask(supervisor.token, `/v1/records/citizen?${scopeOf}`)),
    'import preview of 200': await medianMs(
      () => ask(supervisor.token, `/v1/roster/preview?${scopeOf}&file=a.csv`, csv),
      5,
    ),
    start: await medianMs(async () => {
      await store.close();
      store = await openStore({ dataDir: folder });
      app = createApp({ store, clock: systemClock, version: 'bench' });
    }, 5),
    backup: await medianMs(async () => {
      const file = join(folder, 'backup.sqlite');
      rmSync(file, { force: true });
      await backupCommand([file]);
    }, 1),
  };
}

const phone = await phoneOf(officer);
for (let from = 0; from < QUARANTINED; from += 100) {
  const foreign = revisions(100, phone.device).map((revision) => ({ ...revision, signature: undefined }));
  const body = { proto: 'cdht.push/1', device: phone.device, deviceTime: systemClock.now(), revisions: foreign };
  await ask(phone.token, '/v1/push', JSON.stringify(body));
}
const tables: Record<string, number>[] = [];
for (const size of SIZES) {
  await fillTo(size);
  tables.push(await measured());
}
const [first = {}, last = {}] = tables;
const allowed = (Math.log(SIZES[1] ?? 1) / Math.log(SIZES[0] ?? 1)) * NOISE;
const rows = Object.entries(first).map(([name, ms]) => {
  const ratio = Number(((last[name] ?? 0) / ms).toFixed(2));
  return {
    name,
    firstMs: Number(ms.toFixed(1)),
    lastMs: Number((last[name] ?? 0).toFixed(1)),
    ratio,
    grows: ratio > allowed,
  };
});
process.stdout.write(`${JSON.stringify({ sizes: SIZES, allowed: Number(allowed.toFixed(2)), rows }, null, 1)}\n`);
await store.close();
rmSync(folder, { recursive: true, force: true });
if (rows.some(({ name, grows }) => grows && name !== 'backup')) process.exitCode = 1;
