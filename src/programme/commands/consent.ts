import type { EntityRef } from '../entity-ref.ts';
import type { Consent } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';

/** Who agreed, how, and to which text. */
export type Agreement = Pick<Consent, 'citizenId' | 'by' | 'byName' | 'how' | 'textVersion' | 'at'>;

/** Records that the citizen, or somebody who may speak for them, agrees. It is saved before the first question is asked. */
export function recordConsent(ref: EntityRef, consent: Agreement): NewRevision[] {
  return [newRevision('consent', ref, { ...consent, agreed: true }, NO_PARENTS)];
}
