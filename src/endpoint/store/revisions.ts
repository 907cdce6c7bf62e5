/** Revisions and their order, in SQL (append.ts writes them). */
import { type Kysely, sql } from 'kysely';
import type { StreamRef } from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import type { HeldParent, HeldRevision, RevisionStore, Score, StreamPage } from './api.ts';
import { appendIn } from './append.ts';
import { epochOf } from './epoch.ts';
import { keepableNumber, keepableText } from './keepable.ts';
import { parts, rowsByPart } from './parts.ts';
import { revisionKey } from './revision-key.ts';
import type { Tables } from './schema.ts';

/**
 * Where two phones offer one record at the same instant, one transaction fails as a whole and is tried again, so many times.
 */
const RACES_MAX = 5;

/** @param viewsVersion version of the views that this process makes rows of */
export function revisionStore(db: Kysely<Tables>, viewsVersion: string): RevisionStore {
  return {
    epoch: () => epochOf(db),
    held: (revisions) => held(db, revisions),
    heldParents: (revisions) => heldParents(db, revisions),
    page: (of, after, limit, bytesMax) => readPage(db, of, after, { limit, bytesMax }),

    async append(input) {
      const revisions = input.accepted.map(({ revision }) => revision);
      for (let race = 0; ; race++) {
        try {
          return await db.transaction().execute(async (trx) => {
            const heldRevisions = await held(trx, revisions);
            return await appendIn(trx, input, heldRevisions, viewsVersion);
          });
        } catch (error) {
          if (race >= RACES_MAX || !isRace(error)) throw error;
        }
      }
    },

    async arrivedOf(scope, device) {
      const rows = await db
        .selectFrom('revisions')
        .select(({ fn }) => ['kind', fn.countAll().as('count'), fn.max('received_at').as('lastAt')])
        .where('scope', '=', scope)
        .where('device', '=', keepableText(device))
        .groupBy('kind')
        .execute();
      // The databases have orders of their own for texts.
      return rows
        .map(({ kind, count, lastAt }) => ({ kind, count: Number(count), lastAt }))
        .sort((a, b) => (a.kind < b.kind ? -1 : 1));
    },

    async ofDevices(scope, devices) {
      return await db.transaction().execute(async (trx) => {
        const epoch = await epochOf(trx);
        const rows = await trx
          .selectFrom('revisions')
          .select(['rev_id', 'content_hash', 'scope_seq', 'device_time'])
          .where('scope', '=', scope)
          .where('device', 'in', [...devices])
          .execute();
        return {
          epoch,
          rows: rows.map(({ rev_id, content_hash, scope_seq, device_time }) => ({
            revId: rev_id,
            scopeSeq: scope_seq,
            contentHash: content_hash,
            deviceTime: device_time,
          })),
        };
      });
    },
  };
}

async function held(
  reader: Kysely<Tables>,
  revisions: readonly Pick<Revision, 'scope' | 'revId'>[],
): Promise<Map<string, HeldRevision>> {
  const heldRevisions = new Map<string, HeldRevision>();
  for (const [scope, own] of Map.groupBy(revisions, (revision) => revision.scope)) {
    for (const part of parts(own.map(({ revId }) => revId))) {
      const rows = await reader
        .selectFrom('revisions')
        .select(['rev_id', 'content_hash', 'scope_seq', 'score'])
        .where('scope', '=', scope)
        .where('rev_id', 'in', part)
        .execute();
      for (const row of rows) heldRevisions.set(revisionKey({ scope, revId: row.rev_id }), heldRevisionOf(scope, row));
    }
  }
  return heldRevisions;
}

async function heldParents(
  db: Kysely<Tables>,
  revisions: readonly Pick<Revision, 'scope' | 'revId'>[],
): Promise<Map<string, HeldParent>> {
  const found = new Map<string, HeldParent>();
  for (const [scope, own] of Map.groupBy(revisions, (revision) => revision.scope)) {
    const ids = own.map(({ revId }) => revId);
    const rows = await rowsByPart(ids, (part) =>
      db
        .selectFrom('revisions')
        .select(['rev_id', 'body'])
        .where('scope', '=', scope)
        .where('rev_id', 'in', part)
        .execute(),
    );
    for (const { rev_id: revId, body } of rows) {
      const { kind, entityId, parents } = JSON.parse(body) as Revision;
      found.set(revisionKey({ scope, revId }), { scope, kind, entityId, parents });
    }
  }
  return found;
}

async function readPage(
  db: Kysely<Tables>,
  { scope, stream }: StreamRef,
  after: number,
  { limit, bytesMax = Number.POSITIVE_INFINITY }: { limit: number; bytesMax: number | undefined },
): Promise<StreamPage> {
  // Epoch and rows are read at one moment: a restore between the two would pair a cursor with the wrong epoch.
  return await db.transaction().execute(async (trx) => {
    const epoch = await epochOf(trx);
    const following = trx
      .selectFrom('revisions')
      .where('scope', '=', keepableText(scope))
      .where('stream', '=', stream)
      .where('scope_seq', '>', keepableNumber(after))
      .orderBy('scope_seq');
    // Sizes are read first: five hundred of the largest records would be 32 MiB in memory, for a page of one.
    const sizes = await following
      .select(sql<number>`octet_length(body)`.as('bytes'))
      .limit(limit + 1)
      .execute();
    if (sizes.length === 0) return { epoch, rows: [], more: false };
    const fitting = countFitting(sizes, limit, bytesMax);
    // Rows are never changed and have no holes: the first so many are those that were measured.
    const rows = await following.select(['scope_seq', 'rev_id', 'body']).limit(fitting).execute();
    const shown = rows.map(({ scope_seq, rev_id, body }) => ({ scopeSeq: scope_seq, revId: rev_id, body }));
    return { epoch, rows: shown, more: sizes.length > fitting };
  });
}

/** @returns how many from the start are within both limits; one at least, or a large one would stand in the way for ever */
function countFitting(sizes: readonly { readonly bytes: number }[], limit: number, bytesMax: number): number {
  let left = bytesMax;
  const over = sizes.findIndex(({ bytes }) => {
    left -= bytes;
    return left < 0;
  });
  return Math.min(limit, over === -1 ? sizes.length : Math.max(1, over));
}

function heldRevisionOf(
  scope: string,
  row: { content_hash: string; scope_seq: number; score: string | null },
): HeldRevision {
  const score = row.score === null ? null : (JSON.parse(row.score) as Score);
  return { created: false, scope, contentHash: row.content_hash, scopeSeq: row.scope_seq, score };
}

/**
 * Whether a transaction failed because of another one: everything was rolled back, and trying again is right. PostgreSQL
 * reports a unique violation, a serialization failure (usual on distributed databases) or a deadlock; SQLite reports UNIQUE
 * (2067) or PRIMARY KEY (1555).
 */
function isRace(error: unknown): boolean {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  return ['23505', '40001', '40P01'].includes(String(code)) || errcode === 2067 || errcode === 1555;
}
