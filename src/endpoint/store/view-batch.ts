/**
 * Makes view rows anew, or compares them, for a range of entities of one scope. The counters of the scope's streams are
 * locked meanwhile, as they are by whoever stores revisions, so that nothing is added to the scope while it is read.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { KINDS, STREAMS } from '../../programme/index.ts';
import { type Derived, deriveRows, HISTORY_BYTES_MAX, hasHanging, tooLarge, viewOf } from '../views/derive.ts';
import { type Cell, VIEW_TABLES } from '../views/tables.ts';
import type { ViewBatch, ViewDifference } from './api.ts';
import type { Tables } from './schema.ts';
import { heldHistory } from './view-history.ts';
import { putDerived, STALE } from './view-writes.ts';

/** Pushes to the scope wait while a batch of so many entities is made: some ten milliseconds. */
const ENTITIES_MAX = 100;

/** The ids after the first one, up to and with the second one; null where there is no end. */
type Range = readonly [after: string, last: string | null];
const TABLES = ['entities', 'pending_views', ...VIEW_TABLES.map(({ name }) => name)] as const;

/** Implements `ViewStore.viewBatch`. */
export async function viewBatch(
  db: Kysely<Tables>,
  scope: string,
  after: string,
  how: 'write' | 'compare',
): Promise<ViewBatch> {
  return await db.transaction().execute(async (trx) => {
    await lockCounters(trx, scope);
    const ids = await nextIds(trx, scope, after);
    const isLast = ids.length < ENTITIES_MAX;
    const range: Range = [after, isLast ? null : (ids.at(-1) ?? null)];
    const derived = await derivedOf(trx, scope, ids);
    const differences = differencesOf(scope, expectedRows(scope, derived), await keptRows(trx, scope, range));
    if (how === 'write' && differences.length > 0) {
      for (const table of TABLES) await inRange(trx.deleteFrom(table).where('scope', '=', scope), range).execute();
      await putDerived(trx, scope, derived, new Set());
    }
    return { entityCount: derived.length, next: range[1], differences };
  });
}

/** Keeps everybody from storing anything of the scope from here to the end of the transaction. */
async function lockCounters(trx: Transaction<Tables>, scope: string): Promise<void> {
  // The counters are locked in the order in which `append` locks them.
  for (const stream of STREAMS.toSorted()) {
    // A stream in which nothing was stored has no row that could be locked, and gets one.
    await trx
      .insertInto('scopes')
      .values({ scope, stream, seq: 0 })
      .onConflict((conflict) => conflict.columns(['scope', 'stream']).doUpdateSet({ seq: sql`scopes.seq` }))
      .execute();
  }
}

/** Implements `ViewStore.staleScopes`. */
export async function staleScopes(db: Kysely<Tables>): Promise<readonly string[]> {
  const marked = db.selectFrom('pending_views').select('scope').distinct().where('why', '=', STALE);
  return (await marked.orderBy('scope').execute()).map(({ scope }) => scope);
}

/** Implements `ViewStore.remakeStale`. */
export async function remakeStale(db: Kysely<Tables>, scope: string): Promise<number> {
  const marked = () =>
    db
      .selectFrom('pending_views')
      .select('entity_id')
      .distinct()
      .where('scope', '=', scope)
      .where('why', '=', STALE)
      .orderBy('entity_id')
      .limit(ENTITIES_MAX);
  // Nearly always no entity is stale, and then nothing need be locked.
  if ((await marked().execute()).length === 0) return 0;
  return await db.transaction().execute(async (trx) => {
    await lockCounters(trx, scope);
    const ids = (await trx.executeQuery(marked().compile())).rows.map(({ entity_id }) => entity_id);
    if (ids.length === 0) return 0;
    const derived = await derivedOf(trx, scope, ids);
    for (const table of TABLES) {
      await trx.deleteFrom(table).where('scope', '=', scope).where('entity_id', 'in', ids).execute();
    }
    await putDerived(trx, scope, derived, new Set());
    return ids.length;
  });
}

async function nextIds(trx: Transaction<Tables>, scope: string, after: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('revisions')
    .select('entity_id')
    .distinct()
    .where('scope', '=', scope)
    .where('entity_id', '>', after)
    .orderBy('entity_id')
    .limit(ENTITIES_MAX)
    .execute();
  return rows.map(({ entity_id }) => entity_id);
}

async function derivedOf(trx: Transaction<Tables>, scope: string, ids: readonly string[]): Promise<Derived[]> {
  const wanted = ids.flatMap((entityId) => KINDS.map((kind) => ({ kind, entityId })));
  const { entities, own, hanging } = await heldHistory(trx, scope, wanted);
  return [...entities].flatMap(([key, { kind, entityId, bytes }]) => {
    if (bytes > HISTORY_BYTES_MAX) return [tooLarge(kind, entityId)];
    const revisions = own.get(key);
    // The entity is of a kind that only a later version knows.
    if (revisions === undefined) return [];
    return [deriveRows(revisions, hasHanging(kind) ? (hanging.get(entityId) ?? []) : [])];
  });
}

type Row = Readonly<Record<string, Cell>>;
type Rows = ReadonlyMap<string, Row>;

const nameOf = (table: string, { entity_id, kind = null, view = null }: Row): string =>
  JSON.stringify([table, entity_id, kind, view]);

function expectedRows(scope: string, derived: readonly Derived[]): Rows {
  const rows = new Map<string, Row>();
  const put = (table: string, row: Row) => rows.set(nameOf(table, row), row);
  for (const { kind, entityId, entity, table, row, pending } of derived) {
    const key = { scope, entity_id: entityId };
    if (entity !== null) put('entities', { ...key, kind, ...entity });
    if (table !== null && row !== null) put(table.name, { ...key, ...row });
    if (pending !== null) put('pending_views', { ...key, view: viewOf({ kind }), why: pending });
  }
  return rows;
}

async function keptRows(trx: Transaction<Tables>, scope: string, range: Range): Promise<Rows> {
  const rows = new Map<string, Row>();
  for (const table of TABLES) {
    const kept: readonly Row[] = await inRange(
      trx.selectFrom(table).selectAll().where('scope', '=', scope),
      range,
    ).execute();
    for (const row of kept) rows.set(nameOf(table, row), row);
  }
  return rows;
}

function differencesOf(scope: string, expected: Rows, kept: Rows): ViewDifference[] {
  return [...new Set([...expected.keys(), ...kept.keys()])].flatMap((name): ViewDifference[] => {
    const [table = '', entityId = ''] = JSON.parse(name) as string[];
    const [wanted, found] = [expected.get(name), kept.get(name)];
    if (found === undefined) return [{ scope, table, entityId, is: 'missing' }];
    if (wanted === undefined) return [{ scope, table, entityId, is: 'superfluous' }];
    const columns = Object.keys({ ...wanted, ...found });
    const isSame = columns.every((column) => wanted[column] === found[column]);
    return isSame ? [] : [{ scope, table, entityId, is: 'different' }];
  });
}

function inRange<Q extends { where(column: 'entity_id', operator: '>' | '<=', value: string): Q }>(
  query: Q,
  [after, last]: Range,
): Q {
  const following = query.where('entity_id', '>', after);
  return last === null ? following : following.where('entity_id', '<=', last);
}
