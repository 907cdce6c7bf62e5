/** Room on a full phone: only photos that the endpoint has may go, and only when a person says so. */
import { restock } from './ballast.ts';
import type { Core } from './core.ts';

async function received(core: Core): Promise<string[]> {
  const [there, has] = await Promise.all([
    core.platform.blobs.list(),
    core.db.photos.where('state').equals('received').primaryKeys(),
  ]);
  const known = new Set(has);
  return there.filter((sha256) => known.has(sha256));
}

/** @returns bytes of the photos that could go */
export async function freeableBytes(core: Core): Promise<number> {
  const sizes = (await received(core)).map(async (sha256) => core.platform.blobs.size(sha256));
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
}

/** @returns bytes freed */
export async function freePhotos(core: Core): Promise<number> {
  const bytes = await core.write(async () => {
    let freed = 0;
    for (const sha256 of await received(core)) {
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
