/**
 * What one person may not do alone: it is proposed by one and takes effect when another one confirms it. Pure.
 *
 *     proposed ──another person confirms──► confirmed: it is done
 *        │  └────another person declines──► declined
 *        └───────its maker takes it back──► withdrawn
 */
import { type Action, may, type Post } from './policy.ts';

export const PROPOSAL_KINDS = ['publish-criteria'] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];
export const PROPOSAL_OUTCOMES = ['confirmed', 'declined', 'withdrawn'] as const;
export type ProposalOutcome = (typeof PROPOSAL_OUTCOMES)[number];

/** Any of these actions in the proposal's commune is enough to confirm or decline it. */
const DECIDED_BY: Readonly<Record<ProposalKind, readonly Action[]>> = {
  'publish-criteria': ['publish-criteria', 'decide'],
};

/** A proposal, as far as the rules need it. */
export interface ProposalRef {
  readonly kind: ProposalKind;
  readonly scope: string;
  readonly madeBy: string;
}

/** @returns whether the person may decide so: only the maker takes a proposal back, and only somebody else confirms or declines it */
export function mayDecideProposal(
  person: { readonly id: string; readonly posts: readonly Post[] },
  { kind, scope, madeBy }: ProposalRef,
  outcome: ProposalOutcome,
): boolean {
  if (outcome === 'withdrawn') return person.id === madeBy;
  if (person.id === madeBy) return false;
  return DECIDED_BY[kind].some((action) => may(person.posts, action, scope));
}
