/**
 * Writes the view tables, inside the transaction that stores the revisions they follow from. The rows of an entity are made from
 * all its revisions, so they do not depend on the order of arrival. All revisions of an entity and of what hangs from it are of one
 * stream, whose counter row is locked by whoever writes: nobody else can add to them meanwhile.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { ViewRevision } from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import { type Derived, derive, HISTORY_BYTES_MAX, hangsFrom, hasHanging, tooLarge, viewOf } from '../views/derive.ts';
import type { Cell, VIEW_TABLES } from '../views/tables.ts';
import { VIEWS_KEEPER_KEY } from '../views/upkeep.ts';
import type { Score } from './api.ts';
import { parts } from './parts.ts';
import type { Tables } from './schema.ts';
import { type Statements, times } from './statements.ts';

const READ = ['rev_id', 'kind', 'entity_id', 'author', 'device_seq', 'scope_seq', 'body', 'score'] as const;
type Read = Pick<Tables['revisions'], (typeof READ)[number] | 'owner_id'>;

/** Reads a revision from the text that is kept, which is in its canonical form; what came over the wire need not be. */
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

interface EntityRef {
  readonly kind: string;
  readonly entityId: string;
}
interface Held {
  /** The entities that are held, with the bytes of their bodies and of what hangs from them. */
  readonly entities: ReadonlyMap<string, EntityRef & { readonly bytes: number }>;
  /** Revisions by {@link entityKey}; entities over the limit are left out. */
  readonly own: ReadonlyMap<string, readonly ViewRevision[]>;
  /** Revisions that hang from an entity, by the entity's id. */
  readonly hanging: ReadonlyMap<string, readonly ViewRevision[]>;
}

const entityKey = (kind: string, entityId: string): string => `${kind} ${entityId}`;

/** The reason why an entity is pending whose rows another version of the endpoint keeps, until that version has made them. */
export const STALE = 'stored beside the version that keeps the rows';

/**
 * Writes the rows that change with fresh revisions; the counter of their stream must be locked. A process that makes all rows anew
 * writes its version to `meta` before it locks the counters of the first scope: so either its batch has what is stored here, or
 * this transaction sees which version keeps the rows.
 * @param fresh the rows that this transaction is to store after this, of one scope and one stream
 * @param version version of the views that this process makes
 */
export async function writeViews(
  trx: Transaction<Tables>,
  statements: Statements,
  scope: string,
  fresh: readonly Tables['revisions'][],
  version: string,
): Promise<void> {
  const asked = () => trx.selectFrom('meta').select('value').where('key', '=', '');
  const [keeper] = await statements.run(trx, 'meta', 1, asked, [VIEWS_KEEPER_KEY]);
  if (keeper?.value === version) await writeRows(trx, statements, scope, fresh);
  else await markStale(trx, statements, scope, fresh);
}

/** Marks the entities that fresh revisions touch; their rows stay as the other version has made them. */
async function markStale(
  trx: Transaction<Tables>,
  statements: Statements,
  scope: string,
  fresh: readonly Tables['revisions'][],
): Promise<void> {
  const touched = fresh.flatMap((row): EntityRef[] => {
    const { kind, entityId, payload } = viewRevision(row);
    return [{ kind, entityId }, ...[hangsFrom(kind, payload) ?? []].flat()];
  });
  const rows = new Map(
    touched.map(({ kind, entityId }) => {
      const view = viewOf({ kind });
      return [`${view} ${entityId}`, { scope, view, entity_id: entityId, why: STALE }];
    }),
  );
  await upsert(trx, statements, 'pending_views', ['scope', 'view', 'entity_id'], [...rows.values()]);
}

