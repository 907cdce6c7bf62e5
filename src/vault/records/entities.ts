/** Entities as the phone sees them: what hangs from an id or goes by it, made from all its revisions when asked for. */

import { byEntity, type EntityRef, type Kind, materialize } from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import { type Core, entitiesOf, revisionsOf, rowsOf } from './core.ts';
import { seenBy } from './scopes-seen.ts';

export interface Entity {
  readonly id: string;
  readonly scope: string;
  readonly kind: string;
  readonly revisions: readonly Revision[];
  /** The revision shown; of several heads the first. */
  readonly head: Revision;
  readonly current: Record<string, unknown>;
  readonly conflict: boolean;
}

/** Those whose every head is erased are left out. */
function entitiesIn(revisions: readonly Revision[]): Entity[] {
  return byEntity(revisions).flatMap((all) => {
    const { shownRevId, current, conflict } = materialize(all);
    const head = all.find(({ revId }) => revId === shownRevId);
    return head && current
      ? [{ id: head.entityId, scope: head.scope, kind: head.kind, revisions: all, head, current, conflict }]
      : [];
  });
}

/** Entities that hang, or once hung, from the given ids, each with all its revisions. */
export async function hangingFrom(core: Core, owners: readonly EntityRef[]): Promise<Entity[]> {
  return await readEntities(core, entitiesOf(await rowsOf(core, '[scope+ownerId]', owners)));
}

/** Of those that the session may see. */
async function readEntities(core: Core, refs: readonly EntityRef[]): Promise<Entity[]> {
  const { scopes } = await seenBy(core);
  const seen = refs.filter(({ scope }) => scopes.has(scope));
  return entitiesIn(await revisionsOf(core, seen));
}

/** What goes by this id; a record of another kind that was given the same id takes nobody's place. */
export async function entityOf(core: Core, ref: EntityRef, kind: Kind): Promise<Entity | null> {
  return (await readEntities(core, [ref])).find((entity) => entity.kind === kind) ?? null;
}
