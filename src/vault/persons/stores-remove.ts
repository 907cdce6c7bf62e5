/** Removes all that lies on the disk under the name of a person's store. */
import Dexie from 'dexie';

/** The order in which they are removed; the database comes last, because it knows what of the others was needed. */
const KINDS = ['journal', 'pulled', 'blobs'] as const;
const TRIES_MAX = 60;
const WAIT_MS = 50;
/** A window that was frozen with the database open may not answer at all. */
const DATABASE_WAIT_MS = 10_000;

/** @throws where another window does not let go of it */
export async function removeStore(store: string): Promise<void> {
  const root = await navigator.storage.getDirectory().catch(() => null);
  for (const kind of KINDS) {
    const place = `${kind}-${store}`;
    if (root !== null) await removeFolder(root, place);
    if (typeof caches !== 'undefined') await caches.delete(place);
  }
  await removeDatabase(store);
}

/**
 * Removes a folder. A worker of another window may hold its files, and lets go of them between two operations when it
 * is asked.
 */
async function removeFolder(root: FileSystemDirectoryHandle, name: string): Promise<void> {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`journal:${name}`);
  try {
    for (let tries = 1; ; tries += 1) {
      try {
        await root.removeEntry(name, { recursive: true });
        return;
      } catch (error) {
        const why = (error as { name?: string }).name;
        if (why === 'NotFoundError') return;
        if (tries >= TRIES_MAX || why !== 'NoModificationAllowedError') throw error;
        channel?.postMessage('let-go');
        await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      }
    }
  } finally {
    channel?.close();
  }
}

async function removeDatabase(name: string): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('another window holds the database')), DATABASE_WAIT_MS);
  });
  try {
    await Promise.race([Dexie.delete(name), limit]);
  } finally {
    clearTimeout(timer);
  }
}
