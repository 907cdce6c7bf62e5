/**
 * Goal: what a push, a photo, an import and the desk cost does not grow with the rows of a commune, and each of their look-ups
 * is answered by one commune's rows. Method: every statement that real requests send to SQLite and PostgreSQL, and the plan
 * that each database makes of it: a table that grows is never walked, nor is all of one commune, and each step names the scope.
 * Among the few rows of a test PostgreSQL takes any index that begins with the scope, so that how much of a commune is walked
 * is asked of SQLite alone, which goes by rules.
 */
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hashBytes } from '../../src/protocol/index.ts';
import { putOfficersWithCodes } from '../officers.ts';
import { laterVersion } from '../shared/criteria.ts';
import { SCOPE, STORES, Station } from './station.ts';

const GROWING = new Set([
  'revisions',
  'entities',
  'households',
  'people',
  'evaluations',
  'pending_views',
  'quarantine',
  'identity_index',
  'blobs',
  'blob_refs',
  'blob_pieces',
  'blob_arrivals',
]);
/** Columns that every row of a commune shares. */
const OF_ALL = new Set(['scope', 'stream']);
/** In the order of these rows are shown, and no more are read; or they hold only what is open or pending. */
const LISTS = /\b(quarantine_open|sqlite_autoindex_pending_views_1|pending_views_pk)\b/;

/** One way into a table that a plan takes. */
interface Step {
  readonly table: string;
  /** `null`: it is walked. */
  readonly index: string | null;
  /** The columns by which the rows are found. */
  readonly columns: readonly string[];
}

