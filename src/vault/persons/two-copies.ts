/**
 * One store of bytes in two places, for what is small or the last of its kind: what one place lost the other still has.
 */
import type { BlobStore } from '../platform.ts';

/** @param second best effort: where it takes nothing (a full disk), the first alone has the bytes */
export function twoCopies(first: BlobStore, second: BlobStore): BlobStore {
  return {
    async put(name, bytes) {
      await first.put(name, bytes);
      await second.put(name, bytes).catch((error: unknown) => console.warn('second copy not written', name, error));
    },
    get: async (name) => (await first.get(name)) ?? (await second.get(name)),
    has: async (name) => (await first.has(name)) || (await second.has(name)),
    size: async (name) => (await first.size(name)) || (await second.size(name)),
    async remove(name) {
      await second.remove(name);
      await first.remove(name);
    },
    list: async () => [...new Set((await Promise.all([first.list(), second.list()])).flat())],
  };
}
