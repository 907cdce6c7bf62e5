/** Photos by hash, in SQL: they are kept in the database of the records, so that one backup holds both. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { type ByteRange, gapsOf, hashBytes, LIMITS } from '../../protocol/index.ts';
import type { BlobStatus, PhotoRows, PhotoTarget } from './api.ts';
import { epochOf } from './epoch.ts';
import { parts } from './parts.ts';
import type { Tables } from './schema.ts';

interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** @returns the photos of a database */
export function blobStore(db: Kysely<Tables>): PhotoRows {
  return {
    async targets({ officerId, scopes }, sha256) {
      const sentTo = await db.selectFrom('photo_senders').select('scope').where('officer_id', '=', officerId).execute();
      // Scopes beyond the officer's own are looked up only where they handed records in to: most officers have none.
      const others = sentTo.flatMap(({ scope }) => (scopes.includes(scope) ? [] : [scope]));
      const targets = [
        ...(await namingScopes(db, scopes, sha256)).map((scope) => ({ scope, readable: true })),
        ...(await namingScopes(db, others, sha256, officerId)).map((scope) => ({ scope, readable: false })),
      ];
      return targets.toSorted((one, other) => (one.scope < other.scope ? -1 : 1));
    },

    async naming(scopes, sha256) {
      return (await namingScopes(db, scopes, sha256)).toSorted().map((scope) => ({ scope, readable: true }));
    },

    async read(scopes, sha256) {
      for (const scope of scopes) {
        const whole = await wholeIn(db, scope, sha256);
        if (whole !== null) return whole;
      }
      return null;
    },

    async status(targets, sha256) {
      // Epoch and bytes are read at one moment: after a failover between the two, the epoch would be of another database.
      return await db.transaction().execute(async (trx) => {
        const epoch = await epochOf(trx);
        const wholeBytes = await spread(trx, targets, sha256);
        if (wholeBytes !== null) return { complete: true, held: [[0, wholeBytes]], epoch };
        return { complete: false, held: runsOf(await piecesOf(trx, homeOf(targets), sha256)), epoch };
      });
    },

    async putPiece(targets, sha256, piece) {
      const home = homeOf(targets);
      return await db.transaction().execute(async (trx): Promise<BlobStatus> => {
        await takeTurn(trx, home, sha256);
        const epoch = await epochOf(trx);
        const wholeBytes = await spread(trx, targets, sha256);
        if (wholeBytes !== null) {
          await dropPieces(trx, home, sha256);
          return { complete: true, held: [[0, wholeBytes]], epoch };
        }
        const pieces = await withPiece(trx, home, sha256, piece);
        const held = runsOf(pieces);
        const [first] = held;
        if (first === undefined || first[0] > 0 || first[1] < piece.of) return { complete: false, held, epoch };
        const whole = Buffer.concat(pieces.map(({ bytes }) => bytes)).subarray(0, piece.of);
        await dropPieces(trx, home, sha256);
        if (hashBytes(whole) !== sha256) return { complete: false, held: [], epoch };
        for (const { scope } of targets) await keepWhole(trx, scope, sha256, whole);
        return { complete: true, held: [[0, whole.length]], epoch };
      });
    },
  };
}

/**
 * @param officerId only records count that this officer handed in or made; everybody's when omitted
 * @returns those of the scopes in which a record names the photo
 */
async function namingScopes(
  db: Kysely<Tables>,
  scopes: readonly string[],
  sha256: string,
  officerId?: string,
): Promise<string[]> {
  const found: string[] = [];
  for (const part of parts(scopes)) {
    const named = db
      .selectFrom('blob_refs')
      .select('scope')
      .distinct()
      .where('scope', 'in', part)
      .where('sha256', '=', sha256);
    const counted = officerId === undefined ? named : named.where('officer_id', '=', officerId);
    found.push(...(await counted.execute()).map(({ scope }) => scope));
  }
  return found;
}

/**
 * @returns the scope in which the pieces of a photo wait until they are all there
 * @throws Error where the photo is for no scope: callers check that before
 */
function homeOf(targets: readonly PhotoTarget[]): string {
  const [first] = targets;
  if (first === undefined) throw new Error('a photo that no record names has no place');
  return first.scope;
}

/**
 * Gives the photo to those targets that lack it, from one that the caller may read: a phone sends a photo once, whichever
 * communes its records are of.
 * @returns its bytes' count where all targets hold it now; null where some lack it
 */
async function spread(
  trx: Transaction<Tables>,
  targets: readonly PhotoTarget[],
  sha256: string,
): Promise<number | null> {
  const lacking: string[] = [];
  let source: Buffer | null = null;
  let bytes = 0;
  for (const { scope, readable } of targets) {
    const whole = await wholeIn(trx, scope, sha256);
    if (whole === null) lacking.push(scope);
    else bytes = whole.length;
    if (whole !== null && readable) source = whole;
  }
  if (lacking.length > 0 && source === null) return null;
  for (const scope of lacking) if (source !== null) await keepWhole(trx, scope, sha256, source);
  return bytes;
}

/** Copies photos to the scope of a record that was in the quarantine of another scope, where its photos came. */
export async function copyPhotos(
  trx: Transaction<Tables>,
  from: string,
  to: string,
  hashes: readonly string[],
): Promise<void> {
  if (from === to) return;
  for (const sha256 of hashes) {
    const whole = await wholeIn(trx, from, sha256);
    if (whole !== null) await keepWhole(trx, to, sha256, whole);
  }
}

