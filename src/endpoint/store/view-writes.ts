/**
 * Writes the view tables, inside the transaction that stores the revisions they follow from. Rows of an entity are made from all
 * its revisions, so what they are does not depend on the order of arrival. All revisions of an entity and of what hangs from it
 * are of one stream, whose counter row is locked by whoever writes: nobody else can be adding to them.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { ViewRevision } from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import { type Derived, derive, hangsFrom, hasHanging } from '../views/derive.ts';
import { type Cell, VIEW_TABLES } from '../views/tables.ts';
import type { Score } from './api.ts';
import { parts } from './parts.ts';
import type { Tables } from './schema.ts';
import { type Statements, times } from './statements.ts';

export const READ = ['rev_id', 'kind', 'entity_id', 'author', 'device_seq', 'scope_seq', 'body', 'score'] as const;
type Read = Pick<Tables['revisions'], (typeof READ)[number] | 'owner_id'>;

/** From the text that is kept, which is in its canonical form: what came over the wire need not be. */
export function viewRevision(row: Omit<Read, 'owner_id'>): ViewRevision {
  const { parents, payload } = JSON.parse(row.body) as Revision;
  return {
    revId: row.rev_id,
    kind: row.kind,
    entityId: row.entity_id,
    parents,
    author: row.author,
    deviceSeq: row.device_seq,
    scopeSeq: row.scope_seq,
    payload,
    score: row.score === null ? null : (JSON.parse(row.score) as Score),
  };
}

interface Held {
  /** By {@link entityKey}. */
  readonly own: ReadonlyMap<string, readonly ViewRevision[]>;
  /** By the owner's id. */
  readonly hanging: ReadonlyMap<string, readonly ViewRevision[]>;
}

const entityKey = (kind: string, entityId: string): string => `${kind} ${entityId}`;

/** @param fresh the rows that this transaction is to store after this, of one scope and one stream */
export async function writeViews(
  trx: Transaction<Tables>,
  statements: Statements,
  scope: string,
  fresh: readonly Tables['revisions'][],
): Promise<void> {
  const revisions = fresh.map(viewRevision);
  const touched = new Map<string, { readonly kind: string; readonly entityId: string }>();
  for (const { kind, entityId, payload } of revisions) {
    touched.set(entityKey(kind, entityId), { kind, entityId });
    const owner = hangsFrom(kind, payload);
    if (owner !== null) touched.set(entityKey(owner.kind, owner.entityId), owner);
  }
  const entities = [...touched.values()];
  const held = await heldOf(trx, statements, scope, entities);
  const freshOwn = Map.groupBy(revisions, ({ kind, entityId }) => entityKey(kind, entityId));
  const freshHanging = Map.groupBy(revisions, ({ kind, payload }) => hangsFrom(kind, payload)?.entityId ?? '');
  const known: string[] = [];
  const derived = entities.flatMap(({ kind, entityId }) => {
    const before = held.own.get(entityKey(kind, entityId)) ?? [];
    const own = [...before, ...(freshOwn.get(entityKey(kind, entityId)) ?? [])];
    // A decision may come before what it is about.
    if (own.length === 0) return [];
    if (before.length > 0) known.push(entityId);
    const hanging = hasHanging(kind)
      ? [...(held.hanging.get(entityId) ?? []), ...(freshHanging.get(entityId) ?? [])]
      : [];
    return [derive(own, hanging)];
  });
  await putDerived(trx, statements, scope, derived, known);
}

async function heldOf(
  trx: Transaction<Tables>,
  statements: Statements,
  scope: string,
  entities: readonly { readonly kind: string; readonly entityId: string }[],
): Promise<Held> {
  const own: Read[] = [];
  for (const part of parts([...new Set(entities.map(({ entityId }) => entityId))])) {
    const asked = () =>
      trx
        .selectFrom('revisions')
        .select([...READ, 'owner_id'])
        .where('scope', '=', '')
        .where('entity_id', 'in', times(part.length, ''));
    own.push(...(await statements.run(trx, 'held-own', part.length, asked, [scope, ...part])));
  }
  const hanging: Read[] = [];
  const owners = entities.flatMap(({ kind, entityId }) => (hasHanging(kind) ? [entityId] : []));
  for (const part of parts(owners)) {
    const asked = () =>
      trx
        .selectFrom('revisions')
        .select([...READ, 'owner_id'])
        .where('scope', '=', '')
        .where('owner_id', 'in', times(part.length, ''));
    hanging.push(...(await statements.run(trx, 'held-hanging', part.length, asked, [scope, ...part])));
  }
  return heldIn(own, hanging);
}

