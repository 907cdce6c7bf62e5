/**
 * Whether a record's parents could have been named by an unmodified app: a new revision names held revisions of the same entity as parents.
 * Phones and endpoint tolerate any parents (programme/materialize.ts), so nothing depends on this check; it shows a supervisor that
 * somebody makes records by other means, and keeps them out of everybody's lists. A parent that nobody has yet is as it
 * should be: records come in any order.
 */
import type { QuarantineCode, Revision } from '../../protocol/index.ts';
import type { HeldParent, RevisionStore } from '../store/api.ts';
import { revisionKey } from '../store/revision-key.ts';
import type { Offer } from './judge.ts';

/**
 * At most so many generations, and so many revisions of them, are looked up: a push of 100 corrections of
 * four versions each names 400. A longer cycle is not detected, and does no harm; reading thousands of the largest records for each push would cost
 * too much.
 */
const GENERATIONS_MAX = 8;
const LOOKED_UP_MAX = 2_000;

/** Holds the ancestors of the records of a push. Accepted records are added as they are judged, in their order. */
export class Lineage {
  readonly #known: Map<string, HeldParent>;
  constructor(known: ReadonlyMap<string, HeldParent> = new Map()) {
    this.#known = new Map(known);
  }

  add(revision: Revision): void {
    const key = revisionKey(revision);
    if (!this.#known.has(key)) this.#known.set(key, revision);
  }

  /** @returns what is wrong with the record's parents; null: nothing */
  faultOf(revision: Revision): QuarantineCode | null {
    const { scope, revId, kind, entityId, parents } = revision;
    if (parents.includes(revId) || new Set(parents).size < parents.length) return 'bad-parents';
    const parentOf = (id: string) => this.#known.get(revisionKey({ scope, revId: id }));
    const isForeign = (parent: HeldParent | undefined) =>
      parent !== undefined && (parent.kind !== kind || parent.entityId !== entityId);
    if (parents.some((id) => isForeign(parentOf(id)))) return 'foreign-parent';
    const seen = new Set<string>();
    const toVisit = [...parents];
    for (let next = toVisit.pop(); next !== undefined; next = toVisit.pop()) {
      if (next === revId) return 'bad-parents';
      if (seen.has(next)) continue;
      seen.add(next);
      toVisit.push(...(parentOf(next)?.parents ?? []));
    }
    return null;
  }
}

/** Looks up the ancestors of the offered records. */
export async function lineageOf(store: Pick<RevisionStore, 'heldParents'>, offers: readonly Offer[]): Promise<Lineage> {
  const known = new Map<string, HeldParent>();
  let wanted = offers.flatMap(({ revision }) => (revision === null ? [] : parentsOf(revision)));
  const asked = new Set<string>();
  for (let generation = 0; generation < GENERATIONS_MAX && wanted.length > 0; generation += 1) {
    const all = new Map(wanted.flatMap((ref) => (asked.has(revisionKey(ref)) ? [] : [[revisionKey(ref), ref]])));
    const fresh = [...all].slice(0, LOOKED_UP_MAX - asked.size);
    for (const [key] of fresh) asked.add(key);
    const found = await store.heldParents(fresh.map(([, ref]) => ref));
    for (const [key, parent] of found) known.set(key, parent);
    wanted = [...found.values()].flatMap(parentsOf);
  }
  return new Lineage(known);
}

function parentsOf({ scope, parents }: Pick<Revision, 'scope' | 'parents'>): Pick<Revision, 'scope' | 'revId'>[] {
  return parents.map((revId) => ({ scope, revId }));
}