/** A record names a photo. */
export interface PhotoRef {
  readonly scope: string;
  readonly sha256: string;
  /** The officer who handed the record in, or its author. */
  readonly officerId: string;
}

/** Notes which records name photos, so that these are taken when they come. */
export async function insertPhotoRefs(trx: Transaction<Tables>, refs: readonly PhotoRef[]): Promise<void> {
  // All transactions insert rows in one order, and no row is twice in a statement.
  const rows = new Map(refs.map((ref) => [`${ref.scope} ${ref.sha256} ${ref.officerId}`, ref]));
  const ordered = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref);
  for (const part of parts(ordered)) {
    await trx
      .insertInto('blob_refs')
      .values(part.map(({ scope, sha256, officerId }) => ({ scope, sha256, officer_id: officerId })))
      .onConflict((conflict) => conflict.columns(['scope', 'sha256', 'officer_id']).doNothing())
      .execute();
  }
  await insertPhotoSenders(trx, ordered);
}

/** Notes the scopes in which an officer hands in photos: they are looked up there also after the officer was moved. */
async function insertPhotoSenders(trx: Transaction<Tables>, refs: readonly PhotoRef[]): Promise<void> {
  const rows = new Map(refs.map(({ officerId, scope }) => [`${officerId} ${scope}`, { officer_id: officerId, scope }]));
  const ordered = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  for (const part of parts(ordered)) {
    await trx
      .insertInto('photo_senders')
      .values([...part])
      .onConflict((conflict) => conflict.columns(['officer_id', 'scope']).doNothing())
      .execute();
  }
}

/**
 * Lets the pieces of one photo in one after the other. Otherwise two phones, or two processes, would see each other's
 * pieces only after their own commits, and neither would notice that the photo is whole.
 */
async function takeTurn(trx: Transaction<Tables>, scope: string, sha256: string): Promise<void> {
  await trx
    .insertInto('blob_arrivals')
    .values({ scope, sha256, pieces: 1 })
    .onConflict((conflict) =>
      conflict.columns(['scope', 'sha256']).doUpdateSet({ pieces: sql`blob_arrivals.pieces + 1` }),
    )
    .execute();
}

async function piecesOf(db: Kysely<Tables>, scope: string, sha256: string): Promise<Piece[]> {
  return await db
    .selectFrom('blob_pieces')
    .select(['at', 'bytes'])
    .where('scope', '=', scope)
    .where('sha256', '=', sha256)
    .orderBy('at')
    .execute();
}

/** Adds only the bytes that are not held, so that no more than one photo's bytes are ever kept under one hash. */
async function withPiece(trx: Transaction<Tables>, scope: string, sha256: string, added: Piece): Promise<Piece[]> {
  const before = await piecesOf(trx, scope, sha256);
  const fresh = gapsOf(runsOf(before), added.at, added.at + added.bytes.length).map(([from, to]) => ({
    at: from,
    bytes: Buffer.from(added.bytes.subarray(from - added.at, to - added.at)),
  }));
  const all = [...before, ...fresh].sort((one, other) => one.at - other.at);
  if (all.length <= LIMITS.photoPiecesMax) {
    await insertPieces(trx, scope, sha256, fresh);
    return all;
  }
  // Pieces that touch are joined, for the photo is sent in very small ones. A photo that still has too many begins anew.
  const joined = runsOf(all).map(([from, to]) => ({
    at: from,
    bytes: Buffer.concat(all.flatMap(({ at, bytes }) => (at >= from && at < to ? [bytes] : []))),
  }));
  const kept = joined.length <= LIMITS.photoPiecesMax / 2 ? joined : [];
  await trx.deleteFrom('blob_pieces').where('scope', '=', scope).where('sha256', '=', sha256).execute();
  await insertPieces(trx, scope, sha256, kept);
  return kept;
}

async function insertPieces(
  trx: Transaction<Tables>,
  scope: string,
  sha256: string,
  pieces: readonly Piece[],
): Promise<void> {
  if (pieces.length === 0) return;
  const rows = pieces.map(({ at, bytes }) => ({ scope, sha256, at, bytes: Buffer.from(bytes) }));
  await trx.insertInto('blob_pieces').values(rows).execute();
}

async function dropPieces(trx: Transaction<Tables>, scope: string, sha256: string): Promise<void> {
  for (const table of ['blob_pieces', 'blob_arrivals'] as const) {
    await trx.deleteFrom(table).where('scope', '=', scope).where('sha256', '=', sha256).execute();
  }
}

/** Keeps a whole photo, also in the place of bytes that have rotted on the disk. */
async function keepWhole(trx: Transaction<Tables>, scope: string, sha256: string, bytes: Buffer): Promise<void> {
  await trx
    .insertInto('blobs')
    .values({ scope, sha256, bytes })
    .onConflict((conflict) => conflict.columns(['scope', 'sha256']).doUpdateSet({ bytes }))
    .execute();
}

/** @returns ranges of bytes; pieces never overlap, and those that touch are one range */
function runsOf(pieces: readonly Piece[]): ByteRange[] {
  const runs: [number, number][] = [];
  for (const { at, bytes } of pieces) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === at) last[1] += bytes.length;
    else runs.push([at, at + bytes.length]);
  }
  return runs;
}

/** @returns a whole photo whose hash still holds; null otherwise, so that one that has rotted on the disk is asked for anew */
async function wholeIn(db: Kysely<Tables>, scope: string, sha256: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('blobs')
    .select('bytes')
    .where('scope', '=', scope)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return row !== undefined && hashBytes(row.bytes) === sha256 ? Buffer.from(row.bytes) : null;
}
