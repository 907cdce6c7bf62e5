/** Encrypted drafts and hand-overs, in SQL. */
import type { Kysely } from 'kysely';
import type { HandOverStore } from './api.ts';
import { isKeepableText } from './keepable.ts';
import { rowsByPart } from './parts.ts';
import type { Tables } from './schema.ts';

/** @returns the drafts and hand-overs of a database */
export function handOverStore(db: Kysely<Tables>): HandOverStore {
  return { ...draftRows(db), ...handOverRows(db) };
}

function draftRows(db: Kysely<Tables>): Omit<HandOverStore, 'putHandOvers' | 'handOvers'> {
  return {
    async putDrafts({ scope, device, officerId, draftCount, sha256, bytes, receivedAt }) {
      const row = {
        ...{ officer_id: officerId, draft_count: draftCount, sha256, received_at: receivedAt },
        bytes: Buffer.from(bytes),
      };
      await db
        .insertInto('draft_bundles')
        .values({ scope, device, ...row })
        .onConflict((conflict) => conflict.columns(['scope', 'device']).doUpdateSet(row))
        .execute();
    },

    async dropDrafts(scope, device, sha256) {
      let dropped = db.deleteFrom('draft_bundles').where('scope', '=', scope).where('device', '=', device);
      if (sha256 !== null) dropped = dropped.where('sha256', '=', sha256);
      return (await dropped.executeTakeFirst()).numDeletedRows > 0n;
    },

    async draftsOf(scope, officers) {
      const rows = await rowsByPart(officers.filter(isKeepableText), (part) =>
        db
          .selectFrom('draft_bundles')
          .select(['scope', 'device', 'officer_id as officerId', 'draft_count as draftCount', 'sha256'])
          .select('received_at as receivedAt')
          .where('scope', '=', scope)
          .where('officer_id', 'in', part)
          .execute(),
      );
      return rows.toSorted((one, other) => orderOf(one).localeCompare(orderOf(other)));
    },

    async draftBytes(scope, device, sha256) {
      const row = await db
        .selectFrom('draft_bundles')
        .select('bytes')
        .where('scope', '=', scope)
        .where('device', '=', device)
        .where('sha256', '=', sha256)
        .executeTakeFirst();
      return row === undefined ? null : new Uint8Array(row.bytes);
    },
  };
}

function orderOf({ receivedAt, device }: { readonly receivedAt: string; readonly device: string }): string {
  return `${receivedAt} ${device}`;
}

function handOverRows(db: Kysely<Tables>): Pick<HandOverStore, 'putHandOvers' | 'handOvers'> {
  return {
    async putHandOvers(handOvers) {
      await db.transaction().execute(async (trx) => {
        for (const { scope, from, to, by, at, endedAt } of handOvers) {
          const row = { to_officer: to, made_by: by, made_at: at, ended_at: endedAt };
          await trx
            .insertInto('hand_overs')
            .values({ scope, from_officer: from, ...row })
            .onConflict((conflict) => conflict.columns(['scope', 'from_officer']).doUpdateSet(row))
            .execute();
        }
      });
    },

    async handOvers(scopes) {
      return await rowsByPart(scopes.filter(isKeepableText), (part) =>
        db
          .selectFrom('hand_overs')
          .select(['scope', 'from_officer as from', 'to_officer as to', 'made_at as at', 'ended_at as endedAt'])
          .where('scope', 'in', part)
          .orderBy('scope')
          .orderBy('from_officer')
          .execute(),
      );
    },
  };
}
