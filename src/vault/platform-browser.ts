/**
 * The browser's clock, randomness, locks, journal and stores. Only this file of the vault and the files it puts
 * together touch them.
 */

import { type LockParts, WRITER, writerLock } from './database/writer-lock.ts';
import { cacheJournal } from './journal/journal-cache.ts';
import { chooseJournal, type JournalPlaces } from './journal/journal-choice.ts';
import { releasedWhileHidden } from './journal/journal-hidden.ts';
import { lazyJournal } from './journal/journal-lazy.ts';
import { opfsJournal } from './journal/journal-opfs.ts';
import { webCryptoKeys } from './keys/device-keys.ts';
import { cacheBlobs, opfsBlobs } from './photos/blobs-browser.ts';
import { memoryBlobs } from './photos/blobs-memory.ts';
import type {
  BlobStore,
  Clock,
  Encryption,
  Journal,
  Platform,
  Rng,
  StorageReserve,
  Tabs,
  VaultChange,
} from './platform.ts';
import { onceMore } from './upkeep/storage-reserve.ts';
import { opfsStorageReserve } from './upkeep/storage-reserve-opfs.ts';

/** Vietnam has one time zone and no summer time: the offset is fixed, whatever zone the phone believes in. */
const OFFSET_MINUTES = 7 * 60;
/** Enough for the form on screen with its signature, and for what the database itself needs to write it. */
const RESERVE_BYTES = 8 * 1024 * 1024;

/** The clock of the device, in Asia/Ho_Chi_Minh. */
export const systemClock: Clock = {
  now: () => `${new Date(Date.now() + OFFSET_MINUTES * 60_000).toISOString().slice(0, -1)}+07:00`,
  millis: () => Date.now(),
};

/** The randomness of the browser. */
export const systemRng: Rng = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

/** The encryption as long as nothing is encrypted at rest. */
export const noEncryption: Encryption = {
  encrypt: async (plain) => plain,
  decrypt: async (encrypted) => encrypted,
};

/** @returns a random name, so that no two tabs of a phone have the same */
const tabName = () => Array.from(systemRng.bytes(4), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Opens the journal of that name in OPFS. On the channel its worker is asked to let go of its files. */
async function heldInOpfs(name: string): Promise<Journal> {
  const journal = await opfsJournal(name);
  if (typeof BroadcastChannel === 'undefined') return journal;
  const channel = new BroadcastChannel(`journal:${name}`);
  return releasedWhileHidden(journal, document, () => channel.postMessage('let-go'));
}

function placesOf(name: string, exclusive: NonNullable<Platform['exclusive']>): JournalPlaces {
  const inCache = async () => cacheJournal(await caches.open(`journal-${name}`), tabName());
  return {
    opfs: () => heldInOpfs(`journal-${name}`),
    cache: inCache,
    leftInCache: async () =>
      typeof caches !== 'undefined' && (await caches.has(`journal-${name}`)) ? inCache() : null,
    exclusive: (work) => exclusive(WRITER, work),
  };
}

async function blobsOf(name: string): Promise<BlobStore> {
  try {
    const root = await navigator.storage.getDirectory();
    const directory = await root.getDirectoryHandle(`blobs-${name}`, { create: true });
    if ('createWritable' in FileSystemFileHandle.prototype) return opfsBlobs(directory);
  } catch (error) {
    console.warn('photos: no OPFS, using the cache', error);
  }
  try {
    return cacheBlobs(await caches.open(`blobs-${name}`));
  } catch (error) {
    console.warn('photos: no cache either, nothing outlives this window', error);
    return memoryBlobs();
  }
}

async function storageReserveOf(): Promise<StorageReserve | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return 'createWritable' in FileSystemFileHandle.prototype ? opfsStorageReserve(root, RESERVE_BYTES) : null;
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

/** @returns null where the browser has no channels: then a tab sees the changes of others only when it is opened */
function tabsOf(name: string): Tabs | null {
  if (typeof BroadcastChannel === 'undefined') return null;
  const channel = new BroadcastChannel(`vault-${name}`);
  return {
    announce: (changes) => channel.postMessage(changes),
    listen(onChange) {
      const onMessage = ({ data }: MessageEvent<readonly VaultChange[]>) => onChange(data);
      channel.addEventListener('message', onMessage);
      return () => channel.removeEventListener('message', onMessage);
    },
  };
}

/**
 * Puts the browser's parts together for one person's store.
 * @param input.databaseName a name for each person, without any personal word in it
 * @param input.phoneBlobs the phone's own store of bytes; the person's photo store when omitted
 * @throws QuotaFull where the disk is so full that the journal cannot be opened, even without the storage reserve
 * @throws JournalUnavailable where the journal's files are there but another tab or the disk does not give them now
 * @example const vault = await openVault(await browserPlatform({ databaseName: 'vault' }));
 */
export async function browserPlatform(input: { databaseName: string; phoneBlobs?: BlobStore }): Promise<Platform> {
  const name = input.databaseName;
  const exclusive: NonNullable<Platform['exclusive']> =
    'locks' in navigator ? writerLock(lockPartsOf(name), name) : (_name, work) => work();
  const keptAside = storageReserveOf();
  const [journal, blobs, storageReserve] = await Promise.all([
    // On a full disk not even the journal's files can be opened, and no vault is open yet that could release the
    // reserve.
    onceMore(
      () => chooseJournal(placesOf(name, exclusive)),
      async () => (await (await keptAside)?.release()) ?? false,
    ),
    blobsOf(name),
    keptAside,
  ]);
  const tabs = tabsOf(name);
  return {
    clock: systemClock,
    rng: systemRng,
    journal,
    ...(journal.kind === 'opfs' && { pulled: lazyJournal('opfs', () => heldInOpfs(`pulled-${name}`)) }),
    blobs,
    encryption: noEncryption,
    keys: webCryptoKeys,
    databaseName: name,
    ...(input.phoneBlobs && { phoneBlobs: input.phoneBlobs }),
    exclusive,
    ...(storageReserve && { storageReserve }),
    ...(tabs && { tabs }),
  };
}
