/**
 * The phone's own store of bytes, and the stores of its persons as the disk has them: folders and caches of their
 * journals, copies and photos, and their databases. Stores are found by name, without opening one.
 */
import { cacheBlobs, opfsBlobs } from '../photos/blobs-browser.ts';
import { memoryBlobs } from '../photos/blobs-memory.ts';
import type { BlobStore } from '../platform.ts';
import { noEncryption, systemRng } from '../platform-browser.ts';
import { isStoreName, type PhonePlatform } from './persons.ts';
import { twoCopies } from './two-copies.ts';

const PLACE = /^(?:journal|pulled|blobs)-(.+)$/;
const PHONE_BLOBS = 'phone-blobs';

/** @returns null where the browser does not have it, or denies it */
async function orNull<T>(get: () => Promise<T>): Promise<T | null> {
  try {
    return await get();
  } catch (error) {
    console.warn('phone blobs', error);
    return null;
  }
}

/**
 * Keeps bytes in OPFS and in the Cache; in one of them where the browser lacks the other, in memory where it has
 * neither.
 */
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

/** What the browser gives to all persons of this phone. */
export async function browserPhone(): Promise<PhonePlatform> {
  return {
    rng: systemRng,
    encryption: noEncryption,
    phoneBlobs: await phoneBlobs(),
    stores,
    // A store is removed about once a year, so its code is loaded then.
    remove: async (store) => (await import('./stores-remove.ts')).removeStore(store),
  };
}

async function filesAtRoot(): Promise<string[]> {
  const names: string[] = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
  return names;
}

async function stores(): Promise<readonly string[]> {
  // All three are asked at once, because each is a wait of its own at every start.
  const [inCaches, inFiles, databases] = await Promise.all([
    orNull(() => caches.keys()),
    orNull(filesAtRoot),
    orNull(() => indexedDB.databases()),
  ]);
  const found = [...(inCaches ?? []), ...(inFiles ?? [])].flatMap((name) => PLACE.exec(name)?.[1] ?? []);
  return [...new Set([...found, ...(databases ?? []).flatMap(({ name }) => name ?? [])])].filter(isStoreName);
}
