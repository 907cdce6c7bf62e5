/**
 * Goal: whoever numbers records of a stream, or makes its view rows anew, is alone with it until the commit, also where nothing was
 * ever stored in it and there is no counter row that could be locked. Method: a real PostgreSQL and a second connection that is
 * in the middle of storing a record; and many appends at once of two processes' stores.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../../src/endpoint/store/api.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { checkViews } from '../../src/endpoint/views/upkeep.ts';
import { type Kind, type Stream, streamOf } from '../../src/programme/index.ts';
import { canonicalText, type Revision } from '../../src/protocol/index.ts';
import { Station } from './station.ts';

let station: Station;
let beside: Store;
let client: pg.Client;
beforeAll(async () => {
  station = await Station.open('postgres');
  beside = await openStore({ databaseUrl: station.url });
  client = new pg.Client({ connectionString: station.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await beside?.close();
  await station?.dispose();
});

const append = async (store: Store, ...revisions: readonly Revision[]): Promise<number[]> => {
  const { heldRevisions } = await store.append({
    accepted: revisions.map((revision) => ({ revision, body: canonicalText(revision), score: null, blobs: [] })),
    quarantined: [],
    submittedBy: 'cb-1',
    receivedAt: station.now(),
  });
  return [...heldRevisions.values()].map(({ scopeSeq }) => scopeSeq);
};
const household = (scope: string) => station.household('1', { scope });
const identity = (scope: string) =>
  station.household('', { scope, kind: 'identity', payload: { citizenId: station.uuid(), cccd: '091162000001' } });

/** A record of another process, numbered and stored but not committed yet. Its view rows are left out. */
async function storing(revision: Revision): Promise<void> {
  const { scope, revId, kind, entityId, author, device, deviceSeq, deviceTime, contentHash } = revision;
  const stream: Stream = streamOf(kind);
  await client.query('begin');
  const { rows } = await client.query(
    `insert into scopes (scope, stream, seq) values ($1, $2, 1)
     on conflict (scope, stream) do update set seq = scopes.seq + 1 returning seq`,
    [scope, stream],
  );
  await client.query(
    `insert into revisions (scope, stream, scope_seq, rev_id, kind, entity_id, author, device, device_seq, device_time,
       content_hash, body, submitted_by, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $7, $10)`,
    [scope, stream, rows[0].seq, revId, kind, entityId, author, device, deviceSeq, deviceTime, contentHash].concat(
      canonicalText(revision),
    ),
  );
}

/** @returns whether the work waits for a lock; it goes on by itself */
async function waitsForLock(work: Promise<unknown>): Promise<boolean> {
  let isDone = false;
  const done = work.then(() => {
    isDone = true;
  });
  const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  while (!isDone) {
    if ((await station.sql(waiting)).length > 0) return true;
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 10))]);
  }
  return false;
}

it.each([
  ['nothing was ever stored in', false],
  ['something is stored in', true],
])('an append waits for another one of a stream that %s, and has the number after it', async (_, isBegun) => {
  const scope = `scope ${isBegun}`;
  if (isBegun) await append(station.store, household(scope));
  await storing(household(scope));
  const appended = append(station.store, household(scope));
  expect(await waitsForLock(appended)).toBe(true);
  await client.query('commit');
  expect(await appended).toEqual([isBegun ? 3 : 2]);
});

it('many appends of two processes at once: every number once, and none left out', async () => {
  const scope = 'scope at once';
  const numbers = await Promise.all(
    Array.from({ length: 30 }, (_, at) => {
      const own = Array.from({ length: 1 + (at % 3) }, () => household(scope));
      return append(at % 2 === 0 ? station.store : beside, ...own);
    }),
  );
  const all = numbers.flat().sort((a, b) => a - b);
  expect(all).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
  for (const own of numbers) expect(own).toEqual(own.map((_, at) => (own[0] ?? 0) + at));
});

it.each<[Kind, string]>([
  ['identity', 'nothing was ever stored in'],
  ['household', 'something is stored in'],
])('view rows are not made anew beside an append (%s) to a stream that %s', async (kind) => {
  const scope = `scope of ${kind}`;
  await append(station.store, household(scope));
  const late = kind === 'identity' ? identity(scope) : household(scope);
  await storing(late);
  const made = station.store.viewBatch(scope, '', 'write');
  expect(await waitsForLock(made)).toBe(true);
  await client.query('commit');
  const { entityCount, differences: remade } = await made;
  expect([entityCount, new Set(remade.map(({ entityId }) => entityId))]).toEqual([2, new Set([late.entityId])]);
  const differences = await checkViews(station.store, () => undefined);
  expect(differences.filter((each) => each.scope === scope)).toEqual([]);
});
