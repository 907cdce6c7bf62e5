/** Proposals that wait for a second person, in SQL. */
import type { Kysely, Selectable } from 'kysely';
import type { ProposalKind, ProposalOutcome } from '../../programme/index.ts';
import type { Proposal, ProposalStore } from './api.ts';
import { isKeepableText } from './keepable.ts';
import type { Tables } from './schema.ts';

/** @returns the proposals of a database */
export function proposalStore(db: Kysely<Tables>): ProposalStore {
  return {
    async addProposal({ id, scope, kind, content, madeBy, madeAt }) {
      await db
        .insertInto('proposals')
        .values({ id, scope, kind, content: JSON.stringify(content), made_by: madeBy, made_at: madeAt })
        .execute();
    },

    async proposals(scope, limit) {
      const rows = await db
        .selectFrom('proposals')
        .selectAll()
        .where('scope', '=', scope)
        .orderBy('made_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(proposalOf);
    },

    async proposal(scope, id) {
      if (!isKeepableText(id)) return null;
      const row = await db
        .selectFrom('proposals')
        .selectAll()
        .where('scope', '=', scope)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : proposalOf(row);
    },

    async decideProposal(scope, id, { by, at, outcome, reason }) {
      const { numUpdatedRows } = await db
        .updateTable('proposals')
        .set({ decided_by: by, decided_at: at, outcome, reason })
        .where('scope', '=', scope)
        .where('id', '=', id)
        .where('outcome', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

function proposalOf(row: Selectable<Tables['proposals']>): Proposal {
  const { id, scope, kind, content, made_by: madeBy, made_at: madeAt, outcome } = row;
  return {
    id,
    scope,
    kind: kind as ProposalKind,
    content: JSON.parse(content),
    madeBy,
    madeAt,
    decided:
      outcome === null
        ? null
        : {
            by: row.decided_by ?? '',
            at: row.decided_at ?? '',
            outcome: outcome as ProposalOutcome,
            reason: row.reason ?? '',
          },
  };
}
