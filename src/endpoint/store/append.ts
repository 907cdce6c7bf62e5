/** The transaction that stores revisions: with their numbers, rows of views, photos and the quarantine, all or nothing. */
import { sql, type Transaction } from 'kysely';
import { type StreamRef, streamOf } from '../../programme/index.ts';
import { hangsFrom } from '../views/derive.ts';
import type { AcceptedRevision, Append, HeldRevision, Quarantined } from './api.ts';
import { copyPhotos, insertPhotoRefs, type PhotoRef } from './blobs.ts';
import { noteHeartbeat } from './devices.ts';
import { epochOf } from './epoch.ts';
import { insertEvents } from './events.ts';
import { indexIdentities } from './identity.ts';
import { parts } from './parts.ts';
import { insertQuarantined, markCorrected, resolveAccepted } from './quarantine.ts';
import { revisionKey } from './revision-key.ts';
import type { Tables } from './schema.ts';
import { writeViews } from './view-writes.ts';

/**
 * Runs one `append` inside its transaction.
 * @param heldRevisions those of the accepted ones that are held already, by `revisionKey`; fresh ones are added to it
 * @param viewsVersion version of the views that this process makes rows of
 * @throws {NotOpenError}
 */
export async function appendIn(
  trx: Transaction<Tables>,
  input: Append,
  heldRevisions: Map<string, HeldRevision>,
  viewsVersion: string,
): Promise<{ epoch: string; heldRevisions: Map<string, HeldRevision> }> {
  const { accepted, quarantined, submittedBy, receivedAt, phone, note, resolvedBy = submittedBy } = input;
  const fresh = unheld(accepted, heldRevisions);
  const waiting = await insertQuarantined(trx, quarantined, submittedBy, receivedAt);
  const here = accepted.filter(({ revision }) => isHere(revision, heldRevisions));
  await markCorrected(trx, accepted, resolvedBy, receivedAt);
  const taken = [...here, ...fresh];
  await resolveAccepted(trx, taken, resolvedBy, receivedAt);
  await insertPhotoRefs(trx, photoRefs(taken, quarantined, submittedBy));
  await bringPhotos(trx, taken);
  await indexIdentities(trx, fresh);
  if (phone !== undefined) await noteHeartbeat(trx, phone, receivedAt);
  const epoch = await epochOf(trx);
  const revisions = fresh.map(({ revision }) => revision);
  await insertEvents(trx, note?.({ revisions, quarantined: waiting }) ?? []);
  // Numbers are given last, and stream by stream in one order: the counters' locks are held for a moment only and never
  // cross.
  for (const [of, own] of byStream(fresh)) {
    await insertNumbered(trx, of, own, { submittedBy, receivedAt, viewsVersion }, heldRevisions);
  }
  return { epoch, heldRevisions };
}

function unheld(
  accepted: readonly AcceptedRevision[],
  heldRevisions: ReadonlyMap<string, HeldRevision>,
): AcceptedRevision[] {
  const seen = new Set(heldRevisions.keys());
  return accepted.filter(({ revision }) => !seen.has(revisionKey(revision)) && seen.add(revisionKey(revision)));
}

/** @returns whether the revision is held already, with the same bytes */
function isHere(revision: AcceptedRevision['revision'], heldRevisions: ReadonlyMap<string, HeldRevision>): boolean {
  return heldRevisions.get(revisionKey(revision))?.contentHash === revision.contentHash;
}

/** @returns the revisions of each stream, with the streams in the order in which every transaction locks them */
function byStream(fresh: readonly AcceptedRevision[]): readonly (readonly [StreamRef, readonly AcceptedRevision[]])[] {
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
  { scope, stream }: StreamRef,
  fresh: readonly AcceptedRevision[],
  { submittedBy, receivedAt, viewsVersion }: { submittedBy: string; receivedAt: string; viewsVersion: string },
  heldRevisions: Map<string, HeldRevision>,
): Promise<void> {
  const { seq } = await trx
    .insertInto('scopes')
    .values({ scope, stream, seq: fresh.length })
    .onConflict((conflict) =>
      conflict.columns(['scope', 'stream']).doUpdateSet({ seq: sql`scopes.seq + excluded.seq` }),
    )
    .returning('seq')
    .executeTakeFirstOrThrow();
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
  await writeViews(trx, scope, rows, viewsVersion);
  for (const part of parts(rows)) await trx.insertInto('revisions').values(part).execute();
}

/** @returns the photos that accepted and quarantined records name, for their submitter and their author */
function photoRefs(
  accepted: readonly AcceptedRevision[],
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

/** Copies the photos of records that come out of another scope's quarantine: the phone that sent them counts them received. */
async function bringPhotos(trx: Transaction<Tables>, taken: readonly AcceptedRevision[]): Promise<void> {
  for (const { revision, blobs, quarantinedAs, corrects } of taken) {
    for (const from of [quarantinedAs, corrects]) {
      if (from !== undefined) await copyPhotos(trx, from.scope, revision.scope, blobs);
    }
  }
}
