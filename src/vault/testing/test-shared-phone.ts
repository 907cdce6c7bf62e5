/**
 * A phone that several persons share, for tests: what survives its process, and the ways in which its process can be
 * killed.
 */
import Dexie from 'dexie';
import { IDBKeyRange } from 'fake-indexeddb';

import type { Vault } from '../api.ts';
import { QuotaFull } from '../errors.ts';
import { memoryBlobs, noEncryption } from '../index.ts';
import { type Departures, departuresOf } from '../persons/departures.ts';
import { createPersons, type Persons, type PhonePlatform } from '../persons/persons.ts';
import type { BlobStore, Journal, Platform } from '../platform.ts';
import { openVault } from '../vault.ts';
import { beforeTransactions, type TestPhone, testPhone } from './test-phone.ts';

/** Thrown by every call of a process that is dead. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * A process over the phone's disks. After `callsLeft` calls that write it is dead: that call and all later ones throw.
 */
export interface SharedProcess {
  readonly platform: PhonePlatform;
  readonly persons: Persons;
  readonly departures: Departures;
  readonly open: (store: string) => Promise<Vault>;
  /** How many calls wrote so far. */
  readonly calls: () => number;
  readonly isDead: () => boolean;
}

/** What survives the processes of a phone that several persons share. */
export interface SharedPhone {
  readonly phoneBlobs: Map<string, Uint8Array>;
  /** The disks of each store, by its name. */
  readonly stores: Map<string, TestPhone>;
  readonly clock: TestPhone['clock'];
  readonly rng: TestPhone['rng'];
  /**
   * @param fate whether the last call still writes before the process dies at it
   * @param full what finds no room: nothing that is put on the phone's own store of bytes, or nothing in any file
   */
  start(callsLeft?: number, fate?: 'before' | 'after', full?: 'phone' | 'disk' | null): SharedProcess;
}

export function sharedPhone(seed: number): SharedPhone {
  const { clock, rng } = testPhone(seed);
  const phoneBlobs = new Map<string, Uint8Array>();
  const stores = new Map<string, TestPhone>();
  /** A store is there from its first opening on. */
  const at = (store: string): TestPhone => {
    const there = stores.get(store) ?? testPhone(seed + 1 + stores.size);
    stores.set(store, there);
    return there;
  };
  const disks: Disks = { phoneBlobs, stores, clock, rng, at };
  return {
    phoneBlobs,
    stores,
    clock,
    rng,
    start: (callsLeft = Number.POSITIVE_INFINITY, fate = 'before', full = null) =>
      startProcess(disks, mortality(callsLeft, fate), full),
  };
}

/** What survives a process of the phone. */
interface Disks extends Omit<SharedPhone, 'start'> {
  at(store: string): TestPhone;
}

/** How a process comes to its end. */
interface Mortality {
  readonly calls: () => number;
  readonly isDead: () => boolean;
  /** Makes one step on the disk. @throws Killed */
  step<T>(write: () => Promise<T>): Promise<T>;
  /** Counts one transaction that writes. @throws DOMException where the process is dead */
  beginWriting(): void;
}

function mortality(callsLeft: number, fate: 'before' | 'after'): Mortality {
  let calls = 0;
  const isDead = () => calls >= callsLeft;
  return {
    calls: () => calls,
    isDead,
    async step(write) {
      if (isDead()) throw new Killed();
      calls += 1;
      if (!isDead()) return await write();
      if (fate === 'after') await write();
      throw new Killed();
    },
    beginWriting() {
      if (!isDead()) calls += 1;
      if (isDead()) throw new DOMException('the process is gone', 'AbortError');
    },
  };
}

function startProcess(disks: Disks, life: Mortality, full: 'phone' | 'disk' | null): SharedProcess {
  const { step, calls, isDead } = life;
  const { clock, rng, stores } = disks;
  const noRoom = () => Promise.reject(new QuotaFull('no room'));
  const mortalBlobs = (blobs: BlobStore, hasRoom = full !== 'disk'): BlobStore => ({
    ...blobs,
    put: (name, bytes) => (hasRoom ? step(() => blobs.put(name, bytes)) : noRoom()),
    remove: (name) => step(() => blobs.remove(name)),
  });
  const mortalJournal = (journal: Journal): Journal => ({
    ...journal,
    append: (payloads) => (full === 'disk' ? noRoom() : step(() => journal.append(payloads))),
    rewrite: (payloads) => (full === 'disk' ? noRoom() : step(() => journal.rewrite(payloads))),
  });
  const shared = mortalBlobs(memoryBlobs(disks.phoneBlobs), full === null);
  const platformOf = (store: string): Platform => {
    const { journal, blobs, indexedDB, ...platform } = disks.at(store).platform();
    if (indexedDB === undefined) throw new Error('a test phone has a database');
    return {
      ...platform,
      clock,
      rng,
      journal: mortalJournal(journal),
      blobs: mortalBlobs(blobs),
      phoneBlobs: shared,
      databaseName: store,
      indexedDB: beforeTransactions(indexedDB, (mode) => {
        if (mode === 'readwrite') life.beginWriting();
      }),
    };
  };
  const phone: PhonePlatform = {
    rng,
    encryption: noEncryption,
    phoneBlobs: shared,
    stores: async () => [...stores.keys()],
    remove: (store) => removeStore(disks, step, store),
  };
  return {
    platform: phone,
    persons: createPersons(phone),
    departures: departuresOf(phone),
    open: (store) => openVault(platformOf(store)),
    calls,
    isDead,
  };
}

async function removeStore({ at, stores }: Disks, step: Mortality['step'], store: string): Promise<void> {
  const there = at(store);
  await step(async () => {
    there.disk.bytes = new Uint8Array();
  });
  await step(async () => there.blobs.clear());
  await step(async () => {
    // Windows that have the database open are notified, and it waits for them to close, as in a browser.
    const { indexedDB } = there.platform();
    await new Dexie(store, { ...(indexedDB && { indexedDB }), IDBKeyRange }).delete();
    there.wipe();
    stores.delete(store);
  });
}
