import type { EntityRef } from '../entity-ref.ts';
import type { Household } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';

/** A household that nobody has entered yet. */
export function addHousehold(ref: EntityRef, household: Household): NewRevision[] {
  return [newRevision('household', ref, household, NO_PARENTS)];
}

/** @param heads of the household as the caller saw it; absent: as the store holds it */
export function changeHousehold(ref: EntityRef, household: Household, heads?: readonly string[]): NewRevision[] {
  return [newRevision('household', ref, household, heads)];
}
