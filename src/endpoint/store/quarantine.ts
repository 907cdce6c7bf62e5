/** The quarantine in SQL: rows are added and marked, never deleted. */
import { type Kysely, type Selectable, sql, type Transaction, type Updateable } from 'kysely';
import type { CorrectedMember } from '../../protocol/index.ts';
import {
  type AcceptedRevision,
  NotOpenError,
  type Quarantined,
  type QuarantineEntry,
  type QuarantineStore,
} from './api.ts';
import { keepableText } from './keepable.ts';
import { parts, rowsByPart } from './parts.ts';
import type { Tables } from './schema.ts';

/** @returns the quarantine of a database */
export function quarantineStore(db: Kysely<Tables>): QuarantineStore {
  const open = (scope: string) =>
    db.selectFrom('quarantine').where('scope', '=', scope).where('resolved_at', 'is', null);

  return {
    async quarantined(scope, { open: isOpen, limit }) {
      return (await listed(db, scope, isOpen).limit(limit).execute()).map(entry);
    },

    async quarantinedByHash(scope, bodyHashes) {
      const rows = await rowsByPart(bodyHashes, (part) =>
        db.selectFrom('quarantine').selectAll().where('scope', '=', scope).where('body_hash', 'in', part).execute(),
      );
      return rows.map(entry);
    },

    async openCount(scope) {
      const row = await open(scope)
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    async openCountOf(scope, device) {
      const row = await open(scope)
        .select(({ fn }) => fn.countAll().as('count'))
        .where('device', '=', keepableText(device))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    async quarantinedOf(scope, device, { codes, limit }) {
      const rows = await open(scope)
        .selectAll()
        .where('device', '=', device)
        // The reason is the one that `entry` gives.
        .where(sql<string>`coalesce(retry_code, code)`, 'in', codes)
        .orderBy('received_at')
        .limit(limit)
        .execute();
      return rows.map(entry);
    },

    async quarantinedForSet(scope, sha256, { after, limit }) {
      // The condition has the very words of the index over these few rows: a database uses a partial index only for the same
      // words.
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
        await changeOpen(db, scope, bodyHash, { retried_at: at, retry_code: code });
      }
    },

    async closeQuarantined(scope, bodyHash, { by, reason, at }) {
      return await changeOpen(db, scope, bodyHash, { resolved_at: at, resolved_by: by, outcome: 'closed', reason });
    },
  };
}

/** @returns whether the row was open, and is changed now */
async function changeOpen(
  db: Kysely<Tables>,
  scope: string,
  bodyHash: string,
  changes: Updateable<Tables['quarantine']>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('quarantine')
    .set(changes)
    .where('scope', '=', scope)
    .where('body_hash', '=', bodyHash)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Lists in the order of an index (migrate.ts): no row is read that is not shown. */
function listed(db: Kysely<Tables>, scope: string, isOpen: boolean) {
  return (
    db
      .selectFrom('quarantine')
      .selectAll()
      .where('scope', '=', scope)
      .where('resolved_at', isOpen ? 'is' : 'is not', null)
      // Rows that were never judged again come first, so that a retry of all comes to every one in turn.
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

/** Adds rows; one that is there already stays as it is. @returns those that were not there before */
export async function insertQuarantined(
  trx: Transaction<Tables>,
  quarantined: readonly Quarantined[],
  submittedBy: string,
  receivedAt: string,
): Promise<Quarantined[]> {
  // All transactions take these rows in one order, so that two pushes of the same records never wait for each other in a
  // ring.
  const ordered = quarantined.toSorted((a, b) => (a.bodyHash < b.bodyHash ? -1 : 1));
  const added = new Set<string>();
  for (const part of parts(ordered)) {
    const rows = await trx
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
      .returning(['scope', 'body_hash'])
      .execute();
    for (const { scope, body_hash } of rows) added.add(`${scope} ${body_hash}`);
  }
  // A record that came twice in one push is one row.
  return ordered.filter(({ scope, bodyHash }) => added.delete(`${scope} ${bodyHash}`));
}

/** Marks the open rows of records that are accepted now, by a retry or because a phone offered them again. */
export async function resolveAccepted(
  trx: Transaction<Tables>,
  accepted: readonly AcceptedRevision[],
  by: string,
  at: string,
): Promise<void> {
  const waiting: { readonly scope: string; readonly bodyHash: string }[] = [];
  for (const [scope, own] of Map.groupBy(accepted, ({ revision }) => revision.scope)) {
    const hashes = new Map(own.map(({ revision }) => [revision.revId, revision.contentHash]));
    for (const part of parts([...hashes.keys()])) {
      const rows = await trx
        .selectFrom('quarantine')
        .select(['body_hash', 'rev_id', 'content_hash'])
        .where('scope', '=', scope)
        .where('rev_id', 'in', part)
        .where('resolved_at', 'is', null)
        .execute();
      for (const { body_hash: bodyHash, rev_id, content_hash } of rows) {
        if (rev_id !== null && hashes.get(rev_id) === content_hash) waiting.push({ scope, bodyHash });
      }
    }
  }
  // Rows of other scopes, and those whose text could not be read when they came, are found only by who judges them again.
  waiting.push(...accepted.flatMap(({ quarantinedAs }) => quarantinedAs ?? []));
  // All transactions take these rows in one order, so that two that mark the same rows never wait for each other in a ring.
  waiting.sort((a, b) => (a.scope === b.scope ? (a.bodyHash < b.bodyHash ? -1 : 1) : a.scope < b.scope ? -1 : 1));
  for (const { scope, bodyHash } of waiting) {
    await changeOpen(trx, scope, bodyHash, { resolved_at: at, resolved_by: by, outcome: 'accepted' });
  }
}

/**
 * Marks the rows that are corrected, before anything of the corrections is written: of two that correct one row at once, the
 * second finds it decided.
 * @throws {NotOpenError}
 */
export async function markCorrected(
  trx: Transaction<Tables>,
  accepted: readonly AcceptedRevision[],
  by: string,
  at: string,
): Promise<void> {
  for (const { revision, corrects } of accepted) {
    if (corrects === undefined) continue;
    const { scope, bodyHash, changes } = corrects;
    const wasOpen = await changeOpen(trx, scope, bodyHash, {
      resolved_at: at,
      resolved_by: by,
      outcome: 'corrected',
      corrected_as: revision.revId,
      changes: JSON.stringify(changes),
    });
    if (!wasOpen) throw new NotOpenError(bodyHash);
  }
}
