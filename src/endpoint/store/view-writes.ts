/**
 * Writes the view tables, inside the transaction that stores the revisions they follow from. The rows of an entity are made
 * from all its revisions, so they do not depend on the order of arrival. All revisions of an entity and of what hangs from
 * it are of one stream, whose counter row is locked by whoever writes: nobody else can add to them meanwhile.
 */
import { sql, type Transaction } from 'kysely';
import type { ViewRevision } from '../../programme/index.ts';
import { type Derived, deriveRows, HISTORY_BYTES_MAX, hangsFrom, tooLarge, viewOf } from '../views/derive.ts';
import type { Cell, VIEW_TABLES } from '../views/tables.ts';
import { VIEWS_KEEPER_KEY } from '../views/upkeep.ts';
import { metaValue } from './meta.ts';
import { parts } from './parts.ts';
import type { Tables } from './schema.ts';
import { entityKey, heldHistory, type StreamEntity, viewRevision } from './view-history.ts';

/** The reason why an entity is pending whose rows another version of the endpoint keeps, until that version has made them. */
export const STALE = 'stored beside the version that keeps the rows';

/**
 * Writes the rows that change with fresh revisions; the counter of their stream must be locked. A process that makes all
 * rows anew writes its version to `meta` before it locks the counters of the first scope: so either its batch has what is
 * stored here, or this transaction sees which version keeps the rows.
 * @param fresh the rows that this transaction is to store after this, of one scope and one stream
 * @param version version of the views that this process makes
 */
export async function writeViews(
  trx: Transaction<Tables>,
  scope: string,
  fresh: readonly Tables['revisions'][],
  version: string,
): Promise<void> {
  const keeper = await metaValue(trx, VIEWS_KEEPER_KEY);
  if (keeper === version) await writeRows(trx, scope, fresh);
  else await markStale(trx, scope, fresh);
}

/** Marks the entities that fresh revisions touch; their rows stay as the other version has made them. */
async function markStale(
  trx: Transaction<Tables>,
  scope: string,
  fresh: readonly Tables['revisions'][],
): Promise<void> {
  const touched = fresh.flatMap((row): StreamEntity[] => {
    const { kind, entityId, payload } = viewRevision(row);
    return [{ kind, entityId }, ...[hangsFrom(kind, payload) ?? []].flat()];
  });
  const rows = new Map(
    touched.map(({ kind, entityId }) => {
      const view = viewOf({ kind });
      return [`${view} ${entityId}`, { scope, view, entity_id: entityId, why: STALE }];
    }),
  );
  await upsert(trx, 'pending_views', ['scope', 'view', 'entity_id'], [...rows.values()]);
}

async function writeRows(
  trx: Transaction<Tables>,
  scope: string,
  fresh: readonly Tables['revisions'][],
): Promise<void> {
  const touched = new Map<string, StreamEntity>();
  const freshOwn = new Map<string, ViewRevision[]>();
  const freshHanging = new Map<string, ViewRevision[]>();
  const freshBytes = new Map<string, number>();
  const take = (list: Map<string, ViewRevision[]>, ref: StreamEntity, revision: ViewRevision, bytes: number) => {
    const key = entityKey(ref.kind, ref.entityId);
    touched.set(key, ref);
    list.set(key, [...(list.get(key) ?? []), revision]);
    freshBytes.set(key, (freshBytes.get(key) ?? 0) + bytes);
  };
  for (const row of fresh) {
    const revision = viewRevision(row);
    const { kind, entityId, payload } = revision;
    const bytes = Buffer.byteLength(row.body);
    take(freshOwn, { kind, entityId }, revision, bytes);
    const owner = hangsFrom(kind, payload);
    if (owner !== null) take(freshHanging, owner, revision, bytes);
  }
  const held = await heldHistory(trx, scope, [...touched.values()], freshBytes);
  const derived = [...touched].flatMap(([key, { kind, entityId }]) => {
    const before = held.entities.get(key);
    const own = [...(held.own.get(key) ?? []), ...(freshOwn.get(key) ?? [])];
    // A decision may come before the record that it is about.
    if (before === undefined && own.length === 0) return [];
    if ((before?.bytes ?? 0) + (freshBytes.get(key) ?? 0) > HISTORY_BYTES_MAX) return [tooLarge(kind, entityId)];
    return [deriveRows(own, [...(held.hanging.get(entityId) ?? []), ...(freshHanging.get(key) ?? [])])];
  });
  const known = derived.filter(({ kind, entityId }) => held.entities.has(entityKey(kind, entityId)));
  await putDerived(trx, scope, derived, new Set(known));
}

/**
 * Writes rows, and removes those that are no more.
 * @param known the entities that may have rows already
 */
export async function putDerived(
  trx: Transaction<Tables>,
  scope: string,
  derived: readonly Derived[],
  known: ReadonlySet<Derived>,
): Promise<void> {
  const entities = derived.flatMap(({ kind, entityId, entity }) =>
    entity === null ? [] : [{ scope, entity_id: entityId, kind, ...entity }],
  );
  await upsert(trx, 'entities', ['scope', 'entity_id', 'kind'], entities);
  for (const { kind, entityId, entity } of known) {
    if (entity !== null) continue;
    const gone = trx.deleteFrom('entities').where('scope', '=', scope).where('entity_id', '=', entityId);
    await gone.where('kind', '=', kind).execute();
  }
  for (const [view, own] of Map.groupBy(derived, viewOf)) {
    const table = own[0]?.table?.name;
    const isGone = (each: Derived) => each.row === null && known.has(each);
    if (table !== undefined) {
      const rows = own.flatMap(({ entityId, row }) => (row === null ? [] : [{ scope, entity_id: entityId, ...row }]));
      await upsert(trx, table, ['scope', 'entity_id'], rows);
      for (const part of parts(own.filter(isGone).map(({ entityId }) => entityId))) {
        await trx.deleteFrom(table).where('scope', '=', scope).where('entity_id', 'in', part).execute();
      }
    }
    const why = own.flatMap(({ entityId, pending }) =>
      pending === null ? [] : [{ scope, view, entity_id: entityId, why: pending }],
    );
    await upsert(trx, 'pending_views', ['scope', 'view', 'entity_id'], why);
    const settled = own.filter((each) => each.pending === null && known.has(each)).map(({ entityId }) => entityId);
    for (const part of parts(settled)) {
      await trx
        .deleteFrom('pending_views')
        .where('scope', '=', scope)
        .where('view', '=', view)
        .where('entity_id', 'in', part)
        .execute();
    }
  }
}

type ViewTableName = 'entities' | 'pending_views' | (typeof VIEW_TABLES)[number]['name'];
type ViewRow = Readonly<Record<string, Cell> & { scope: string; entity_id: string }>;

/** @param rows all with the same members */
async function upsert(
  trx: Transaction<Tables>,
  table: ViewTableName,
  key: readonly ('scope' | 'entity_id' | 'kind' | 'view')[],
  rows: readonly ViewRow[],
): Promise<void> {
  const changed = Object.keys(rows[0] ?? {}).filter((column) => !key.some((each) => each === column));
  const update = Object.fromEntries(changed.map((column) => [column, sql.ref<string>(`excluded.${column}`)]));
  for (const part of parts(rows)) {
    await trx
      .insertInto(table)
      .values(part)
      .onConflict((conflict) => conflict.columns(key).doUpdateSet(update))
      .execute();
  }
}
