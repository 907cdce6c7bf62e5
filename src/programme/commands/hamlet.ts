import type { EntityRef } from '../entity-ref.ts';
import { isNameOf } from '../hamlets.ts';
import type { Hamlet } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';

/** Adds a hamlet to the commune's list. */
export function addHamlet(ref: EntityRef, hamlet: Hamlet): NewRevision[] {
  return [newRevision('hamlet', ref, hamlet, NO_PARENTS)];
}

/** Gives a hamlet another name. The old one stays as a spelling, so that the households that have it still live there. */
export function renameHamlet(ref: EntityRef, hamlet: Hamlet, name: string, heads?: readonly string[]): NewRevision[] {
  const { spellings = [] } = hamlet;
  const kept = isNameOf({ name, spellings }, hamlet.name) ? spellings : [...spellings, hamlet.name];
  const others = kept.filter((each) => each !== name);
  return [newRevision('hamlet', ref, { ...hamlet, name, spellings: others }, heads)];
}

/** The revisions that end a hamlet, or why it goes on. */
export type HamletEnded =
  | { readonly kind: 'ended'; readonly revisions: readonly NewRevision[] }
  /** So many households live there, who would be nowhere. */
  | { readonly kind: 'has-households'; readonly households: number };

/**
 * Ends a hamlet. It stays in the list with its last day, because evaluations of before name it.
 * @param day the last one
 * @param hamletOfEachHousehold the hamlets of all households of the commune, as each names it
 */
export function endHamlet(
  ref: EntityRef,
  hamlet: Hamlet,
  day: string,
  hamletOfEachHousehold: readonly string[],
  heads?: readonly string[],
): HamletEnded {
  const households = hamletOfEachHousehold.filter((name) => isNameOf(hamlet, name)).length;
  if (households > 0) return { kind: 'has-households', households };
  return { kind: 'ended', revisions: [newRevision('hamlet', ref, { ...hamlet, to: day }, heads)] };
}
