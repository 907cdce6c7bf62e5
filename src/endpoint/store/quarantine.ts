/** The quarantine in SQL: rows are added and marked, never deleted. */
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { CorrectedMember } from '../../protocol/index.ts';
import { type Accepted, NotOpenError, type Quarantined, type QuarantineEntry, type QuarantineStore } from './api.ts';
import { parts } from './parts.ts';
import type { Tables } from './schema.ts';
import { type Statements, times } from './statements.ts';

export function quarantineStore(db: Kysely<Tables>): QuarantineStore {
  const open = (scope: string) =>
    db.selectFrom('quarantine').where('scope', '=', scope).where('resolved_at', 'is', null);

  return {
    async quarantined(scope, { open: isOpen, limit }) {
      return (await listed(db, scope, isOpen).limit(limit).execute()).map(entry);
    },

    async quarantinedByHash(scope, bodyHashes) {
      const found: QuarantineEntry[] = [];
      for (const part of parts(bodyHashes)) {
        const rows = await db
          .selectFrom('quarantine')
          .selectAll()
          .where('scope', '=', scope)
          .where('body_hash', 'in', part)
          .execute();
        found.push(...rows.map(entry));
      }
      return found;
    },

    async openCount(scope) {
      const row = await open(scope)
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    async quarantinedOf(scope, device, { codes, limit }) {
      const rows = await open(scope)
        .selectAll()
        .where('device', '=', device)
        // As `entry` tells it.
        .where(sql<string>`coalesce(retry_code, code)`, 'in', codes)
        .orderBy('received_at')
        .limit(limit)
        .execute();
      return rows.map(entry);
    },

    async quarantinedForSet(scope, sha256, { after, limit }) {
      // Literal, as in the index over these few rows: a database takes a partial index for the very same words alone.
      const waiting = sql<boolean>`coalesce(retry_code, code) = 'unknown-set'`;
      const rows = await open(scope)
        .selectAll()
        .where(waiting)
        .where('body', 'like', `%${sha256}%`)
        .where('body_hash', '>', after)
        .orderBy('body_hash')
        .limit(limit)
        .execute();
      return rows.map(entry);
    },

    async noteRetried(scope, codes, at) {
      for (const [bodyHash, code] of codes) {
        await db
          .updateTable('quarantine')
          .set({ retried_at: at, retry_code: code })
          .where('scope', '=', scope)
          .where('body_hash', '=', bodyHash)
          .where('resolved_at', 'is', null)
          .execute();
      }
    },

    async closeQuarantined(scope, bodyHash, { by, reason, at }) {
      const { numUpdatedRows } = await db
        .updateTable('quarantine')
        .set({ resolved_at: at, resolved_by: by, outcome: 'closed', reason })
        .where('scope', '=', scope)
        .where('body_hash', '=', bodyHash)
        .where('resolved_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

/** In the order of an index (migrate.ts): no row is read that is not shown. */
function listed(db: Kysely<Tables>, scope: string, isOpen: boolean) {
  return (
    db
      .selectFrom('quarantine')
      .selectAll()
      .where('scope', '=', scope)
      .where('resolved_at', isOpen ? 'is' : 'is not', null)
      // Those never judged again first, so that a retry of all comes to every one in turn.
      .orderBy(sql`coalesce(retried_at, '')`)
      .orderBy('received_at')
      .orderBy('body_hash')
  );
}

function entry(row: Selectable<Tables['quarantine']>): QuarantineEntry {
  const { resolved_at: at, resolved_by: by, reason, corrected_as: revId, changes } = row;
  const corrected = revId !== null && {
    corrected: { revId, changes: JSON.parse(changes ?? '[]') as CorrectedMember[] },
  };
  const outcome = row.outcome === 'closed' ? 'closed' : 'accepted';
  return {
    scope: row.scope,
    bodyHash: row.body_hash,
    code: row.retry_code ?? row.code,
    body: row.body,
    submittedBy: row.submitted_by,
    receivedAt: row.received_at,
    retriedAt: row.retried_at,
    resolved: at === null ? null : { at, by: by ?? '', outcome, reason, ...corrected },
  };
}

export async function insertQuarantined(
  trx: Transaction<Tables>,
  quarantined: readonly Quarantined[],
  submittedBy: string,
  receivedAt: string,
): Promise<void> {
  // One order everywhere: two pushes of the same records never wait for each other in a ring.
  const ordered = quarantined.toSorted((a, b) => (a.bodyHash < b.bodyHash ? -1 : 1));
  for (const part of parts(ordered)) {
    await trx
      .insertInto('quarantine')
      .values(
        part.map(({ scope, bodyHash, revId, device, contentHash, code, body }) => ({
          scope,
          body_hash: bodyHash,
          rev_id: revId,
          device,
          content_hash: contentHash,
          code,
          body,
          submitted_by: submittedBy,
          received_at: receivedAt,
        })),
      )
      .onConflict((conflict) => conflict.columns(['scope', 'body_hash']).doNothing())
      .execute();
  }
}

/** What is accepted now, by a retry or because a phone offered it again, waits for nobody any more. */
export async function resolveAccepted(
  trx: Transaction<Tables>,
  statements: Statements,
  accepted: readonly Accepted[],
  by: string,
  at: string,
): Promise<void> {
  const waiting: { readonly scope: string; readonly bodyHash: string }[] = [];
  for (const [scope, own] of Map.groupBy(accepted, ({ revision }) => revision.scope)) {
    const hashes = new Map(own.map(({ revision }) => [revision.revId, revision.contentHash]));
    for (const part of parts([...hashes.keys()])) {
      const asked = () =>
        trx
          .selectFrom('quarantine')
          .select(['body_hash', 'rev_id', 'content_hash'])
          .where('scope', '=', '')
          .where('rev_id', 'in', times(part.length, ''))
          .where('resolved_at', 'is', null);
      const rows = await statements.run(trx, 'waiting', part.length, asked, [scope, ...part]);
      for (const { body_hash: bodyHash, rev_id, content_hash } of rows) {
        if (rev_id !== null && hashes.get(rev_id) === content_hash) waiting.push({ scope, bodyHash });
      }
    }
  }
  // Rows of other scopes, and those whose text could not be read when they came, are found only by who judges them again.
  waiting.push(...accepted.flatMap(({ quarantinedAs }) => quarantinedAs ?? []));
  // One order everywhere, so that two transactions that mark the same rows never wait for each other in a ring.
  waiting.sort((a, b) => (a.scope === b.scope ? (a.bodyHash < b.bodyHash ? -1 : 1) : a.scope < b.scope ? -1 : 1));
  for (const { scope, bodyHash } of waiting) await mark(trx, scope, bodyHash, by, at);
}

/** Before anything else is written: of two that correct one row at once, the second finds it decided. @throws {NotOpenError} */
export async function markCorrected(
  trx: Transaction<Tables>,
  accepted: readonly Accepted[],
  by: string,
  at: string,
): Promise<void> {
  for (const { revision, corrects } of accepted) {
    if (corrects === undefined) continue;
    const { numUpdatedRows } = await trx
      .updateTable('quarantine')
      .set({
        resolved_at: at,
        resolved_by: by,
        outcome: 'corrected',
        corrected_as: revision.revId,
        changes: JSON.stringify(corrects.changes),
      })
      .where('scope', '=', corrects.scope)
      .where('body_hash', '=', corrects.bodyHash)
      .where('resolved_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new NotOpenError(corrects.bodyHash);
  }
}

async function mark(trx: Transaction<Tables>, scope: string, bodyHash: string, by: string, at: string): Promise<void> {
  await trx
    .updateTable('quarantine')
    .set({ resolved_at: at, resolved_by: by, outcome: 'accepted' })
    .where('scope', '=', scope)
    .where('body_hash', '=', bodyHash)
    .where('resolved_at', 'is', null)
    .execute();
}
