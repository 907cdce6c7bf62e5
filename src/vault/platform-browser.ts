/** The browser's clock, randomness, locks, journal and stores: the one place of the vault that touches them. */
import type { Ballast, BlobStore, Clock, Journal, Platform, Rng, Seal, Tabs, VaultChange } from './api.ts';
import { opfsBallast } from './ballast.ts';
import { cacheBlobs, opfsBlobs } from './blobs-browser.ts';
import { cacheJournal } from './journal-cache.ts';
import { lazyJournal } from './journal-lazy.ts';
import { memoryJournal } from './journal-memory.ts';
import { opfsJournal } from './journal-opfs.ts';
import { type LockParts, writerLock } from './writer-lock.ts';

/** Vietnam has no summer time and one zone: the offset is fixed, whatever zone the phone believes in. */
const OFFSET_MINUTES = 7 * 60;
/** Enough for the form on screen with its signature, and for what the database itself needs to write it. */
const BALLAST_BYTES = 8 * 1024 * 1024;

export const systemClock: Clock = {
  now: () => `${new Date(Date.now() + OFFSET_MINUTES * 60_000).toISOString().slice(0, -1)}+07:00`,
  millis: () => Date.now(),
};

export const systemRng: Rng = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

/** The seam as long as nothing is encrypted. */
export const identitySeal: Seal = { seal: async (plain) => plain, open: async (sealed) => sealed };

/** Two tabs of one phone never have the same. */
const tabName = () => Array.from(systemRng.bytes(4), (byte) => byte.toString(16).padStart(2, '0')).join('');

async function journalOf(name: string): Promise<Journal> {
  try {
    return await opfsJournal(`journal-${name}`);
  } catch (error) {
    console.warn('journal: no OPFS, using the cache', error);
  }
  if (typeof caches !== 'undefined') return cacheJournal(await caches.open(`journal-${name}`), tabName());
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

async function ballastOf(): Promise<Ballast | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return 'createWritable' in FileSystemFileHandle.prototype ? opfsBallast(root, BALLAST_BYTES) : null;
  } catch {
    return null;
  }
}

function lockPartsOf(name: string): LockParts {
  return {
    locks: navigator.locks,
    channel: new BroadcastChannel(`writer-${name}`),
    every(ms, run) {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    },
  };
}

/** @returns null where the browser has no channels: then each tab reads anew only when it is opened */
function tabsOf(name: string): Tabs | null {
  if (typeof BroadcastChannel === 'undefined') return null;
  const channel = new BroadcastChannel(`vault-${name}`);
  return {
    tell: (changes) => channel.postMessage(changes),
    listen(told) {
      const hear = ({ data }: MessageEvent<readonly VaultChange[]>) => told(data);
      channel.addEventListener('message', hear);
      return () => channel.removeEventListener('message', hear);
    },
  };
}

/**
 * @param input.databaseName one per signed-in officer; no personal word in it
 * @example const vault = await openVault(await browserPlatform({ databaseName: 'vault' }));
 */
export async function browserPlatform(input: { databaseName: string }): Promise<Platform> {
  const name = input.databaseName;
  const [journal, blobs, ballast] = await Promise.all([journalOf(name), blobsOf(name), ballastOf()]);
  const tabs = tabsOf(name);
  return {
    clock: systemClock,
    rng: systemRng,
    journal,
    ...(journal.kind === 'opfs' && { pulled: lazyJournal('opfs', () => opfsJournal(`pulled-${name}`)) }),
    blobs,
    seal: identitySeal,
    databaseName: name,
    exclusive: 'locks' in navigator ? writerLock(lockPartsOf(name)) : (_name, work) => work(),
    ...(ballast && { ballast }),
    ...(tabs && { tabs }),
  };
}
