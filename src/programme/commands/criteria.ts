import type { EntityRef } from '../entity-ref.ts';
import type { Publication } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';

/** A commune uses a criteria set from a day on. What was published before stays, and counts for the days before. */
export function publishCriteriaSet(ref: EntityRef, publication: Publication): NewRevision[] {
  return [newRevision('publication', ref, publication, NO_PARENTS)];
}
