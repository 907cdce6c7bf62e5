import type { EntityRef } from '../entity-ref.ts';
import type { Household } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';

/** Adds a household that nobody has entered yet. */
export function addHousehold(ref: EntityRef, household: Household): NewRevision[] {
  return [newRevision('household', ref, household, NO_PARENTS)];
}

/** Changes what is known of a household. @param heads as the caller saw them; absent: those that the store holds */
export function changeHousehold(ref: EntityRef, household: Household, heads?: readonly string[]): NewRevision[] {
  return [newRevision('household', ref, household, heads)];
}
