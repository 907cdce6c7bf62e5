/** The proposals that concern the chosen commune: read once for a page, by its navigation and by the section itself. */
import { createContext, useCallback, useContext, useMemo } from 'react';
import type { z } from 'zod';
import { may } from '../../../programme/index.ts';
import {
  type decideProposalRequest,
  type ProposalRow,
  proposalList,
  proposalResponse,
} from '../../../protocol/index.ts';
import { createAsk, type EndpointAnswer } from '../../ask-endpoint.ts';
import { useSession } from '../../services.ts';
import { type Reading, useAnswer } from '../use-answer.ts';

export type ProposalsReading = Reading<readonly ProposalRow[]>;

const NOTHING_READ: ProposalsReading = { value: null, refusal: null, reload: async () => undefined };

/** Given by the page of the section. */
export const ProposalsContext = createContext(NOTHING_READ);

export const useProposals = (): ProposalsReading => useContext(ProposalsContext);

/** @param scope null where no commune is chosen: nothing is asked then, nor of somebody who may not see proposals */
export function useReadProposals(scope: string | null): ProposalsReading {
  const { token, posts } = useSession();
  const asked = scope !== null && may(posts, 'decide', scope) ? scope : null;
  const read = useCallback(async (): Promise<EndpointAnswer<readonly ProposalRow[]>> => {
    if (asked === null) return { kind: 'ok', value: [] };
    const answer = await createAsk(token).json(`/v1/proposals?${new URLSearchParams({ scope: asked })}`, proposalList);
    return answer.kind === 'ok' ? { kind: 'ok', value: answer.value.proposals } : answer;
  }, [token, asked]);
  return useAnswer(read);
}

/** @returns how many of them wait for the person who asks */
export function countWaiting(proposals: readonly ProposalRow[] | null): number {
  return proposals?.filter(({ mayDecide }) => mayDecide.includes('confirmed')).length ?? 0;
}

type Decision = z.input<typeof decideProposalRequest>;

/** @returns what decides a proposal, with the token of the session */
export function useDecideProposal(): (
  id: string,
  decision: Decision,
) => Promise<EndpointAnswer<{ readonly proposal: ProposalRow }>> {
  const { token } = useSession();
  return useMemo(() => {
    const ask = createAsk(token);
    return (id, decision) =>
      ask.json(`/v1/proposals/${id}/decide`, proposalResponse, { method: 'POST', body: JSON.stringify(decision) });
  }, [token]);
}
