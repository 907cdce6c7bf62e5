import type { EntityRef } from '../entity-ref.ts';
import type { Citizen } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';

/**
 * Somebody who is on no list yet.
 * @param cccd the identity number, kept as a record of its own beside the citizen
 */
export function addCitizen(ref: EntityRef, citizen: Citizen, cccd?: string | null): NewRevision[] {
  return [newRevision('citizen', ref, citizen, NO_PARENTS), ...identityOf(ref, cccd, NO_PARENTS)];
}

/** Revisions on which a change is made, where the caller knows them; absent: those that the store holds. */
export interface CitizenHeads {
  readonly citizen: readonly string[];
  readonly identity: readonly string[];
}

/**
 * What is known of somebody from now on; also where they live, which their earlier evaluations do not follow.
 * @param cccd null takes the number away; undefined leaves it as it is
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