async function writeRows(
  trx: Transaction<Tables>,
  statements: Statements,
  scope: string,
  fresh: readonly Tables['revisions'][],
): Promise<void> {
  const touched = new Map<string, EntityRef>();
  const freshOwn = new Map<string, ViewRevision[]>();
  const freshHanging = new Map<string, ViewRevision[]>();
  const freshBytes = new Map<string, number>();
  const take = (list: Map<string, ViewRevision[]>, ref: EntityRef, revision: ViewRevision, bytes: number) => {
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
  const held = await heldOf(trx, statements, scope, [...touched.values()], freshBytes);
  const derived = [...touched].flatMap(([key, { kind, entityId }]) => {
    const before = held.entities.get(key);
    const own = [...(held.own.get(key) ?? []), ...(freshOwn.get(key) ?? [])];
    // A decision may come before the record that it is about.
    if (before === undefined && own.length === 0) return [];
    if ((before?.bytes ?? 0) + (freshBytes.get(key) ?? 0) > HISTORY_BYTES_MAX) return [tooLarge(kind, entityId)];
    return [derive(own, [...(held.hanging.get(entityId) ?? []), ...(freshHanging.get(key) ?? [])])];
  });
  const known = derived.filter(({ kind, entityId }) => held.entities.has(entityKey(kind, entityId)));
  await putDerived(trx, statements, scope, derived, new Set(known));
}

/**
 * Reads what is held of these entities.
 * @param freshBytes bytes that are to be added, by {@link entityKey}
 */
export async function heldOf(
  trx: Transaction<Tables>,
  statements: Statements,
  scope: string,
  wanted: readonly EntityRef[],
  freshBytes: ReadonlyMap<string, number> = new Map(),
): Promise<Held> {
  const bytes = sql<number>`sum(octet_length(body))`.as('bytes');
  const entities = new Map<string, EntityRef & { bytes: number }>();
  for (const part of parts([...new Set(wanted.map(({ entityId }) => entityId))])) {
    const asked = () =>
      trx
        .selectFrom('revisions')
        .select(['kind', 'entity_id', bytes])
        .where('scope', '=', '')
        .where('entity_id', 'in', times(part.length, ''))
        .groupBy(['kind', 'entity_id']);
    for (const row of await statements.run(trx, 'held-entities', part.length, asked, [scope, ...part])) {
      const { kind, entity_id: entityId } = row;
      entities.set(entityKey(kind, entityId), { kind, entityId, bytes: Number(row.bytes) });
    }
  }
  const hangingBytes = new Map<string, number>();
  for (const part of parts(wanted.flatMap(({ kind, entityId }) => (hasHanging(kind) ? [entityId] : [])))) {
    const asked = () =>
      trx
        .selectFrom('revisions')
        .select(['owner_id', bytes])
        .where('scope', '=', '')
        .where('owner_id', 'in', times(part.length, ''))
        .groupBy('owner_id');
    for (const row of await statements.run(trx, 'held-owners', part.length, asked, [scope, ...part])) {
      hangingBytes.set(row.owner_id ?? '', Number(row.bytes));
    }
  }
  for (const entity of entities.values()) {
    if (hasHanging(entity.kind)) entity.bytes += hangingBytes.get(entity.entityId) ?? 0;
  }
  const isSmall = ({ kind, entityId }: EntityRef): boolean => {
    const key = entityKey(kind, entityId);
    return (entities.get(key)?.bytes ?? 0) + (freshBytes.get(key) ?? 0) <= HISTORY_BYTES_MAX;
  };
  return { entities, ...(await bodiesOf(trx, statements, scope, wanted.filter(isSmall), entities, hangingBytes)) };
}

async function bodiesOf(
  trx: Transaction<Tables>,
  statements: Statements,
  scope: string,
  wanted: readonly EntityRef[],
  entities: Held['entities'],
  hangingBytes: ReadonlyMap<string, number>,
): Promise<Pick<Held, 'own' | 'hanging'>> {
  /** @param kind null for any kind */
  const read = async (
    by: 'entity_id' | 'owner_id',
    kind: string | null,
    refs: readonly EntityRef[],
  ): Promise<Read[]> => {
    const rows: Read[] = [];
    for (const part of parts(refs.map(({ entityId }) => entityId))) {
      const asked = () => {
        const ofAny = trx
          .selectFrom('revisions')
          .select([...READ, 'owner_id'])
          .where('scope', '=', '')
          .where(by, 'in', times(part.length, ''));
        return kind === null ? ofAny : ofAny.where('kind', '=', '');
      };
      const values = [scope, ...part, ...(kind === null ? [] : [kind])];
      rows.push(...(await statements.run(trx, `held by ${by}`, part.length, asked, values)));
    }
    return rows;
  };
  const held = wanted.filter(({ kind, entityId }) => entities.has(entityKey(kind, entityId)));
  const owners = wanted.filter(({ kind, entityId }) => hasHanging(kind) && hangingBytes.has(entityId));
  const own: ViewRevision[] = [];
  for (const [kind, refs] of Map.groupBy(held, (ref) => ref.kind)) {
    own.push(...(await read('entity_id', kind, refs)).map(viewRevision));
  }
  const hanging = new Map<string, ViewRevision[]>();
  for (const row of await read('owner_id', null, owners)) {
    const ownerId = row.owner_id ?? '';
    hanging.set(ownerId, [...(hanging.get(ownerId) ?? []), viewRevision(row)]);
  }
  return { own: Map.groupBy(own, ({ kind, entityId }) => entityKey(kind, entityId)), hanging };
}

/**
 * Writes rows, and removes those that are no more.
 * @param known the entities that may have rows already
 */
export async function putDerived(
  trx: Transaction<Tables>,
  statements: Statements,
  scope: string,
  derived: readonly Derived[],
  known: ReadonlySet<Derived>,
): Promise<void> {
  const entities = derived.flatMap(({ kind, entityId, entity }) =>
    entity === null ? [] : [{ scope, entity_id: entityId, kind, ...entity }],
  );
  await upsert(trx, statements, 'entities', ['scope', 'entity_id', 'kind'], entities);
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
      await upsert(trx, statements, table, ['scope', 'entity_id'], rows);
      for (const part of parts(own.filter(isGone).map(({ entityId }) => entityId))) {
        await trx.deleteFrom(table).where('scope', '=', scope).where('entity_id', 'in', part).execute();
      }
    }
    const why = own.flatMap(({ entityId, pending }) =>
      pending === null ? [] : [{ scope, view, entity_id: entityId, why: pending }],
    );
    await upsert(trx, statements, 'pending_views', ['scope', 'view', 'entity_id'], why);
    const settled = own.filter((each) => each.pending === null && known.has(each)).map(({ entityId }) => entityId);
    for (const part of parts(settled)) {
      const asked = () =>
        trx
          .deleteFrom('pending_views')
          .where('scope', '=', '')
          .where('view', '=', '')
          .where('entity_id', 'in', times(part.length, ''));
      await statements.run(trx, 'settled', part.length, asked, [scope, view, ...part]);
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
