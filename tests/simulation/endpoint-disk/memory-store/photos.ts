/** Photos by hash, in memory. */
import type {
  AcceptedRevision,
  BlobStatus,
  PhotoRows,
  PhotoTarget,
  RevisionStore,
} from '../../../../src/endpoint/store/api.ts';
import { type ByteRange, gapsOf, hashBytes, LIMITS } from '../../../../src/protocol/index.ts';
import type { Connection } from './connection.ts';
import { epochOf } from './meta.ts';
import { keyOf, type Piece } from './rows.ts';

export function photoStore(connection: Connection): PhotoRows {
  const holders = (scope: string, sha256: string) => connection.get('photoRefs', keyOf(scope, sha256)) ?? [];
  return {
    async targets({ officerId, scopes }, sha256) {
      const sentTo = connection.get('photoSenders', officerId) ?? [];
      const candidates = [...new Set([...scopes, ...sentTo])].sort();
      return candidates
        .map((scope) => ({ scope, readable: scopes.includes(scope) }))
        .filter(({ scope, readable }) => {
          const named = holders(scope, sha256);
          return readable ? named.length > 0 : named.includes(officerId);
        });
    },
    naming: async (scopes, sha256) =>
      scopes
        .filter((scope) => holders(scope, sha256).length > 0)
        .toSorted()
        .map((scope) => ({ scope, readable: true })),
    async read(scopes, sha256) {
      for (const scope of scopes) {
        const whole = connection.get('photos', keyOf(scope, sha256));
        if (whole !== undefined) return whole;
      }
      return null;
    },
    status: (targets, sha256) =>
      connection.transaction(() => {
        const pieces = () => connection.get('pieces', keyOf(homeOf(targets), sha256)) ?? [];
        return spread(connection, targets, sha256) ?? statusOf(connection, runsOf(pieces()));
      }),
    putPiece: (targets, sha256, piece) =>
      connection.transaction(() => {
        const home = keyOf(homeOf(targets), sha256);
        const whole = spread(connection, targets, sha256);
        if (whole !== null) {
          connection.drop('pieces', home);
          return whole;
        }
        const pieces = withPiece(connection.get('pieces', home) ?? [], piece);
        connection.put('pieces', home, pieces);
        const held = runsOf(pieces);
        const [first] = held;
        if (first === undefined || first[0] > 0 || first[1] < piece.of) return statusOf(connection, held);
        connection.drop('pieces', home);
        const bytes = Buffer.concat(pieces.map((part) => part.bytes)).subarray(0, piece.of);
        if (hashBytes(bytes) !== sha256) return statusOf(connection, []);
        for (const { scope } of targets) connection.put('photos', keyOf(scope, sha256), bytes);
        return statusOf(connection, [[0, bytes.length]], true);
      }),
  };
}

function statusOf(connection: Connection, held: readonly ByteRange[], complete = false): BlobStatus {
  return { complete, held, epoch: epochOf(connection) };
}

/** Where the pieces of a photo wait until they are all there. */
function homeOf([first]: readonly PhotoTarget[]): string {
  if (first === undefined) throw new Error('a photo that no record names has no place');
  return first.scope;
}

/** Gives the photo to those targets that lack it, from one that the caller may read. @returns null where some lack it */
function spread(connection: Connection, targets: readonly PhotoTarget[], sha256: string): BlobStatus | null {
  const held = targets.map(({ scope }) => connection.get('photos', keyOf(scope, sha256)));
  const readable = held.find((bytes, at) => bytes !== undefined && targets[at]?.readable === true);
  if (readable === undefined && held.includes(undefined)) return null;
  for (const [at, { scope }] of targets.entries()) {
    if (held[at] === undefined && readable !== undefined) connection.put('photos', keyOf(scope, sha256), readable);
  }
  const bytes = readable ?? held[0];
  return statusOf(connection, [[0, bytes?.length ?? 0]], true);
}

/** Only what is not held is added. Sent in crumbs, those that touch become one; of too many holes nothing is kept. */
function withPiece(before: readonly Piece[], added: Piece): readonly Piece[] {
  const fresh = gapsOf(runsOf(before), added.at, added.at + added.bytes.length).map(([from, to]) => ({
    at: from,
    bytes: added.bytes.slice(from - added.at, to - added.at),
  }));
  const all = [...before, ...fresh].sort((one, other) => one.at - other.at);
  if (all.length <= LIMITS.photoPiecesMax) return all;
  const joined = runsOf(all).map(([from, to]) => ({
    at: from,
    bytes: Buffer.concat(all.flatMap(({ at, bytes }) => (at >= from && at < to ? [bytes] : []))),
  }));
  return joined.length <= LIMITS.photoPiecesMax / 2 ? joined : [];
}

/** Pieces never overlap; those that touch are one range. */
function runsOf(pieces: readonly Piece[]): ByteRange[] {
  const runs: [number, number][] = [];
  for (const { at, bytes } of pieces) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === at) last[1] += bytes.length;
    else runs.push([at, at + bytes.length]);
  }
  return runs;
}

type Appended = Parameters<RevisionStore['append']>[0];

/** Photos that accepted and quarantined records name, for their submitter and their author. */
export function putPhotoRefs(
  connection: Connection,
  accepted: readonly AcceptedRevision[],
  { quarantined, submittedBy }: Pick<Appended, 'quarantined' | 'submittedBy'>,
): void {
  const add = (rows: 'photoRefs' | 'photoSenders', key: string, value: string) => {
    const held = connection.get(rows, key) ?? [];
    if (!held.includes(value)) connection.put(rows, key, [...held, value]);
  };
  const put = (scope: string, sha256: string, officerId: string) => {
    add('photoRefs', keyOf(scope, sha256), officerId);
    add('photoSenders', officerId, scope);
  };
  for (const { revision, blobs } of accepted) {
    for (const sha256 of blobs) {
      put(revision.scope, sha256, submittedBy);
      put(revision.scope, sha256, revision.author);
    }
  }
  for (const { scope, blobs } of quarantined) for (const sha256 of blobs) put(scope, sha256, submittedBy);
}

/** Out of another scope's quarantine a record takes its photos along. */
export function copyPhotos(connection: Connection, taken: readonly AcceptedRevision[]): void {
  for (const { revision, blobs, quarantinedAs, corrects } of taken) {
    for (const from of [quarantinedAs, corrects]) {
      for (const sha256 of from === undefined || from.scope === revision.scope ? [] : blobs) {
        const whole = connection.get('photos', keyOf(from?.scope ?? '', sha256));
        if (whole !== undefined) connection.put('photos', keyOf(revision.scope, sha256), whole);
      }
    }
  }
}
