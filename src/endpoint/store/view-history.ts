/** Reads the revisions that the view rows of entities follow from. */
import { sql, type Transaction } from 'kysely';
import type { ViewRevision } from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import { HISTORY_BYTES_MAX, hasHanging } from '../views/derive.ts';
import type { Score } from './api.ts';
import { parts } from './parts.ts';
import type { Tables } from './schema.ts';

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

/** An entity; an id may be of entities of several kinds. */
export interface StreamEntity {
  readonly kind: string;
  readonly entityId: string;
}
/** The histories of entities as they are held. */
interface Held {
  /** The entities that are held, with the bytes of their bodies and of what hangs from them. */
  readonly entities: ReadonlyMap<string, StreamEntity & { readonly bytes: number }>;
  /** Revisions by {@link entityKey}; entities over the limit are left out. */
  readonly own: ReadonlyMap<string, readonly ViewRevision[]>;
  /** Revisions that hang from an entity, by the entity's id. */
  readonly hanging: ReadonlyMap<string, readonly ViewRevision[]>;
}

/** @returns the key of an entity in the maps of its scope */
export const entityKey = (kind: string, entityId: string): string => `${kind} ${entityId}`;

/**
 * Reads what is held of these entities.
 * @param freshBytes bytes that are to be added, by {@link entityKey}
 */
export async function heldHistory(
  trx: Transaction<Tables>,
  scope: string,
  wanted: readonly StreamEntity[],
  freshBytes: ReadonlyMap<string, number> = new Map(),
): Promise<Held> {
  const bytes = sql<number>`sum(octet_length(body))`.as('bytes');
  const entities = new Map<string, StreamEntity & { bytes: number }>();
  for (const part of parts([...new Set(wanted.map(({ entityId }) => entityId))])) {
    const rows = await trx
      .selectFrom('revisions')
      .select(['kind', 'entity_id', bytes])
      .where('scope', '=', scope)
      .where('entity_id', 'in', part)
      .groupBy(['kind', 'entity_id'])
      .execute();
    for (const row of rows) {
      const { kind, entity_id: entityId } = row;
      entities.set(entityKey(kind, entityId), { kind, entityId, bytes: Number(row.bytes) });
    }
  }
  const hangingBytes = new Map<string, number>();
  for (const part of parts(wanted.flatMap(({ kind, entityId }) => (hasHanging(kind) ? [entityId] : [])))) {
    const rows = await trx
      .selectFrom('revisions')
      .select(['owner_id', bytes])
      .where('scope', '=', scope)
      .where('owner_id', 'in', part)
      .groupBy('owner_id')
      .execute();
    for (const row of rows) hangingBytes.set(row.owner_id ?? '', Number(row.bytes));
  }
  for (const entity of entities.values()) {
    if (hasHanging(entity.kind)) entity.bytes += hangingBytes.get(entity.entityId) ?? 0;
  }
  const isSmall = ({ kind, entityId }: StreamEntity): boolean => {
    const key = entityKey(kind, entityId);
    return (entities.get(key)?.bytes ?? 0) + (freshBytes.get(key) ?? 0) <= HISTORY_BYTES_MAX;
  };
  return { entities, ...(await bodiesOf(trx, scope, wanted.filter(isSmall), entities, hangingBytes)) };
}

async function bodiesOf(
  trx: Transaction<Tables>,
  scope: string,
  wanted: readonly StreamEntity[],
  entities: Held['entities'],
  hangingBytes: ReadonlyMap<string, number>,
): Promise<Pick<Held, 'own' | 'hanging'>> {
  /** @param kind null for any kind */
  const read = async (
    by: 'entity_id' | 'owner_id',
    kind: string | null,
    refs: readonly StreamEntity[],
  ): Promise<Read[]> => {
    const rows: Read[] = [];
    for (const part of parts(refs.map(({ entityId }) => entityId))) {
      const ofAny = trx
        .selectFrom('revisions')
        .select([...READ, 'owner_id'])
        .where('scope', '=', scope)
        .where(by, 'in', part);
      rows.push(...(await (kind === null ? ofAny : ofAny.where('kind', '=', kind)).execute()));
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
