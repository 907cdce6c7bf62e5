/**
 * Room on a full phone, when a person says so. A photo may go by the same rule as a payload from the journal: its record and
 * the photo itself have been with the endpoint for the retention, and all it had by then is in a second place. A receipt
 * alone is not enough: an endpoint restored from before it would ask for bytes that nobody has.
 */
import { restock, unlessFull } from './ballast.ts';
import { type Durable, durableNow, safelyElsewhere } from './compaction.ts';
import type { Core } from './core.ts';

/** Runs under the writer's lock. */
async function mayGo(core: Core): Promise<string[]> {
  const { db, platform } = core;
  const durable = await durableNow(core);
  if (durable === null) return [];
  await datePhotos(core, durable);
  const [there, known, outbox, safe] = await Promise.all([
    platform.blobs.list(),
    db.photos.where('state').equals('received').toArray(),
    db.outbox.filter(({ photos }) => photos.length > 0).toArray(),
    safelyElsewhere(core, durable),
  ]);
  const wanted = new Set(outbox.flatMap(({ revId, photos }) => (safe.has(revId) ? [] : photos)));
  const ofRecords = new Set(outbox.flatMap(({ photos }) => photos));
  const held = new Set(
    known.flatMap(({ sha256, heldBy }) =>
      heldBy?.epoch === durable.epoch && Date.parse(heldBy.at) <= durable.heldSince ? [sha256] : [],
    ),
  );
  return there.filter((sha256) => held.has(sha256) && ofRecords.has(sha256) && !wanted.has(sha256));
}

/**
 * Photos received before instants were kept, in rows of the app before: every round began with a push, so the endpoint had
 * them not long after it last answered one, and the retention is longer than any round.
 */
async function datePhotos(core: Core, { epoch, at }: Durable): Promise<void> {
  if (at === undefined) return;
  const undated = core.db.photos.where('state').equals('received');
  // On a full disk the others may go all the same: that is what makes room for this.
  await unlessFull(core, () => undated.filter(({ heldBy }) => heldBy === undefined).modify({ heldBy: { epoch, at } }));
}

/** @returns bytes of the photos that could go */
export async function freeableBytes(core: Core): Promise<number> {
  const free = await core.write(() => mayGo(core));
  const sizes = await Promise.all(free.map((sha256) => core.platform.blobs.size(sha256)));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

/** @returns bytes freed */
export async function freePhotos(core: Core): Promise<number> {
  const bytes = await core.write(async () => {
    let freed = 0;
    for (const sha256 of await mayGo(core)) {
      const size = await core.platform.blobs.size(sha256);
      await core.platform.blobs.remove(sha256);
      freed += size;
    }
    return freed;
  });
  await restock(core);
  core.tell('outbox');
  return bytes;
}
