import type { EntityRef } from '../entity-ref.ts';
import type { Publication } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';

/** Publishes the criteria set that a commune uses from a day on. Earlier publications stay, and count for the days before. */
export function publishCriteriaSet(ref: EntityRef, publication: Publication): NewRevision[] {
  return [newRevision('publication', ref, publication, NO_PARENTS)];
}
