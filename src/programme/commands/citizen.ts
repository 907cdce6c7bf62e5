import type { EntityRef } from '../entity-ref.ts';
import type { Citizen } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';

/**
 * Adds somebody who is on no list yet.
 * @param cccd the identity number, kept as a record of its own beside the citizen
 */
export function addCitizen(ref: EntityRef, citizen: Citizen, cccd?: string | null): NewRevision[] {
  return [newRevision('citizen', ref, citizen, NO_PARENTS), ...identityOf(ref, cccd, NO_PARENTS)];
}

/** Heads on which a change is made, by their ids, where the caller knows them. */
export interface CitizenHeads {
  readonly citizen: readonly string[];
  readonly identity: readonly string[];
}

/**
 * Changes what is known of somebody, also where they live. Their earlier evaluations keep the hamlet that they were made with.
 * @param cccd null takes the number away; undefined leaves it as it is
 * @param heads as the caller saw them; absent: those that the store holds
 */
export function changeCitizen(
  ref: EntityRef,
  citizen: Citizen,
  cccd?: string | null,
  heads?: CitizenHeads,
): NewRevision[] {
  return [newRevision('citizen', ref, citizen, heads?.citizen), ...identityOf(ref, cccd, heads?.identity)];
}

function identityOf(ref: EntityRef, cccd: string | null | undefined, heads?: readonly string[]): NewRevision[] {
  return cccd === undefined ? [] : [newRevision('identity', ref, { citizenId: ref.id, cccd }, heads)];
}
