/**
 * The phone's own store of bytes, and what lies on the disk under the names of persons' stores: the folders and caches of their journals,
 * copies and photos, and their databases. Found by name, without opening one.
 */
import { cacheBlobs, opfsBlobs } from '../photos/blobs-browser.ts';
import { memoryBlobs } from '../photos/blobs-memory.ts';
import type { BlobStore } from '../platform.ts';
import { noEncryption, systemRng } from '../platform-browser.ts';
import { isStoreName, type PhonePlatform } from './persons.ts';
import { twoCopies } from './two-copies.ts';

const PLACE = /^(?:journal|pulled|blobs)-(.+)$/;
const PHONE_BLOBS = 'phone-blobs';

/** @returns null where the browser has it not, or refuses it */
async function orNull<T>(get: () => Promise<T>): Promise<T | null> {
  try {
    return await get();
  } catch (error) {
    console.warn('phone blobs', error);
    return null;
  }
}

/** In OPFS and in the Cache; in one of them where the browser has not both, in memory where it has neither. */
async function phoneBlobs(): Promise<BlobStore> {
  const [files, cache] = await Promise.all([
    orNull(async () => {
      const root = await navigator.storage.getDirectory();
      return 'createWritable' in FileSystemFileHandle.prototype
        ? opfsBlobs(await root.getDirectoryHandle(PHONE_BLOBS, { create: true }))
        : null;
    }),
    orNull(async () => cacheBlobs(await caches.open(PHONE_BLOBS))),
  ]);
  return files && cache ? twoCopies(files, cache) : (files ?? cache ?? memoryBlobs());
}

export async function browserPhone(): Promise<PhonePlatform> {
  return {
    rng: systemRng,
    encryption: noEncryption,
    phoneBlobs: await phoneBlobs(),
    stores,
    // Done once in a phone's year: fetched then.
    remove: async (store) => (await import('./stores-remove.ts')).removeStore(store),
  };
}

async function filesAtRoot(): Promise<string[]> {
  const names: string[] = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
  return names;
}

async function stores(): Promise<readonly string[]> {
  // Asked at once: each is a wait of its own at every start.
  const [inCaches, inFiles, databases] = await Promise.all([
    orNull(() => caches.keys()),
    orNull(filesAtRoot),
    orNull(() => indexedDB.databases()),
  ]);
  const found = [...(inCaches ?? []), ...(inFiles ?? [])].flatMap((name) => PLACE.exec(name)?.[1] ?? []);
  return [...new Set([...found, ...(databases ?? []).flatMap(({ name }) => name ?? [])])].filter(isStoreName);
}
