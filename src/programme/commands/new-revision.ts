/**
 * What somebody did, before it has an author, a number and a hash. The type system lets only `newRevision` make one, so that
 * whatever a screen, an import or a test saves has gone through a command.
 */
import type { EntityRef } from '../entity-ref.ts';
import type { Kind, PayloadOf } from '../kinds/index.ts';

declare const madeByCommand: unique symbol;

/** A revision to be saved. */
export interface NewRevision<K extends Kind = Kind> {
  readonly [madeByCommand]: true;
  readonly kind: K;
  readonly entityId: string;
  /** Ids of the heads that it is made on; [] for a new entity. Omitted: the heads that the store holds when it is saved. */
  readonly parents?: readonly string[];
  readonly scope: string;
  readonly payload: PayloadOf[K];
}

/**
 * Makes the revision that gives an entity a state. The commands beside this file use it, each for what its kind means.
 * @param payload the whole state
 * @param parents ids of the heads that it is made on, where the caller knows them
 */
export function newRevision<K extends Kind>(
  kind: K,
  { scope, id: entityId }: EntityRef,
  payload: PayloadOf[K],
  parents?: readonly string[],
): NewRevision<K> {
  return { kind, entityId, ...(parents !== undefined && { parents }), scope, payload } as NewRevision<K>;
}

/** Parents of the first revision of an entity. */
export const NO_PARENTS: readonly string[] = [];
