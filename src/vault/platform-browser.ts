/** The browser's clock, randomness, locks, journal and stores: the one place of the vault that touches them. */
import type { BlobStore, Clock, Journal, Platform, Rng, Seal } from './api.ts';
import { cacheBlobs, opfsBlobs } from './blobs-browser.ts';
import { cacheJournal } from './journal-cache.ts';
import { memoryJournal } from './journal-memory.ts';
import { opfsJournal } from './journal-opfs.ts';

/** Vietnam has no summer time and one zone: the offset is fixed, whatever zone the phone believes in. */
const OFFSET_MINUTES = 7 * 60;

export const systemClock: Clock = {
  now: () => `${new Date(Date.now() + OFFSET_MINUTES * 60_000).toISOString().slice(0, -1)}+07:00`,
  millis: () => Date.now(),
};

export const systemRng: Rng = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

/** The seam as long as nothing is encrypted. */
export const identitySeal: Seal = { seal: async (plain) => plain, open: async (sealed) => sealed };

async function journalOf(name: string): Promise<Journal> {
  try {
    return await opfsJournal(`journal-${name}`);
  } catch (error) {
    console.warn('journal: no OPFS, using the cache', error);
  }
  if (typeof caches !== 'undefined') return cacheJournal(await caches.open(`journal-${name}`));
  return memoryJournal();
}

async function blobsOf(name: string): Promise<BlobStore> {
  try {
    const root = await navigator.storage.getDirectory();
    const directory = await root.getDirectoryHandle(`blobs-${name}`, { create: true });
    if ('createWritable' in FileSystemFileHandle.prototype) return opfsBlobs(directory);
  } catch (error) {
    console.warn('photos: no OPFS, using the cache', error);
  }
  return cacheBlobs(await caches.open(`blobs-${name}`));
}

/**
 * @param input.databaseName one per signed-in officer; no personal word in it
 * @example const vault = await openVault(await browserPlatform({ databaseName: 'vault' }));
 */
export async function browserPlatform(input: { databaseName: string }): Promise<Platform> {
  const [journal, blobs] = await Promise.all([journalOf(input.databaseName), blobsOf(input.databaseName)]);
  return {
    clock: systemClock,
    rng: systemRng,
    journal,
    blobs,
    seal: identitySeal,
    databaseName: input.databaseName,
    exclusive: (name, work) =>
      'locks' in navigator ? (navigator.locks.request(name, work) as ReturnType<typeof work>) : work(),
  };
}
