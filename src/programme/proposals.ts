/**
 * What one person may not do alone: it is proposed by one and takes effect when another one confirms it. Pure.
 *
 *     proposed ──another person confirms──► confirmed: it is done
 *        │  └────another person declines──► declined
 *        └───────its maker takes it back──► withdrawn
 */
import { type Action, may, type Post } from './policy.ts';

export const PROPOSAL_KINDS = ['publish-criteria', 'merge-communes'] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];
export const PROPOSAL_OUTCOMES = ['confirmed', 'declined', 'withdrawn'] as const;
export type ProposalOutcome = (typeof PROPOSAL_OUTCOMES)[number];

/** Any of these actions is enough to confirm or decline a proposal, in each commune that it concerns. */
const DECIDED_BY: Readonly<Record<ProposalKind, readonly Action[]>> = {
  'publish-criteria': ['publish-criteria', 'decide'],
  'merge-communes': ['manage-commune'],
};

/** A proposal, as far as the rules need it. */
export interface ProposalRef {
  readonly kind: ProposalKind;
  /** Scopes of the communes in which it changes something; at least one. */
  readonly communes: readonly string[];
  readonly madeBy: string;
}

/** Somebody whose rights are asked about. */
interface Person {
  readonly id: string;
  readonly posts: readonly Post[];
}

/** @returns whether the person may decide so: only the maker takes a proposal back, and only somebody else confirms or declines it */
export function mayDecideProposal(
  person: Person,
  { kind, communes, madeBy }: ProposalRef,
  outcome: ProposalOutcome,
): boolean {
  if (outcome === 'withdrawn') return person.id === madeBy;
  if (person.id === madeBy) return false;
  return communes.every((scope) => DECIDED_BY[kind].some((action) => may(person.posts, action, scope)));
}

/** @returns those who could confirm it; where there is nobody, another account has to be made first */
export function confirmersOf<P extends Person & { readonly closedAt: string | null }>(
  people: readonly P[],
  proposal: ProposalRef,
): P[] {
  return people.filter((each) => each.closedAt === null && mayDecideProposal(each, proposal, 'confirmed'));
}
