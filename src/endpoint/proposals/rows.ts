/** Proposals as a person sees them, with what they and others may do. */
import { confirmersOf, mayDecideProposal, PROPOSAL_OUTCOMES } from '../../programme/index.ts';
import type { ProposalRow } from '../../protocol/index.ts';
import type { EndpointParts } from '../http/parts.ts';
import type { Caller } from '../http/sign-in.ts';
import type { Account, Proposal } from '../store/api.ts';
import { communesOfMerger } from './merger.ts';

const CONFIRMERS_MAX = 20;

/** @returns the scopes of the communes in which a proposal changes something */
export function communesConcerned({ kind, scope, content }: Pick<Proposal, 'kind' | 'scope' | 'content'>): string[] {
  return kind === 'merge-communes' ? communesOfMerger(content) : [scope];
}

/** @returns the proposals in their order */
export async function proposalRowsFor(
  { store }: Pick<EndpointParts, 'store'>,
  { officer }: Pick<Caller, 'officer'>,
  proposals: readonly Proposal[],
): Promise<ProposalRow[]> {
  const ids = proposals.flatMap(({ madeBy, decided }) => (decided === null ? [madeBy] : [madeBy, decided.by]));
  const people = await store.officers([...new Set(ids)]);
  const person = (id: string) => ({ id, name: people.get(id)?.name ?? null });
  const accounts = await accountsFor(store, proposals);
  return proposals.map((proposal) => {
    const { id, scope, kind, content, madeBy, madeAt, decided } = proposal;
    const communes = communesConcerned(proposal);
    const ref = { kind, communes, madeBy };
    const here = accounts.get(communes[0] ?? '') ?? [];
    const confirmers = decided === null ? confirmersOf(here, ref).slice(0, CONFIRMERS_MAX) : [];
    return {
      id,
      scope,
      kind,
      content: { ...content },
      madeBy: person(madeBy),
      madeAt,
      decided: decided && { ...decided, by: person(decided.by) },
      mayDecide:
        decided === null ? PROPOSAL_OUTCOMES.filter((outcome) => mayDecideProposal(officer, ref, outcome)) : [],
      confirmers: confirmers.map((each) => ({ id: each.id, name: each.name })),
    };
  });
}

/** @returns the accounts of the first commune of each open proposal; whoever may confirm one has a post there */
async function accountsFor(
  store: EndpointParts['store'],
  proposals: readonly Proposal[],
): Promise<ReadonlyMap<string, readonly Account[]>> {
  const open = proposals.filter(({ decided }) => decided === null);
  const scopes = new Set(open.flatMap((proposal) => communesConcerned(proposal).slice(0, 1)));
  return new Map(await Promise.all([...scopes].map(async (scope) => [scope, await store.accounts(scope)] as const)));
}
