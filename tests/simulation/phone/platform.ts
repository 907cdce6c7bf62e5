/** The providers of one process: over what survives it on the phone, each with its dangers before and after its work. */
import { type Journal, memoryBlobs, memoryJournal, type Platform, QuotaFull } from '../../../src/vault/index.ts';
import { beforeTransactions } from '../../../src/vault/testing/test-phone.ts';
import { never } from '../awaits.ts';
import { mask } from '../canary.ts';
import { bytesOf } from '../work.ts';
import type { Dangers } from './dangers.ts';
import type { SimPhone } from './phone.ts';

/** Microtasks that a write to the journal takes: counted, so that a seed's story stays the same. */
const TURNS_TO_WRITE = 40;

export function platformOf(phone: SimPhone, dangers: Dangers): Platform {
  const { random } = phone;
  const { point, exclusive } = dangers;
  return {
    ...pulledCopy(phone),
    ...(phone.letsGo && { compaction: { retainDays: 2, droppedBytesMin: 0 } }),
    clock: phone.clock,
    rng: { bytes: (length) => bytesOf(random, length) },
    journal: journalOf(phone, dangers),
    blobs: photosOf(phone, dangers),
    encryption: {
      encrypt: async (plain) => {
        await point('encrypt');
        return mask(plain);
      },
      decrypt: async (encrypted) => {
        await point('decrypt');
        return mask(encrypted);
      },
    },
    keys: phone.keys,
    indexedDB: databaseOf(phone, dangers),
    IDBKeyRange: phone.disks.keyRange,
    ...storageReserve(phone, dangers),
    databaseName: 'vault',
    exclusive: async (name, work) => {
      await point('lock');
      const done = await exclusive(name, work);
      await point('unlock');
      return done;
    },
  };
}

function journalOf(phone: SimPhone, { point, full, isDead }: Dangers): Journal {
  const { disk, random } = phone;
  const inner = memoryJournal(disk);
  return {
    kind: 'memory',
    append: async (payloads) => {
      await point('journal: before append');
      if (full()) throw new QuotaFull('simulated');
      // A disk takes its time: what does not wait for it goes on before the bytes are there.
      for (let turn = 0; turn < TURNS_TO_WRITE; turn += 1) await null;
      if (isDead()) await never();
      const before = disk.bytes.length;
      await inner.append(payloads);
      // Killed in the middle of the write: any part of it may be on the disk.
      const after = disk.bytes;
      const kept = before + random.int(after.length - before + 1);
      const tear = () => {
        disk.bytes = after.slice(0, kept);
      };
      await point('journal: after append').catch(() => undefined);
      if (isDead()) tear();
    },
    readAll: async () => {
      await point('journal: readAll');
      return inner.readAll();
    },
    rewrite: async (payloads) => {
      await point('journal: before rewrite');
      await inner.rewrite(payloads);
      await point('journal: after rewrite');
    },
    sizeBytes: () => inner.sizeBytes(),
    close: async () => undefined,
  };
}

function photosOf(phone: SimPhone, { point, full }: Dangers): Platform['blobs'] {
  const photos = memoryBlobs(phone.photos);
  return {
    ...photos,
    put: async (sha256, bytes) => {
      await point('photo: put');
      if (full()) throw new QuotaFull('simulated');
      await photos.put(sha256, bytes);
    },
    get: async (sha256) => {
      await point('photo: get');
      return photos.get(sha256);
    },
  };
}

/** A process that is dead opens no transaction any more; one whose disk is full learns so from the write. */
function databaseOf({ indexedDB }: SimPhone, { isDead, full, pointNow }: Dangers): IDBFactory {
  return beforeTransactions(indexedDB, (mode) => {
    if (mode === 'versionchange') return;
    if (isDead() || pointNow(`transaction: ${mode}`)) throw new DOMException('the process is gone', 'AbortError');
    if (mode === 'readwrite' && full()) throw new DOMException('simulated', 'QuotaExceededError');
  });
}

function pulledCopy({ keepsPages, pageBytesMax, pulledDisk }: SimPhone): Pick<Platform, 'pulled'> {
  if (!keepsPages) return {};
  return { pulled: { ...memoryJournal(pulledDisk), ...(pageBytesMax !== null && { payloadBytesMax: pageBytesMax }) } };
}

function storageReserve(phone: SimPhone, { point }: Dangers): Pick<Platform, 'storageReserve'> {
  if (phone.storageReserve === null) return {};
  return {
    storageReserve: {
      fits: async () => true,
      release: async () => {
        await point('storage reserve: release');
        const had = phone.storageReserve === true;
        phone.storageReserve = false;
        return had;
      },
      restock: async () => {
        await point('storage reserve: restock');
        phone.storageReserve = true;
        return true;
      },
    },
  };
}
