import type { EntityRef } from '../entity-ref.ts';
import type { Review } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';

/** Records a supervisor's decision about one revision of an evaluation. It is a record of its own and changes no earlier one. */
export function reviewEvaluation(ref: EntityRef, review: Review): NewRevision[] {
  return [newRevision('review', ref, review, NO_PARENTS)];
}
