/**
 * Freeing room on a full phone, when a person asks for it. A photo may go by the same rule as a payload from the
 * journal: its record and the photo itself have been with the endpoint for the retention, and all that the endpoint had
 * by then is in a second place. A receipt alone is not enough, because an endpoint restored from before it would ask
 * for bytes that nobody has.
 */

import type { Core } from '../records/core.ts';
import { durableNow, photosElsewhere, safelyElsewhere } from '../upkeep/compaction.ts';
import { restock } from '../upkeep/storage-reserve.ts';

/** Runs under the writer's lock. @returns photos that may go */
async function mayGo(core: Core): Promise<string[]> {
  const { db, platform } = core;
  const durable = await durableNow(core);
  if (durable === null) return [];
  const held = await photosElsewhere(core, durable);
  const [there, safe, outbox] = await Promise.all([
    platform.blobs.list(),
    safelyElsewhere(core, durable, held),
    db.outbox.filter(({ photos }) => photos.length > 0).toArray(),
  ]);
  const wanted = new Set(outbox.flatMap(({ revId, photos }) => (safe.has(revId) ? [] : photos)));
  const ofRecords = new Set(outbox.flatMap(({ photos }) => photos));
  return there.filter((sha256) => held.has(sha256) && ofRecords.has(sha256) && !wanted.has(sha256));
}

/** @returns bytes of the photos that may go */
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
  core.announce('outbox');
  return bytes;
}
