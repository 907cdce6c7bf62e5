/** Revisions and their order, in memory. */

import type { AcceptedRevision, HeldParent, HeldRevision, RevisionStore } from '../../../../src/endpoint/store/api.ts';
import { keepableNumber, keepableText } from '../../../../src/endpoint/store/keepable.ts';
import { revisionKey } from '../../../../src/endpoint/store/revision-key.ts';
import { streamOf } from '../../../../src/programme/index.ts';
import type { Connection } from './connection.ts';
import { noteHeartbeat } from './devices.ts';
import { indexIdentities } from './identities.ts';
import { epochOf, putEvents } from './meta.ts';
import { copyPhotos, putPhotoRefs } from './photos.ts';
import { markCorrected, putQuarantined, resolveAccepted } from './quarantine.ts';
import { keyOf, type StoredRevision } from './rows.ts';

type Appended = Parameters<RevisionStore['append']>[0];

export function revisionStore(connection: Connection): RevisionStore {
  const ofScope = (scope: string, isWanted: (row: StoredRevision) => boolean): StoredRevision[] =>
    [...connection.all('revisions').values()].filter((row) => row.revision.scope === scope && isWanted(row));

  const heldRevisions = (revisions: Parameters<RevisionStore['held']>[0]): Map<string, HeldRevision> => {
    const rows = connection.all('revisions');
    const found = new Map<string, HeldRevision>();
    for (const revision of revisions) {
      const row = rows.get(revisionKey(revision));
      if (row !== undefined) found.set(revisionKey(revision), statusOf(row, false));
    }
    return found;
  };

  return {
    epoch: () => connection.transaction(() => epochOf(connection)),
    held: async (revisions) => heldRevisions(revisions),

    async heldParents(revisions) {
      const rows = connection.all('revisions');
      const found = new Map<string, HeldParent>();
      for (const asked of revisions) {
        const revision = rows.get(revisionKey(asked))?.revision;
        if (revision !== undefined) found.set(revisionKey(asked), revision);
      }
      return found;
    },

    append: (input) =>
      connection.transaction(() => {
        const held = heldRevisions(input.accepted.map(({ revision }) => revision));
        const taken = takenOf(input.accepted, held);
        const quarantined = putQuarantined(connection, input);
        const by = input.resolvedBy ?? input.submittedBy;
        markCorrected(connection, input.accepted, by, input.receivedAt);
        resolveAccepted(connection, taken, by, input.receivedAt);
        putPhotoRefs(connection, taken, input);
        copyPhotos(connection, taken);
        const fresh = taken.filter(({ revision }) => !held.has(revisionKey(revision)));
        indexIdentities(connection, fresh);
        if (input.phone !== undefined) noteHeartbeat(connection, input.phone, input.receivedAt);
        const epoch = epochOf(connection);
        const revisions = fresh.map(({ revision }) => revision);
        putEvents(connection, input.note?.({ revisions, quarantined }) ?? []);
        for (const accepted of fresh)
          held.set(revisionKey(accepted.revision), putNumbered(connection, accepted, input.receivedAt));
        return { epoch, heldRevisions: held };
      }),

    page: ({ scope: askedScope, stream }, askedAfter, limit, bytesMax = Number.POSITIVE_INFINITY) =>
      connection.transaction(() => {
        const scope = keepableText(askedScope);
        const after = keepableNumber(askedAfter);
        const following = ofScope(scope, (row) => row.stream === stream && row.scopeSeq > after);
        const rows: StoredRevision[] = [];
        let left = bytesMax;
        for (const row of following.slice(0, limit)) {
          if (bytesMax < Number.POSITIVE_INFINITY) left -= Buffer.byteLength(row.body);
          // One at least, or a large one would stand in the way for ever.
          if (left < 0 && rows.length > 0) break;
          rows.push(row);
        }
        return {
          epoch: epochOf(connection),
          rows: rows.map(({ scopeSeq, body, revision: { revId } }) => ({ scopeSeq, revId, body })),
          more: rows.length < following.length,
        };
      }),

    async arrivedOf(scope, device) {
      const own = Map.groupBy(
        ofScope(scope, ({ revision }) => revision.device === device),
        ({ revision }) => revision.kind,
      );
      const latest = (a: string, b: string) => (a > b ? a : b);
      return [...own]
        .map(([kind, rows]) => ({
          kind,
          count: rows.length,
          lastAt: rows.map(({ receivedAt }) => receivedAt).reduce(latest),
        }))
        .sort((a, b) => (a.kind < b.kind ? -1 : 1));
    },

    ofDevices: (scope, devices) =>
      connection.transaction(() => ({
        epoch: epochOf(connection),
        rows: ofScope(scope, ({ revision }) => devices.includes(revision.device)).map(
          ({ scopeSeq, revision: { revId, contentHash, deviceTime } }) => ({
            revId,
            contentHash,
            deviceTime,
            scopeSeq,
          }),
        ),
      })),
  };
}

/** What is not held yet, each once, and what is held with the same bytes. */
function takenOf(accepted: Appended['accepted'], held: ReadonlyMap<string, HeldRevision>): AcceptedRevision[] {
  const seen = new Set<string>();
  return accepted.filter(({ revision }) => {
    const key = revisionKey(revision);
    const standing = held.get(key);
    if (standing !== undefined) return standing.contentHash === revision.contentHash;
    return !seen.has(key) && seen.add(key);
  });
}

/** Gives it the next number of its stream. */
function putNumbered(
  connection: Connection,
  { revision, body, score }: AcceptedRevision,
  receivedAt: string,
): HeldRevision {
  const stream = streamOf(revision.kind);
  const counter = keyOf(revision.scope, stream);
  const scopeSeq = (connection.get('counters', counter) ?? 0) + 1;
  connection.put('counters', counter, scopeSeq);
  const row: StoredRevision = { revision, body, score, stream, scopeSeq, receivedAt };
  connection.put('revisions', revisionKey(revision), row);
  return statusOf(row, true);
}

function statusOf(
  { revision: { scope, contentHash }, scopeSeq, score }: StoredRevision,
  created: boolean,
): HeldRevision {
  return { created, scope, contentHash, scopeSeq, score };
}
