/**
 * Goal: the commands of OPERATING.md for a distributed PostgreSQL fit the tables as they are. Method: they are read from OPERATING.md and
 * run on the real tables; Citus itself is stood in for by functions that refuse what it refuses: a unique index without
 * the distribution column, and a distributed table that is not there.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Station } from './station.ts';

const STAND_INS = `
  create table distributed_tables (name text primary key, kind text not null);
  create function create_distributed_table(name regclass, col text, colocate_with text default null) returns void as $$
  declare bad text;
  begin
    select i.indexrelid::regclass::text into bad from pg_index i
      where i.indrelid = name and i.indisunique and not exists (
        select 1 from pg_attribute a
        where a.attrelid = name and a.attnum = any (i.indkey::smallint[]) and a.attname = col);
    if bad is not null then raise exception 'unique index % lacks the distribution column', bad; end if;
    if colocate_with is not null and not exists (select 1 from distributed_tables where distributed_tables.name = colocate_with) then
      raise exception '% is not distributed', colocate_with;
    end if;
    insert into distributed_tables values (name::text, 'distributed');
  end $$ language plpgsql;
  create table pg_dist_node (id int);
  create table workers (success boolean, result text);
  create function run_command_on_workers(command text) returns table (success boolean, result text) as $$
    select success, result from workers $$ language sql;`;

const readme = readFileSync(new URL('../../src/endpoint/OPERATING.md', import.meta.url), 'utf8');
const commands = /```sql\n([\s\S]*?create_distributed_table[\s\S]*?)```/.exec(readme)?.[1] ?? '';

let station: Station;
beforeAll(async () => {
  station = await Station.open('postgres', true);
});
afterAll(() => station?.dispose());

it('every table of records has the scope first in its primary key, which YugabyteDB hashes', async () => {
  const rows = await station.sql(`
    select c.relname as name, first.attname as first from pg_class c
    join pg_attribute scope on scope.attrelid = c.oid and scope.attname = 'scope'
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    left join pg_attribute first on first.attrelid = c.oid and first.attnum = i.indkey[0]
    where c.relkind = 'r' and c.relname not in ('communes', 'photo_senders') order by 1`);
  const names = [
    'blob_arrivals',
    'blob_pieces',
    'blob_refs',
    'blobs',
    'draft_bundles',
    'entities',
    'evaluations',
    'event_heads',
    'events',
    'hand_overs',
    'households',
    'identity_index',
    'pending_views',
    'people',
    'proposals',
    'quarantine',
    'revisions',
    'scopes',
  ];
  expect(rows).toEqual(names.map((name) => ({ name, first: 'scope' })));
});

it('the commands for Citus are accepted, name every table once, and the endpoint works on what they leave', async () => {
  await station.sql(STAND_INS);
  const officer = await station.enrol('CB-1');
  const before = station.household('1');
  await station.push(officer, [before]);
  await station.sql(commands);

  const named = await station.sql('select name, kind from distributed_tables order by name');
  // People, devices and criteria sets stay on the coordinator: a reference table would be one write lock for the whole cluster.
  const tables = await station.sql(`
    select c.relname as name, 'distributed' as kind
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'scope'
    where c.relkind = 'r' and n.nspname = 'public' and c.relname not in ('communes', 'photo_senders') order by 1`);
  expect(named).toEqual(tables);

  const after = station.household('2');
  const other = station.household('3', { revId: after.revId });
  expect((await station.push(officer, [before, after])).receipts.map(({ status }) => status)).toEqual([
    'duplicate',
    'created',
  ]);
  const both = await Promise.all([station.push(officer, [after]), station.push(officer, [other])]);
  expect(both.flatMap(({ receipts }) => receipts.map(({ status }) => status))).toEqual(['duplicate', 'conflict']);
});

it('says that records are in a second place only where every node has a standby', async () => {
  const isDurable = async () => (await station.store.durableUpTo(station.now())) !== null;
  await station.startReplica();
  const workers = async (...rows: readonly string[]) => {
    await station.sql('delete from workers');
    for (const row of rows) await station.sql(`insert into workers values (${row})`);
    return await isDurable();
  };
  expect(await workers(), 'a cluster without workers').toBe(false);
  expect(await workers("true, 'f'", "true, 't'"), 'a worker without a standby').toBe(false);
  expect(await workers("false, 'connection refused'", "true, 't'"), 'a worker that does not answer').toBe(false);
  expect(await workers("true, 't'", "true, 't'")).toBe(true);
  await station.sql('drop function run_command_on_workers');
  expect(await isDurable(), 'a coordinator that may not ask').toBe(false);
  await station.sql('drop table pg_dist_node');
  expect(await isDurable(), 'one PostgreSQL with a standby').toBe(true);
});