export function heldIn(own: readonly Read[], hanging: readonly Read[]): Held {
  const grouped = Map.groupBy(own.map(viewRevision), ({ kind, entityId }) => entityKey(kind, entityId));
  const byOwner = new Map<string, ViewRevision[]>();
  for (const row of hanging) {
    const ownerId = row.owner_id ?? '';
    byOwner.set(ownerId, [...(byOwner.get(ownerId) ?? []), viewRevision(row)]);
  }
  return { own: grouped, hanging: byOwner };
}

/** @param known entities that may have rows already */
export async function putDerived(
  trx: Transaction<Tables>,
  statements: Statements,
  scope: string,
  derived: readonly Derived[],
  known: readonly string[],
): Promise<void> {
  const entities = derived.map(({ kind, entityId, entity }) => ({ scope, entity_id: entityId, kind, ...entity }));
  await upsert(trx, statements, 'entities', ['scope', 'entity_id', 'kind'], entities);
  for (const { name, view } of VIEW_TABLES) {
    const own = derived.filter(({ kind }) => kind === view.of);
    const rows = own.flatMap(({ entityId, row }) => (row === null ? [] : [{ scope, entity_id: entityId, ...row }]));
    await upsert(trx, statements, name, ['scope', 'entity_id'], rows);
    const isKnown = new Set(known);
    const gone = own.flatMap(({ entityId, row }) => (row === null && isKnown.has(entityId) ? [entityId] : []));
    for (const part of parts(gone)) {
      await trx.deleteFrom(name).where('scope', '=', scope).where('entity_id', 'in', part).execute();
    }
    const why = own.flatMap(({ entityId, pending }) =>
      pending === null ? [] : [{ scope, view: name, entity_id: entityId, why: pending }],
    );
    await upsert(trx, statements, 'pending_views', ['scope', 'view', 'entity_id'], why);
    const settled = own.flatMap(({ entityId, pending }) =>
      pending === null && isKnown.has(entityId) ? [entityId] : [],
    );
    for (const part of parts(settled)) {
      const asked = () =>
        trx
          .deleteFrom('pending_views')
          .where('scope', '=', '')
          .where('view', '=', '')
          .where('entity_id', 'in', times(part.length, ''));
      await statements.run(trx, 'settled', part.length, asked, [scope, name, ...part]);
    }
  }
}

type ViewTableName = 'entities' | 'pending_views' | (typeof VIEW_TABLES)[number]['name'];

/** @param rows all with the same members, in the same order */
async function upsert(
  trx: Transaction<Tables>,
  statements: Statements,
  table: ViewTableName,
  key: readonly string[],
  rows: readonly Readonly<Record<string, Cell>>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  for (const part of parts(rows)) {
    const asked = () => ({ compile: () => upsertion(trx, table, key, columns, part.length) });
    const values = part.flatMap((row) => columns.map((column) => row[column]));
    await statements.run(trx, `upsert ${table}`, part.length, asked, values);
  }
}

function upsertion(
  db: Kysely<Tables>,
  table: string,
  key: readonly string[],
  columns: readonly string[],
  rowCount: number,
) {
  const row = sql`(${sql.join(columns.map(() => sql`${null}`))})`;
  const changed = columns
    .filter((column) => !key.includes(column))
    .map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`);
  return sql`insert into ${sql.table(table)} (${sql.join(columns.map(sql.ref))}) values ${sql.join(times(rowCount, row))}
    on conflict (${sql.join(key.map(sql.ref))}) do update set ${sql.join(changed)}`.compile(db);
}
