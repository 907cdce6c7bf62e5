/**
 * Photos by hash, beside the journal. Large values in IndexedDB can dangle (w3c/IndexedDB 423), so the database keeps
 * only the hash. The bytes are in OPFS where there is one, else in the Cache.
 */

import { isQuota, QuotaFull } from '../errors.ts';
import type { CacheLike } from '../journal/journal-cache.ts';
import type { BlobStore } from '../platform.ts';

/** @param directory holds one file for each name */
export function opfsBlobs(directory: FileSystemDirectoryHandle): BlobStore {
  const file = async (sha256: string) => {
    try {
      return await directory.getFileHandle(sha256);
    } catch {
      return null;
    }
  };
  return {
    async put(sha256, bytes) {
      try {
        const handle = await directory.getFileHandle(sha256, { create: true });
        // A writable stream swaps the file in when it is closed: a photo is there whole or not at all.
        const stream = await handle.createWritable();
        await stream.write(bytes as Uint8Array<ArrayBuffer>);
        await stream.close();
      } catch (error) {
        throw isQuota(error) ? new QuotaFull(String(error)) : error;
      }
    },
    async get(sha256) {
      const handle = await file(sha256);
      const bytes = handle && new Uint8Array(await (await handle.getFile()).arrayBuffer());
      return bytes && bytes.length > 0 ? bytes : null;
    },
    has: async (sha256) => (await file(sha256)) !== null,
    size: async (sha256) => (await (await file(sha256))?.getFile())?.size ?? 0,
    remove: async (sha256) => {
      if (await file(sha256)) await directory.removeEntry(sha256);
    },
    async list() {
      const names: string[] = [];
      for await (const name of directory.keys()) names.push(name);
      return names;
    },
  };
}

const ROOT = 'https://vault.invalid/blobs/';

/** @param cache holds one response for each name */
export function cacheBlobs(cache: CacheLike): BlobStore {
  return {
    put: (sha256, bytes) => cache.put(ROOT + sha256, new Response(bytes as Uint8Array<ArrayBuffer>)),
    async get(sha256) {
      const found = await cache.match(ROOT + sha256);
      return found ? new Uint8Array(await found.arrayBuffer()) : null;
    },
    has: async (sha256) => (await cache.match(ROOT + sha256)) !== undefined,
    size: async (sha256) => (await (await cache.match(ROOT + sha256))?.arrayBuffer())?.byteLength ?? 0,
    remove: async (sha256) => void (await cache.delete(ROOT + sha256)),
    list: async () => (await cache.keys()).flatMap(({ url }) => (url.startsWith(ROOT) ? [url.slice(ROOT.length)] : [])),
  };
}
