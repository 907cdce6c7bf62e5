/**
 * `npm run bench:ingest`: pushes of 100 through the real endpoint (validated, hashed, re-scored, stored, numbered) beside a
 * server that only parses the JSON and inserts the rows, same database settings, same run; medians of one push. Prints the ratio to one that
 * inserts into a table of three columns with one index (`ratio`), and to one that inserts the same rows as the endpoint,
 * read back out of it, into the endpoint's own tables with all of their indexes, those of the views too
 * (`ratioSameTables`): what lies between the two is tables and indexes.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Hono } from 'hono';
import { seeded } from '../../src/endpoint/demo/random.ts';
import { openStore, SQLITE_FILE } from '../../src/endpoint/store/sql-store.ts';
import { openSqlite } from '../../src/endpoint/store/sqlite.ts';
import { VIEW_TABLES } from '../../src/endpoint/views/tables.ts';
import type { Revision } from '../../src/protocol/index.ts';
import { systemClock, uuidv7 } from '../../src/vault/index.ts';
import { signedRevision } from '../devices.ts';
import { anAct, bytesOf, type Known } from '../simulation/work.ts';
import { benchEndpoint, signIn } from './endpoint.ts';

const PUSHES = 300;
const PER_PUSH = 100;
/** The first pushes are not counted: code is compiled and keys are read. */
const PUSHES_BEFORE = 30;
/** What the endpoint made of each record, read back out of its tables: the other server has to work out nothing. */
type Row = Readonly<Record<string, string | number | null>>;
const rowsOf = new Map<string, { readonly table: string; readonly row: Row }[]>();
const TABLES = ['entities', ...VIEW_TABLES.map(({ name }) => name)];

const { folder, scope, officer, store, app } = await benchEndpoint('ingest');
const { raw: bare } = openSqlite(join(folder, 'bare.db'));
bare.exec('create table rows (rev_id text primary key, seq integer, body text)');
const insert = bare.prepare('insert into rows values (?, ?, ?) on conflict do nothing');
const onlyRows = serverOf(bare, (revision, seq) => insert.run(revision.revId, seq, JSON.stringify(revision)));
const sameFolder = join(folder, 'same');
await (await openStore({ dataDir: sameFolder })).close();
const { raw: same } = openSqlite(join(sameFolder, SQLITE_FILE));
const { raw: theirs } = openSqlite(join(folder, SQLITE_FILE));
const inserts = new Map<string, ReturnType<DatabaseSync['prepare']>>();
const insertRow = (table: string, row: Row) => {
  const columns = Object.keys(row);
  const insertion =
    inserts.get(table) ??
    same.prepare(
      `insert into ${table} (${columns.join()}) values (${columns.map(() => '?').join()}) on conflict do nothing`,
    );
  inserts.set(table, insertion);
  insertion.run(...Object.values(row));
};
const sameTables = serverOf(same, (revision) => {
  for (const { table, row } of rowsOf.get(revision.revId) ?? []) insertRow(table, row);
});

/** Parses, inserts, commits; believes everything. */
function serverOf(database: DatabaseSync, insertRow: (revision: Revision, seq: number) => unknown): Hono {
  let seq = 0;
  return new Hono().post('/v1/push', async (context) => {
    const { revisions } = (await context.req.json()) as { revisions: Revision[] };
    database.exec('begin immediate');
    for (const revision of revisions) {
      seq += 1;
      insertRow(revision, seq);
    }
    database.exec('commit');
    return context.json({ stored: revisions.length });
  });
}

const random = seeded(5);
const device = '0192a000-0000-7000-8000-0000000b0001';
const token = await signIn(app, officer, device);

/** A phone's numbers go on from push to push. */
let last: Revision | null = null;
const seconds = { real: [] as number[], bare: [] as number[], same: [] as number[] };
// One after the other, push by push: whatever else the machine does meets all three alike.
for (let push = 0; push < PUSHES_BEFORE + PUSHES; push += 1) {
  const text = body();
  const took = [await timed(app, text), await timed(onlyRows, text, readRows), await timed(sameTables, text)];
  if (push < PUSHES_BEFORE) continue;
  for (const [at, list] of [seconds.real, seconds.bare, seconds.same].entries()) list.push(took[at] ?? 0);
}
const median = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const rate = (list: number[]) => Math.round(PER_PUSH / median(list));
const ratioTo = (list: number[]) => Number((median(list) / median(seconds.real)).toFixed(2));
const figures = {
  pushesOf: PER_PUSH,
  ingestPerSecond: rate(seconds.real),
  parseAndInsertPerSecond: rate(seconds.bare),
  ratio: ratioTo(seconds.bare),
  sameTablesPerSecond: rate(seconds.same),
  ratioSameTables: ratioTo(seconds.same),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
await store.close();
bare.close();
same.close();
theirs.close();
rmSync(folder, { recursive: true, force: true });

/** Each entity of this benchmark has one revision. */
function readRows(): void {
  rowsOf.clear();
  const first = Number(theirs.prepare('select max(scope_seq) as last from revisions').get()?.last) - PER_PUSH;
  for (const row of theirs.prepare('select * from revisions where scope_seq > ?').all(first) as unknown as Row[]) {
    const rows = [{ table: 'revisions', row }];
    for (const table of TABLES) {
      const found = theirs.prepare(`select * from ${table} where entity_id = ? and scope = ?`);
      for (const kept of found.all(row.entity_id ?? null, scope) as unknown as Row[]) rows.push({ table, row: kept });
    }
    rowsOf.set(String(row.rev_id), rows);
  }
}

async function timed(server: Hono, text: string, before = () => {}): Promise<number> {
  before();
  const started = performance.now();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await server.request('/v1/push', { method: 'POST', headers, body: text });
  const received = await answer.text();
  if (answer.status !== 200 || received.includes('quarantined')) throw new Error(received.slice(0, 300));
  return (performance.now() - started) / 1000;
}

function body(): string {
  const known: Known = { households: [], citizens: [] };
  const id = () => uuidv7(systemClock, { bytes: (length) => bytesOf(random, length) });
  const revisions: Revision[] = [];
  while (revisions.length < PER_PUSH) {
    for (const { kind, entityId, payload } of anAct(random, id, systemClock.now(), known, null, scope)) {
      if (kind === 'household') known.households.push(entityId);
      if (kind === 'citizen') known.citizens.push({ id: entityId, householdId: known.households[0] ?? '' });
      last = signedRevision({
        revId: id(),
        schema: 1,
        kind,
        entityId,
        parents: [],
        scope,
        author: officer,
        device,
        deviceSeq: (last?.deviceSeq ?? 0) + 1,
        prevHash: last?.contentHash ?? '',
        deviceTime: systemClock.now(),
        payload: payload as Record<string, unknown>,
      });
      revisions.push(last);
    }
  }
  return JSON.stringify({
    proto: 'cdht.push/1',
    device,
    deviceTime: systemClock.now(),
    revisions: revisions.slice(0, PER_PUSH),
  });
}
