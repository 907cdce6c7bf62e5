import type { EntityRef } from '../entity-ref.ts';
import type { Visit } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';

/** Records that somebody came to a household, and what came of it. */
export function recordVisit(ref: EntityRef, visit: Visit): NewRevision[] {
  return [newRevision('visit', ref, visit, NO_PARENTS)];
}

/** Records that a citizen declined to be evaluated: only the visit is kept. */
export function recordDecline(
  ref: EntityRef,
  { householdId, citizenId, at }: { readonly householdId: string; readonly citizenId: string; readonly at: string },
): NewRevision[] {
  return recordVisit(ref, { householdId, citizenId, outcome: 'tu-choi', at });
}