/** What real requests of an officer, a supervisor and their phones send. */
async function sendRequests(station: Station): Promise<void> {
  const officer = await station.enrol('CB-1');
  const supervisor = await station.enrol('GS-1');
  const evaluationId = station.uuid();
  const household = station.household('1');
  const changed = station.household('2', { entityId: household.entityId, parents: [household.revId] });
  const review = station.household('', {
    kind: 'review',
    author: 'gs-1',
    payload: { evaluationId, revId: station.uuid(), decision: 'accepted', at: '2026-11-25T09:00:00+07:00' },
  });
  const unreadable = station.household('', { kind: 'evaluation', entityId: evaluationId, payload: {} });
  await station.push(officer, [household, unreadable]);
  expect((await station.push(officer, [household, changed, review])).receipts.map(({ status }) => status)).toEqual([
    'duplicate',
    'created',
    'created',
  ]);
  const file = 'ấp;số hộ;họ tên;năm sinh;giới tính;CCCD;quan hệ;nhóm\nBình Hòa;2;Lê Văn An;1962;nam;091062000017;con;1';
  const preview = await station.app.request(`/v1/roster/preview?scope=${SCOPE}&file=x.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${supervisor}` },
    body: file,
  });
  expect(await preview.json()).toMatchObject({ newHouseholds: 0, counts: { added: 1 } });
  expect((await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}`)).status).toBe(200);
  expect((await station.ask(supervisor, `/v1/records/visit?scope=${SCOPE}`)).status).toBe(200);

  // A set is added by who administers the endpoint.
  const grants = [{ role: 'administrator', on: 'instance' }] as const;
  await putOfficersWithCodes(station.store, [{ id: 'qt-9', name: 'Quản trị', grants, code: 'QT-9' }]);
  const set = await laterVersion('cdht-1', '2027.1', 90);
  expect((await station.ask(await station.enrol('QT-9'), '/v1/criteria-sets', set)).status).toBe(200);

  const photo = new Uint8Array(700).fill(1);
  const sha256 = hashBytes(photo);
  await station.name(officer, [sha256]);
  expect((await station.ask(officer, `/v1/blobs/${sha256}/held`)).status).toBe(200);
  const headers = { authorization: `Bearer ${officer}` };
  const url = `/v1/blobs/${sha256}`;
  for (const [from, to] of [
    [0, 300],
    [300, 700],
  ] as const) {
    const body = photo.slice(from, to);
    const put = await station.app.request(`${url}?at=${from}&of=700`, { method: 'PUT', headers, body });
    expect(await put.json()).toMatchObject({ complete: to === 700 });
  }
  expect((await station.app.request(url, { headers })).status).toBe(200);
}

/** @returns the texts of all statements that the requests send */
async function statementsOf(kind: (typeof STORES)[number], station: Station): Promise<readonly string[]> {
  const sent = new Set<string>();
  const prepare = DatabaseSync.prototype.prepare;
  const query: (...args: unknown[]) => unknown = pg.Client.prototype.query;
  const spy =
    kind === 'sqlite'
      ? vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, ...args) {
          sent.add(args[0]);
          return prepare.apply(this, args);
        })
      : vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
          const [asked] = args as [string | { text: string }];
          sent.add(typeof asked === 'string' ? asked : asked.text);
          return query.apply(this, args) as undefined;
        });
  await sendRequests(station);
  spy.mockRestore();
  return [...sent].filter((sql) => /^\s*(select|update|delete|insert|with)/i.test(sql));
}

function sqliteSteps(database: DatabaseSync, sql: string): Step[] {
  return database
    .prepare(`explain query plan ${sql}`)
    .all()
    .flatMap(({ detail }): Step[] => {
      const [, how, table] = /^(SCAN|SEARCH) (\w+)/.exec(String(detail)) ?? [];
      if (table === undefined) return [];
      const index = how === 'SCAN' && !/USING/.test(String(detail)) ? null : String(detail);
      return [{ table, index, columns: [...String(detail).matchAll(/(\w+)[=<>]/g)].map(([, column = '']) => column) }];
    });
}

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Node Type': string;
  readonly Plans?: readonly PlanNode[];
}

/** The index is named by a bitmap's inner node, the table by its outer one. */
function postgresSteps(node: PlanNode, table = node['Relation Name']): Step[] {
  const inner = (node.Plans ?? []).flatMap((each) =>
    postgresSteps(each, each['Relation Name'] ?? (node['Node Type'].startsWith('Bitmap') ? table : undefined)),
  );
  if (table === undefined || ['Bitmap Heap Scan', 'BitmapOr', 'ModifyTable'].includes(node['Node Type'])) return inner;
  const found = (node['Index Cond'] ?? '').matchAll(/(\w+)(?:\))?(?:::text)? (?:=|<|>)/g);
  return [...inner, { table, index: node['Index Name'] ?? null, columns: [...found].map(([, column = '']) => column) }];
}

/** Plans a statement with parameters that are not known, as they are not when it is planned once for all. */
async function postgresPlan(client: pg.Client, sql: string): Promise<PlanNode> {
  await client.query('deallocate all');
  await client.query(`prepare asked as ${sql}`);
  const { rows } = await client.query('select cardinality(parameter_types) as n from pg_prepared_statements');
  const nulls = Array.from({ length: rows[0].n }, () => 'null').join(', ');
  const explained = await client.query(`explain (format json) execute asked${nulls === '' ? '' : `(${nulls})`}`);
  return explained.rows[0]['QUERY PLAN'][0].Plan;
}

/** @returns why this step is not to be; nothing where it is as it should be */
function faultOf(kind: (typeof STORES)[number], { table, index, columns }: Step): string[] {
  if (!GROWING.has(table) || (index !== null && LISTS.test(index))) return [];
  if (!columns.includes('scope')) return [`${table} is not asked by scope`];
  if (kind === 'postgres') return [];
  // From an id on there may be every other kind of the commune before the next of this one.
  if (table === 'entities' && /entity_id>/.test(index ?? '') && !columns.includes('kind'))
    return ['other kinds are walked'];
  return columns.some((column) => !OF_ALL.has(column)) ? [] : [`all ${table} of a commune are walked`];
}

describe.each(STORES)('plans on %s', (kind) => {
  let station: Station;
  beforeAll(async () => {
    station = await Station.open(kind);
  });
  afterAll(() => station?.dispose());

  it('no statement of a push, a photo, an import or the desk walks a commune, or asks without its scope', async () => {
    const sent = await statementsOf(kind, station);
    const steps: { sql: string; steps: Step[] }[] = [];
    if (station.url === undefined) {
      const database = new DatabaseSync(`${station.folder}/survey.sqlite`);
      for (const sql of sent) steps.push({ sql, steps: sqliteSteps(database, sql) });
      database.close();
    } else {
      const client = new pg.Client({ connectionString: station.url });
      await client.connect();
      // Tables of a few rows are walked unless that is forbidden.
      await client.query('set plan_cache_mode = force_generic_plan; set enable_seqscan = off');
      for (const sql of sent) steps.push({ sql, steps: postgresSteps(await postgresPlan(client, sql)) });
      await client.end();
    }
    const faults = steps.flatMap(({ sql, steps }) =>
      steps.flatMap((step) => faultOf(kind, step)).map((fault) => `${fault}: ${sql}`),
    );
    expect(faults).toEqual([]);
    const asked = new Set(steps.flatMap((each) => each.steps.map(({ table }) => table)));
    expect([...asked]).toEqual(expect.arrayContaining(['revisions', 'blobs', 'blob_refs', 'blob_pieces']));
    expect(sent.length).toBeGreaterThan(30);
  });
});
