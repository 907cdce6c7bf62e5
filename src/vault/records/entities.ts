/**
 * Entities as the phone sees them. Those that hang from an id or have it are made from all their revisions when asked
 * for.
 */

import { byEntity, type EntityRef, type Kind, materialize } from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import { type Core, entitiesOf, revisionsOf, rowsOf } from './core.ts';
import { seenBy } from './scopes-seen.ts';

/** A thing with all its revisions, and what its heads make of it. */
export interface Entity {
  readonly id: string;
  readonly scope: string;
  readonly kind: string;
  readonly revisions: readonly Revision[];
  /** The revision shown; the first of several heads. */
  readonly head: Revision;
  readonly current: Record<string, unknown>;
  readonly conflict: boolean;
}

/** @returns the entities, without those whose every head is erased */
function entitiesIn(revisions: readonly Revision[]): Entity[] {
  return byEntity(revisions).flatMap((all) => {
    const { shownRevId, current, conflict } = materialize(all);
    const head = all.find(({ revId }) => revId === shownRevId);
    return head && current
      ? [{ id: head.entityId, scope: head.scope, kind: head.kind, revisions: all, head, current, conflict }]
      : [];
  });
}

/** @returns entities that hang, or once hung, from the given ids, each with all its revisions */
export async function hangingFrom(core: Core, owners: readonly EntityRef[]): Promise<Entity[]> {
  return await readEntities(core, entitiesOf(await rowsOf(core, '[scope+ownerId]', owners)));
}

/** @returns those of the entities that the session may see */
async function readEntities(core: Core, refs: readonly EntityRef[]): Promise<Entity[]> {
  const { scopes } = await seenBy(core);
  const seen = refs.filter(({ scope }) => scopes.has(scope));
  return entitiesIn(await revisionsOf(core, seen));
}

/** @returns the entity with this id; a record of another kind that was given the same id does not take its place */
export async function entityOf(core: Core, ref: EntityRef, kind: Kind): Promise<Entity | null> {
  return (await readEntities(core, [ref])).find((entity) => entity.kind === kind) ?? null;
}
