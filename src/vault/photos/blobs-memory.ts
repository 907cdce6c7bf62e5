/** Photos in memory, for tests and the simulator. */
import type { BlobStore } from '../platform.ts';

/** @param held the bytes that survive a killed process, by name */
export function memoryBlobs(held: Map<string, Uint8Array> = new Map()): BlobStore {
  return {
    async put(sha256, bytes) {
      held.set(sha256, bytes.slice());
    },
    get: async (sha256) => held.get(sha256)?.slice() ?? null,
    has: async (sha256) => held.has(sha256),
    size: async (sha256) => held.get(sha256)?.length ?? 0,
    async remove(sha256) {
      held.delete(sha256);
    },
    list: async () => [...held.keys()],
  };
}
