/** The security events, in SQL: they are only ever added to, each scope's chain under the lock of its own head. */
import type { Kysely, Transaction } from 'kysely';
import { hashOfEvent, type NewEvent } from '../events/chain.ts';
import type { EventStore } from './api.ts';
import { keepableNumber, keepableText } from './keepable.ts';
import { parts } from './parts.ts';
import type { Tables } from './schema.ts';

/** @returns the security events of a database */
export function eventStore(db: Kysely<Tables>): EventStore {
  const ofScope = (scope: string) =>
    db
      .selectFrom('events')
      .select(['scope', 'n', 'at', 'actor', 'kind', 'detail', 'prev_hash as prevHash', 'hash'])
      .where('scope', '=', scope);
  return {
    async addEvents(events) {
      if (events.length > 0) await db.transaction().execute((trx) => insertEvents(trx, events));
    },
    async eventsAfter(scope, after, limit) {
      return await ofScope(scope).where('n', '>', after).orderBy('n').limit(limit).execute();
    },
    async eventsBefore(scope, { before, kind, actor, since, until }, limit) {
      let wanted = ofScope(scope).where('n', '<', keepableNumber(before));
      if (kind !== undefined) wanted = wanted.where('kind', '=', kind);
      if (actor !== undefined) wanted = wanted.where('actor', '=', keepableText(actor));
      // The endpoint's instants have one form, so that the order of their texts is the order of time.
      if (since !== undefined) wanted = wanted.where('at', '>=', since);
      if (until !== undefined) wanted = wanted.where('at', '<', until);
      return await wanted.orderBy('n', 'desc').limit(limit).execute();
    },
    async eventHeads() {
      return await db.selectFrom('event_heads').select(['scope', 'n', 'hash']).orderBy('scope').execute();
    },
    async events() {
      return await db
        .selectFrom('events')
        .select(['scope', 'n', 'at', 'actor', 'kind', 'detail', 'prev_hash as prevHash', 'hash'])
        .orderBy('scope')
        .orderBy('n')
        .execute();
    },
  };
}

/** Takes scopes in one order, so that two transactions that lock the same heads never wait for each other in a ring. */
export async function insertEvents(trx: Transaction<Tables>, events: readonly NewEvent[]): Promise<void> {
  const scopes = Map.groupBy(events, ({ scope }) => scope);
  for (const scope of [...scopes.keys()].sort()) {
    let { n, hash } = await lockHead(trx, scope);
    const rows = (scopes.get(scope) ?? []).map(({ at, actor, kind, detail }): Tables['events'] => {
      n += 1;
      const event = { scope, n, at, actor, kind, detail: JSON.stringify(detail), prevHash: hash };
      hash = hashOfEvent(event);
      const { prevHash, ...columns } = event;
      return { ...columns, prev_hash: prevHash, hash };
    });
    for (const part of parts(rows)) await trx.insertInto('events').values(part).execute();
    await trx.updateTable('event_heads').set({ n, hash }).where('scope', '=', scope).execute();
  }
}

/** Locks a chain's head to the end of the transaction: whoever comes second waits, and continues after it. */
async function lockHead(trx: Transaction<Tables>, scope: string): Promise<{ n: number; hash: string }> {
  return await trx
    .insertInto('event_heads')
    .values({ scope, n: 0, hash: '' })
    .onConflict((conflict) => conflict.column('scope').doUpdateSet({ scope }))
    .returning(['n', 'hash'])
    .executeTakeFirstOrThrow();
}
