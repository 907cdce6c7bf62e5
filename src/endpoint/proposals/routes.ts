/** What waits for a second person: listed, confirmed, declined, taken back. */
import { Hono } from 'hono';
import { mayDecideProposal, type ProposalKind } from '../../programme/index.ts';
import { decideProposalRequest, INSTANCE_SCOPE } from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';
import type { Proposal, ProposalStore } from '../store/api.ts';
import { confirmMerger } from './merger.ts';
import { confirmPublication } from './publication.ts';
import { communesConcerned, proposalRowsFor } from './rows.ts';

const ROWS = 100;

/**
 * Does what was proposed. It is done before the proposal is marked, and doing it twice is the same as once, so that a process
 * that dies in between leaves a proposal that can be confirmed again.
 * @throws {Rejection} where it cannot be done any more
 */
type Doing = (parts: EndpointParts, proposal: Proposal) => Promise<void>;
const DOING: Readonly<Record<ProposalKind, Doing>> = {
  'publish-criteria': confirmPublication,
  'merge-communes': confirmMerger,
};

/** @returns the routes of proposals */
export function proposalRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;
  return new Hono()
    .get('/v1/proposals', async (context) => {
      const scope = context.req.query('scope') ?? '';
      const caller = await callerOf(context, parts);
      requireAllowed(caller, 'decide', scope);
      return await answerJson(context, {
        proposals: await proposalRowsFor(parts, caller, await proposalsConcerning(store, scope)),
      });
    })
    .post('/v1/proposals/:id/decide', async (context) => {
      const caller = await callerOf(context, parts);
      const { scope, outcome, reason } = await readJson(context, decideProposalRequest);
      if (scope !== INSTANCE_SCOPE) requireAllowed(caller, 'decide', scope);
      const proposal = await store.proposal(scope, context.req.param('id'));
      if (proposal === null) throw new Rejection(404, 'unknown-proposal');
      const communes = communesConcerned(proposal);
      for (const each of communes) requireAllowed(caller, 'decide', each);
      const { kind, madeBy } = proposal;
      if (!mayDecideProposal(caller.officer, { kind, communes, madeBy }, outcome))
        throw new Rejection(409, 'second-person');
      if (proposal.decided !== null) throw new Rejection(409, 'decided');
      if (outcome === 'declined' && reason === '') throw new Rejection(400, 'bad-request', 'reason');
      if (outcome === 'confirmed') await DOING[kind](parts, proposal);
      const decided = { by: caller.officer.id, at: clock.now(), outcome, reason };
      if (!(await store.decideProposal(scope, proposal.id, decided))) throw new Rejection(409, 'decided');
      const { by: actor, at } = decided;
      const detail = { proposal: proposal.id, kind, outcome, reason };
      await store.addEvents(
        communes.map((each) => ({ scope: each, at, actor, kind: 'proposal-decided' as const, detail })),
      );
      const [row] = await proposalRowsFor(parts, caller, [{ ...proposal, decided }]);
      return await answerJson(context, { proposal: row });
    });
}

/** @returns the newest proposals of a commune, and the mergers that it is to be part of, the newest first */
async function proposalsConcerning(store: ProposalStore, scope: string): Promise<Proposal[]> {
  const own = await store.proposals(scope, ROWS);
  const others = (await store.proposals(INSTANCE_SCOPE, ROWS)).filter((each) =>
    communesConcerned(each).includes(scope),
  );
  return [...own, ...others].sort((one, other) => (one.madeAt < other.madeAt ? 1 : -1)).slice(0, ROWS);
}
