/**
 * What somebody did, before it has an author, a number and a hash. Only `newRevision` can make one, which the type system
 * holds, so that whatever a screen, an import or a test saves has gone through a command.
 */
import type { EntityRef } from '../entity-ref.ts';
import type { Kind, PayloadOf } from '../kinds/index.ts';

declare const madeByCommand: unique symbol;

export interface NewRevision<K extends Kind = Kind> {
  readonly [madeByCommand]: true;
  readonly kind: K;
  readonly entityId: string;
  /** Heads this is made on; [] for a new entity. Omitted: the heads that the store holds when it is saved. */
  readonly parents?: readonly string[];
  readonly scope: string;
  readonly payload: PayloadOf[K];
}

/**
 * The one way to say that an entity is now so. Kinds with a meaning of their own have commands of their own beside this file,
 * which stand on it.
 * @param parents heads this is made on, where the caller knows them
 */
export function newRevision<K extends Kind>(
  kind: K,
  { scope, id: entityId }: EntityRef,
  payload: PayloadOf[K],
  parents?: readonly string[],
): NewRevision<K> {
  return { kind, entityId, ...(parents !== undefined && { parents }), scope, payload } as NewRevision<K>;
}

/** Of an entity that is not there yet. */
export const NO_PARENTS: readonly string[] = [];
