/** Proposals that wait for a second person, in memory. */
import type { ProposalStore } from '../../../../src/endpoint/store/api.ts';
import type { Connection } from './connection.ts';
import { keyOf } from './rows.ts';

export function proposalStore(connection: Connection): ProposalStore {
  return {
    async addProposal(proposal) {
      connection.put('proposals', keyOf(proposal.scope, proposal.id), { ...proposal, decided: null });
    },

    async proposals(scope, limit) {
      const own = [...connection.all('proposals').values()].filter((proposal) => proposal.scope === scope);
      const order = (a: { madeAt: string; id: string }, b: typeof a) =>
        a.madeAt > b.madeAt || (a.madeAt === b.madeAt && a.id < b.id) ? -1 : 1;
      return own.sort(order).slice(0, limit);
    },

    async proposal(scope, id) {
      return connection.get('proposals', keyOf(scope, id)) ?? null;
    },

    decideProposal: (scope, id, decided) =>
      connection.transaction(() => {
        const proposal = connection.get('proposals', keyOf(scope, id));
        if (proposal === undefined || proposal.decided !== null) return false;
        connection.put('proposals', keyOf(scope, id), { ...proposal, decided });
        return true;
      }),
  };
}
