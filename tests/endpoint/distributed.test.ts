/**
 * Goal: README's commands for a distributed PostgreSQL fit the tables as they are. Method: they are read from README and
 * run on the real tables; Citus itself is stood in for by functions that refuse what it refuses: a unique index without
 * the distribution column, and a distributed table that is not there.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Station } from './station.ts';

const STAND_INS = `
  create table told (name text primary key, kind text not null);
  create function create_distributed_table(name regclass, col text, colocate_with text default null) returns void as $$
  declare bad text;
  begin
    select i.indexrelid::regclass::text into bad from pg_index i
      where i.indrelid = name and i.indisunique and not exists (
        select 1 from pg_attribute a
        where a.attrelid = name and a.attnum = any (i.indkey::smallint[]) and a.attname = col);
    if bad is not null then raise exception 'unique index % lacks the distribution column', bad; end if;
    if colocate_with is not null and not exists (select 1 from told where told.name = colocate_with) then
      raise exception '% is not distributed', colocate_with;
    end if;
    insert into told values (name::text, 'distributed');
  end $$ language plpgsql;
  create function create_reference_table(name regclass) returns void as $$
    insert into told values (name::text, 'reference') $$ language sql;`;

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const commands = /```sql\n([\s\S]*?create_distributed_table[\s\S]*?)```/.exec(readme)?.[1] ?? '';

let station: Station;
beforeAll(async () => {
  station = await Station.open('postgres');
});
afterAll(() => station?.dispose());

it('every table of records has the scope first in its primary key, which YugabyteDB hashes', async () => {
  const rows = await station.sql(`
    select c.relname as name, first.attname as first from pg_class c
    join pg_attribute scope on scope.attrelid = c.oid and scope.attname = 'scope'
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    left join pg_attribute first on first.attrelid = c.oid and first.attnum = i.indkey[0]
    where c.relkind = 'r' and c.relname not in ('communes', 'officer_scopes') order by 1`);
  const names = [
    'blob_arrivals',
    'blob_pieces',
    'blob_refs',
    'blobs',
    'event_heads',
    'events',
    'identity_index',
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

  const named = await station.sql('select name, kind from told order by name');
  const tables = await station.sql(`
    select c.relname as name, case when exists (
        select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'scope'
      ) and c.relname not in ('communes', 'officer_scopes') then 'distributed' else 'reference' end as kind
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname = 'public' and c.relname not like 'kysely%' and c.relname <> 'told' order by 1`);
  expect(named).toEqual(tables);

  const after = station.household('2');
  const other = station.household('3', { revId: after.revId });
  expect((await station.push(officer, [before, after])).results.map(({ status }) => status)).toEqual([
    'duplicate',
    'created',
  ]);
  const both = await Promise.all([station.push(officer, [after]), station.push(officer, [other])]);
  expect(both.flatMap(({ results }) => results.map(({ status }) => status))).toEqual(['duplicate', 'conflict']);
});
