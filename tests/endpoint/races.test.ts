/**
 * Goal: a transaction that the database ends for the sake of another is tried again, and no phone hears of it. Method: a
 * real deadlock on PostgreSQL, made by a second connection that holds what the push wants and then wants what it holds.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canonicalText, hashText } from '../../src/protocol/index.ts';
import { SCOPE, Station } from './station.ts';

let station: Station;
let client: pg.Client;
beforeAll(async () => {
  station = await Station.open('postgres');
  client = new pg.Client({ connectionString: station.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await station?.dispose();
});

it('a push that is the victim of a deadlock is stored all the same', async () => {
  const officer = await station.enrol('CB-1');
  const bad = ['nonsense one', 'nonsense two'];
  const [first = '', second = ''] = bad.map((each) => hashText(canonicalText(each))).sort();
  const hold = (bodyHash: string) =>
    client.query(
      `insert into quarantine (scope, body_hash, code, body, submitted_by, received_at)
       values ($1, $2, 'unreadable', '""', 'another', '2026') on conflict do nothing`,
      [SCOPE, bodyHash],
    );
  // Only the push looks for a deadlock (after a second), so it is the one that is ended.
  await client.query("set deadlock_timeout = '50s'");
  await client.query('begin');
  await hold(second);
  const pushed = station.push(officer, bad);
  const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock'";
  while ((await station.sql(waiting)).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await hold(first);
  await client.query('commit');
  expect((await pushed).receipts.map(({ status }) => status)).toEqual(['quarantined', 'quarantined']);
  const [row] = (await station.sql(
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  )) as {
    deadlocks: number;
  }[];
  expect(row?.deadlocks, 'there was one').toBeGreaterThan(0);
});
