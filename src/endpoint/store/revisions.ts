/** Revisions, their order and the quarantine, in SQL. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { type StreamRef, streamOf } from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import { hangsFrom } from '../views/derive.ts';
import type { Accepted, HeldParent, HeldRevision, Page, Quarantined, RevisionStore, Score } from './api.ts';
import { copyPhotos, insertPhotoRefs, type PhotoRef } from './blobs.ts';
import { noteHeard } from './devices.ts';
import { epochOf } from './epoch.ts';
import { indexIdentities } from './identity.ts';
import { keepableNumber, keepableText } from './keepable.ts';
import { parts } from './parts.ts';

import { insertQuarantined, markCorrected, resolveAccepted } from './quarantine.ts';
import { revisionKey } from './revision-key.ts';
import type { Tables } from './schema.ts';
import { Statements, times } from './statements.ts';
import { writeViews } from './view-writes.ts';

/** Two phones offering one record at the same instant: one transaction fails as a whole and is tried again. */
const RACES_MAX = 5;

/** @param viewsVersion of the views that this process makes rows of */
export function revisionStore(db: Kysely<Tables>, viewsVersion: string): RevisionStore {
  const statements = new Statements();
  const held = async (
    revisions: readonly Pick<Revision, 'scope' | 'revId'>[],
    reader: Kysely<Tables> = db,
  ): Promise<Map<string, HeldRevision>> => {
    const heldRevisions = new Map<string, HeldRevision>();
    for (const [scope, own] of Map.groupBy(revisions, (revision) => revision.scope)) {
      for (const part of parts(own.map(({ revId }) => revId))) {
        const ids = times(part.length, '');
        const asked = () =>
          db
            .selectFrom('revisions')
            .select(['rev_id', 'content_hash', 'scope_seq', 'score'])
            .where('scope', '=', '')
            .where('rev_id', 'in', ids);
        const rows = await statements.run(reader, 'held', part.length, asked, [scope, ...part]);
        for (const row of rows) heldRevisions.set(revisionKey({ scope, revId: row.rev_id }), standing(scope, row));
      }
    }
    return heldRevisions;
  };

  return {
    epoch: () => epochOf(db, statements),
    held,

    async heldParents(revisions) {
      const found = new Map<string, HeldParent>();
      for (const [scope, own] of Map.groupBy(revisions, (revision) => revision.scope)) {
        for (const part of parts(own.map(({ revId }) => revId))) {
          const rows = await db
            .selectFrom('revisions')
            .select(['rev_id', 'body'])
            .where('scope', '=', scope)
            .where('rev_id', 'in', part)
            .execute();
          for (const { rev_id: revId, body } of rows) {
            const { kind, entityId, parents } = JSON.parse(body) as Revision;
            found.set(revisionKey({ scope, revId }), { scope, kind, entityId, parents });
          }
        }
      }
      return found;
    },

    async append(input) {
      for (let race = 0; ; race++) {
        try {
          return await db.transaction().execute(async (trx) => {
            const heldRevisions = await held(
              input.accepted.map(({ revision }) => revision),
              trx,
            );
            const fresh = unheld(input.accepted, heldRevisions);
            await insertQuarantined(trx, input.quarantined, input.submittedBy, input.receivedAt);
            const here = input.accepted.filter(({ revision }) => isHere(revision, heldRevisions));
            const by = input.resolvedBy ?? input.submittedBy;
            await markCorrected(trx, input.accepted, by, input.receivedAt);
            const taken = [...here, ...fresh];
            await resolveAccepted(trx, statements, taken, by, input.receivedAt);
            await insertPhotoRefs(trx, photoRefs(taken, input.quarantined, input.submittedBy));
            await bringPhotos(trx, taken);
            await indexIdentities(trx, statements, fresh);
            if (input.heard !== undefined) await noteHeard(trx, statements, input.heard, input.receivedAt);
            const epoch = await epochOf(trx, statements);
            // Last, and in one order everywhere: the counters' locks are held for a moment only and never cross.
            for (const [of, own] of byStream(fresh))
              await insertNumbered(trx, statements, of, own, { ...input, viewsVersion }, heldRevisions);
            return { epoch, heldRevisions };
          });
        } catch (error) {
          if (race >= RACES_MAX || !isRace(error)) throw error;
        }
      }
    },

    async page({ scope: askedScope, stream }, askedAfter, limit, bytesMax = Number.POSITIVE_INFINITY): Promise<Page> {
      const scope = keepableText(askedScope);
      const after = keepableNumber(askedAfter);
      // Epoch and rows of one moment: a restore between the two would pair a cursor with the wrong epoch.
      return await db.transaction().execute(async (trx) => {
        const epoch = await epochOf(trx, statements);
        const following = trx
          .selectFrom('revisions')
          .where('scope', '=', scope)
          .where('stream', '=', stream)
          .where('scope_seq', '>', after)
          .orderBy('scope_seq');
        // Sizes first: five hundred of the largest records would be 32 MiB in memory, for a page of one.
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
    },

    async ofDevices(scope, devices) {
      return await db.transaction().execute(async (trx) => {
        const epoch = await epochOf(trx, statements);
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

/** @returns how many from the start are within both limits; one at least, or a large one would stand in the way for ever */
function countFitting(sizes: readonly { readonly bytes: number }[], limit: number, bytesMax: number): number {
  let left = bytesMax;
  const over = sizes.findIndex(({ bytes }) => {
    left -= bytes;
    return left < 0;
  });
  return Math.min(limit, over === -1 ? sizes.length : Math.max(1, over));
}

function unheld(accepted: readonly Accepted[], heldRevisions: ReadonlyMap<string, HeldRevision>): Accepted[] {
  const seen = new Set(heldRevisions.keys());
  return accepted.filter(({ revision }) => !seen.has(revisionKey(revision)) && seen.add(revisionKey(revision)));
}

/** Held already, with the same bytes. */
function isHere(revision: Accepted['revision'], heldRevisions: ReadonlyMap<string, HeldRevision>): boolean {
  return heldRevisions.get(revisionKey(revision))?.contentHash === revision.contentHash;
}

/** In one order everywhere. */
function byStream(fresh: readonly Accepted[]): readonly (readonly [StreamRef, readonly Accepted[]])[] {
  const streams = Map.groupBy(fresh, ({ revision }) => `${revision.scope} ${streamOf(revision.kind)}`);
  return [...streams]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const [first] = own;
      return first ? [[{ scope: first.revision.scope, stream: streamOf(first.revision.kind) }, own]] : [];
    });
}

async function insertNumbered(
  trx: Transaction<Tables>,
  statements: Statements,
  { scope, stream }: StreamRef,
  fresh: readonly Accepted[],
  { submittedBy, receivedAt, viewsVersion }: { submittedBy: string; receivedAt: string; viewsVersion: string },
  heldRevisions: Map<string, HeldRevision>,
): Promise<void> {
  const counted = () =>
    trx
      .insertInto('scopes')
      .values({ scope, stream, seq: 0 })
      .onConflict((conflict) =>
        conflict.columns(['scope', 'stream']).doUpdateSet({ seq: sql`scopes.seq + excluded.seq` }),
      )
      .returning('seq');
  const [counter] = await statements.run(trx, 'count', 1, counted, [scope, stream, fresh.length]);
  if (counter === undefined) throw new Error(`scope ${scope} was not counted`);
  const { seq } = counter;
  const first = seq - fresh.length + 1;
  const rows = fresh.map(({ revision, body, score }, index): Tables['revisions'] => {
    const scopeSeq = first + index;
    const { revId, contentHash } = revision;
    heldRevisions.set(revisionKey(revision), { created: true, scope, contentHash, scopeSeq, score });
    return {
      scope,
      stream,
      scope_seq: scopeSeq,
      rev_id: revId,
      kind: revision.kind,
      entity_id: revision.entityId,
      author: revision.author,
      device: revision.device,
      device_seq: revision.deviceSeq,
      device_time: revision.deviceTime,
      owner_id: hangsFrom(revision.kind, revision.payload)?.entityId ?? null,
      content_hash: contentHash,
      body,
      score: score === null ? null : JSON.stringify(score),
      score_agrees: score === null ? null : Number(score.agrees),
      submitted_by: submittedBy,
      received_at: receivedAt,
    };
  });
  await writeViews(trx, statements, scope, rows, viewsVersion);
  for (const part of parts(rows)) {
    const { length } = part;
    const insertion = () => trx.insertInto('revisions').values(times(length, EMPTY_ROW));
    const values = part.flatMap((row) => COLUMNS.map((column) => row[column]));
    await statements.run(trx, 'insert', length, insertion, values);
  }
}

const EMPTY_ROW: Tables['revisions'] = {
  scope: '',
  stream: 'records',
  scope_seq: 0,
  rev_id: '',
  kind: '',
  entity_id: '',
  author: '',
  device: '',
  device_seq: 0,
  device_time: '',
  owner_id: null,
  content_hash: '',
  body: '',
  score: null,
  score_agrees: null,
  submitted_by: '',
  received_at: '',
};
const COLUMNS = Object.keys(EMPTY_ROW) as (keyof Tables['revisions'])[];

/** Photos that accepted and quarantined records name, for their submitter and their author. */
function photoRefs(
  accepted: readonly Accepted[],
  quarantined: readonly Quarantined[],
  submittedBy: string,
): readonly PhotoRef[] {
  return [
    ...accepted.flatMap(({ revision: { scope, author }, blobs }) =>
      blobs.flatMap((sha256) => [submittedBy, author].map((officerId) => ({ scope, sha256, officerId }))),
    ),
    ...quarantined.flatMap(({ scope, blobs }) => blobs.map((sha256) => ({ scope, sha256, officerId: submittedBy }))),
  ];
}

/** Out of another scope's quarantine a record takes its photos along: the phone that sent them counts them received. */
async function bringPhotos(trx: Transaction<Tables>, taken: readonly Accepted[]): Promise<void> {
  for (const { revision, blobs, quarantinedAs, corrects } of taken) {
    for (const from of [quarantinedAs, corrects]) {
      if (from !== undefined) await copyPhotos(trx, from.scope, revision.scope, blobs);
    }
  }
}

function standing(scope: string, row: { content_hash: string; scope_seq: number; score: string | null }): HeldRevision {
  const score = row.score === null ? null : (JSON.parse(row.score) as Score);
  return { created: false, scope, contentHash: row.content_hash, scopeSeq: row.scope_seq, score };
}

/**
 * What another transaction did to this one: everything was rolled back, and trying again is right. PostgreSQL: unique
 * violation, serialization failure (usual on distributed ones), deadlock. SQLite: UNIQUE (2067) and PRIMARY KEY (1555).
 */
function isRace(error: unknown): boolean {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  return ['23505', '40001', '40P01'].includes(String(code)) || errcode === 2067 || errcode === 1555;
}
