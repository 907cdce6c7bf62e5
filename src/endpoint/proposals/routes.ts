/** What waits for a second person: listed, confirmed, declined, taken back. */
import { Hono } from 'hono';
import { mayDecideProposal, PROPOSAL_OUTCOMES, type ProposalKind } from '../../programme/index.ts';
import { decideProposalRequest, type ProposalRow } from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { type Caller, callerOf, requireAllowed } from '../http/sign-in.ts';
import type { Proposal } from '../store/api.ts';
import { confirmPublication } from './publication.ts';

const ROWS = 100;

/**
 * Does what was proposed. It is done before the proposal is marked, and doing it twice is the same as once, so that a process
 * that dies in between leaves a proposal that can be confirmed again.
 * @throws {Rejection} where it cannot be done any more
 */
type Doing = (parts: EndpointParts, proposal: Proposal) => Promise<void>;
const DOING: Readonly<Partial<Record<ProposalKind, Doing>>> = { 'publish-criteria': confirmPublication };

/** @returns the routes of proposals */
export function proposalRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;
  return new Hono()
    .get('/v1/proposals', async (context) => {
      const scope = context.req.query('scope') ?? '';
      const caller = await callerOf(context, parts);
      requireAllowed(caller, 'decide', scope);
      return await answerJson(context, {
        proposals: await proposalRowsFor(parts, caller, await store.proposals(scope, ROWS)),
      });
    })
    .post('/v1/proposals/:id/decide', async (context) => {
      const caller = await callerOf(context, parts);
      const { scope, outcome, reason } = await readJson(context, decideProposalRequest);
      requireAllowed(caller, 'decide', scope);
      const proposal = await store.proposal(scope, context.req.param('id'));
      if (proposal === null) throw new Rejection(404, 'unknown-proposal');
      if (!mayDecideProposal(caller.officer, proposal, outcome)) throw new Rejection(409, 'second-person');
      if (proposal.decided !== null) throw new Rejection(409, 'decided');
      if (outcome === 'declined' && reason === '') throw new Rejection(400, 'bad-request', 'reason');
      if (outcome === 'confirmed') await DOING[proposal.kind]?.(parts, proposal);
      const decided = { by: caller.officer.id, at: clock.now(), outcome, reason };
      if (!(await store.decideProposal(scope, proposal.id, decided))) throw new Rejection(409, 'decided');
      const detail = { proposal: proposal.id, kind: proposal.kind, outcome, reason };
      await store.addEvents([{ scope, at: decided.at, actor: decided.by, kind: 'proposal-decided', detail }]);
      const [row] = await proposalRowsFor(parts, caller, [{ ...proposal, decided }]);
      return await answerJson(context, { proposal: row });
    });
}

/** @returns proposals as a person sees them */
export async function proposalRowsFor(
  { store }: Pick<EndpointParts, 'store'>,
  { officer }: Pick<Caller, 'officer'>,
  proposals: readonly Proposal[],
): Promise<ProposalRow[]> {
  const ids = proposals.flatMap(({ madeBy, decided }) => (decided === null ? [madeBy] : [madeBy, decided.by]));
  const people = await store.officers([...new Set(ids)]);
  const person = (id: string) => ({ id, name: people.get(id)?.name ?? null });
  return proposals.map((proposal) => {
    const { id, scope, kind, content, madeBy, madeAt, decided } = proposal;
    const outcomes = PROPOSAL_OUTCOMES.filter((outcome) => mayDecideProposal(officer, proposal, outcome));
    return {
      id,
      scope,
      kind,
      content: { ...content },
      madeBy: person(madeBy),
      madeAt,
      decided: decided && { ...decided, by: person(decided.by) },
      mayDecide: decided === null ? outcomes : [],
    };
  });
}
