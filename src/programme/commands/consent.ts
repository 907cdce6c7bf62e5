import type { EntityRef } from '../entity-ref.ts';
import type { Consent } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';

export type Agreement = Pick<Consent, 'citizenId' | 'by' | 'byName' | 'how' | 'textVersion' | 'at'>;

/** The citizen, or who may speak for them, agrees; saved before the first question is asked. */
export function recordConsent(ref: EntityRef, consent: Agreement): NewRevision[] {
  return [newRevision('consent', ref, { ...consent, agreed: true }, NO_PARENTS)];
}
