/** Photos by hash in SQL: kept with the records, so that one backup holds both. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { type ByteRange, gapsOf, hashBytes, LIMITS } from '../../protocol/index.ts';
import type { BlobStanding, BlobStore } from './api.ts';
import { epochOf } from './epoch.ts';
import type { Tables } from './schema.ts';
import { Statements } from './statements.ts';

interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export function blobStore(db: Kysely<Tables>): BlobStore {
  const statements = new Statements();
  const homeOf = async (scopes: readonly string[], sha256: string): Promise<string | null> =>
    (await referringScope(db, scopes, sha256)) ?? scopes[0] ?? null;

  return {
    homeOf,
    read: (scopes, sha256) => wholeOf(db, scopes, sha256),

    async standing(scopes, sha256) {
      const home = await homeOf(scopes, sha256);
      // Epoch and bytes of one moment: after a failover between the two, another database would answer for these.
      return await db.transaction().execute(async (trx) => {
        const epoch = await epochOf(trx, statements);
        const whole = await wholeOf(trx, scopes, sha256);
        if (whole !== null) return { complete: true, held: [[0, whole.length]], epoch };
        return { complete: false, held: home === null ? [] : runsOf(await piecesOf(trx, home, sha256)), epoch };
      });
    },

    async putPiece(scope, sha256, piece) {
      return await db.transaction().execute(async (trx): Promise<BlobStanding> => {
        await takeTurn(trx, scope, sha256);
        const epoch = await epochOf(trx, statements);
        const done = await wholeIn(trx, scope, sha256);
        if (done !== null) {
          await dropPieces(trx, scope, sha256);
          return { complete: true, held: [[0, done.length]], epoch };
        }
        const pieces = await withPiece(trx, scope, sha256, piece);
        const held = runsOf(pieces);
        const [first] = held;
        if (first === undefined || first[0] > 0 || first[1] < piece.of) return { complete: false, held, epoch };
        const whole = Buffer.concat(pieces.map(({ bytes }) => bytes)).subarray(0, piece.of);
        await dropPieces(trx, scope, sha256);
        if (hashBytes(whole) !== sha256) return { complete: false, held: [], epoch };
        await keepWhole(trx, scope, sha256, whole);
        return { complete: true, held: [[0, whole.length]], epoch };
      });
    },
  };
}

/**
 * Two phones, two processes, one photo: without a turn each would see the other's pieces only after its own commit, and
 * none would notice that the photo is whole.
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

/** Only what is not held is added, so that no more than one photo's bytes are ever kept under one hash. */
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
  // Sent in crumbs: those that touch become one. Whoever leaves as many holes as that begins anew.
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

/** In the place of bytes that are not its own, where a disk rotted. */
async function keepWhole(trx: Transaction<Tables>, scope: string, sha256: string, bytes: Buffer): Promise<void> {
  await trx
    .insertInto('blobs')
    .values({ scope, sha256, bytes })
    .onConflict((conflict) => conflict.columns(['scope', 'sha256']).doUpdateSet({ bytes }))
    .execute();
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

/** Its hash is looked at before it is told to be whole: what rotted on the disk is asked for anew. */
async function wholeIn(db: Kysely<Tables>, scope: string, sha256: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('blobs')
    .select('bytes')
    .where('scope', '=', scope)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return row !== undefined && hashBytes(row.bytes) === sha256 ? Buffer.from(row.bytes) : null;
}

async function wholeOf(db: Kysely<Tables>, scopes: readonly string[], sha256: string): Promise<Buffer | null> {
  for (const scope of scopes) {
    const whole = await wholeIn(db, scope, sha256);
    if (whole !== null) return whole;
  }
  return null;
}

async function referringScope(db: Kysely<Tables>, scopes: readonly string[], sha256: string): Promise<string | null> {
  if (scopes.length === 0) return null;
  const row = await db
    .selectFrom('blob_refs')
    .select('scope')
    .where('sha256', '=', sha256)
    .where('scope', 'in', [...scopes])
    .orderBy('scope')
    .executeTakeFirst();
  return row?.scope ?? null;
}
