/** A phone for tests: what survives its process (disk, database, photos) is apart from the process. */

import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { newRevision } from '../../programme/index.ts';
import type { Session } from '../../protocol/index.ts';
import { aroundOpening } from '../database/openings.ts';
import {
  type Clock,
  type DeviceKey,
  type MemoryDisk,
  memoryBlobs,
  memoryJournal,
  noEncryption,
  openVault,
  type Platform,
  type Rng,
  uuidv7,
  type Vault,
} from '../index.ts';
import { nodeKeys } from './test-keys.ts';

/**
 * The session of a test's phone, unless the test signs in somebody else: records of another scope are not shown to it.
 */
const TEST_SESSION: Session = {
  token: 'token-of-twenty-letters-or-more',
  officer: { id: 'nobody', name: 'Trần Văn Bình' },
  posts: [{ role: 'officer', scope: 'scope-here' }],
  scopes: ['scope-here'],
  communes: [],
  period: '2026',
};

/** The disks of one phone, and its clock and randomness; each `open` is a process over them. */
export interface TestPhone {
  readonly disk: MemoryDisk;
  indexedDB: IDBFactory;
  readonly blobs: Map<string, Uint8Array>;
  readonly clock: Clock & { forward(ms: number): void };
  readonly rng: Rng;
  /** The key it signs with: lost with its database, and copied where a profile is copied. */
  key: DeviceKey | null;
  platform(changed?: Partial<Platform>): Platform;
  /** Opens the vault, and signs in where the disk takes it. */
  open(changed?: Partial<Platform>): Promise<Vault>;
  /** Opens the vault as it is: nobody is signed in who was not before. */
  openAsItIs(changed?: Partial<Platform>): Promise<Vault>;
  /** Deletes every database of the origin without any notice, as Chromium does after a torn log. */
  wipe(): void;
}

/** @param seed the same seed gives the same ids and salts */
export function testPhone(seed: number): TestPhone {
  let state = seed >>> 0 || 1;
  let millis = Date.parse('2026-11-24T02:00:00Z');
  const disk: MemoryDisk = { bytes: new Uint8Array() };
  const blobs = new Map<string, Uint8Array>();
  const phone: TestPhone = {
    disk,
    blobs,
    indexedDB: new IDBFactory(),
    key: null,
    clock: {
      now: () => `${new Date(millis + 7 * 3_600_000).toISOString().slice(0, -1)}+07:00`,
      millis: () => millis,
      forward(ms) {
        millis += ms;
      },
    },
    rng: {
      bytes: (length) =>
        Uint8Array.from({ length }, () => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
          return state >>> 24;
        }),
    },
    platform: (changed = {}) => ({
      clock: phone.clock,
      rng: phone.rng,
      journal: memoryJournal(disk),
      blobs: memoryBlobs(blobs),
      encryption: noEncryption,
      keys: {
        ...nodeKeys,
        async create() {
          phone.key ??= await nodeKeys.create();
          return phone.key;
        },
      },
      indexedDB: phone.indexedDB,
      IDBKeyRange,
      databaseName: 'test',
      ...changed,
    }),
    openAsItIs: (changed) => openVault(phone.platform(changed)),
    async open(changed) {
      const vault = await phone.openAsItIs(changed);
      if ((await vault.session()) === null) await vault.setSession(TEST_SESSION).catch(() => undefined);
      return vault;
    },
    wipe() {
      phone.indexedDB = new IDBFactory();
      phone.key = null;
    },
  };
  return phone;
}

/** A disk with little room: each write of the phone takes one of `left`, and at 0 the disk is full. */
export interface SmallDisk {
  left: number;
  /** Whether room is kept aside on it; released, it is enough for `RESERVE_WRITES`. */
  storageReserve: boolean;
  /** The parts for `phone.open`: journal, photos, database and storage reserve on this disk. */
  parts(): Partial<Platform>;
}
const RESERVE_WRITES = 50;

/** Puts the parts of a phone on a disk with little room. */
export function smallDisk(phone: TestPhone): SmallDisk {
  const take = () => {
    if (disk.left <= 0) throw new DOMException('no room', 'QuotaExceededError');
    disk.left -= 1;
  };
  const disk: SmallDisk = {
    left: Number.POSITIVE_INFINITY,
    storageReserve: true,
    parts() {
      const { journal, blobs, indexedDB } = phone.platform();
      return {
        journal: {
          ...journal,
          async append(payloads) {
            take();
            await journal.append(payloads);
          },
        },
        blobs: {
          ...blobs,
          async put(name, bytes) {
            take();
            await blobs.put(name, bytes);
          },
        },
        ...(indexedDB && { indexedDB: failingWhenFull(indexedDB, take) }),
        storageReserve: {
          fits: async () => disk.left > 0,
          async release() {
            if (!disk.storageReserve) return false;
            disk.storageReserve = false;
            disk.left += RESERVE_WRITES;
            return true;
          },
          async restock() {
            disk.storageReserve ||= disk.left > RESERVE_WRITES;
            return disk.storageReserve;
          },
        },
      };
    },
  };
  return disk;
}

/**
 * A database whose transactions can be made to fail. Dexie keeps `transaction` of the connection at the first event of
 * an opening, and takes the database from a transaction: so each connection is given its own, before Dexie sees it.
 * @param begins called before each transaction; what it throws is thrown in its place
 */
export function beforeTransactions(factory: IDBFactory, begins: (mode: IDBTransactionMode) => void): IDBFactory {
  return aroundOpening(factory, (open) => {
    const request = open();
    let guarded = false;
    const guard = () => {
      if (guarded) return;
      guarded = true;
      const begin = request.result.transaction.bind(request.result);
      request.result.transaction = (...args) => {
        begins(args[1] ?? 'readonly');
        return begin(...args);
      };
    };
    request.addEventListener('upgradeneeded', guard);
    request.addEventListener('success', guard);
    return request;
  });
}

/** Opening a database writes too, in every browser. */
function failingWhenFull(factory: IDBFactory, take: () => void): IDBFactory {
  const writing = beforeTransactions(factory, (mode) => {
    if (mode === 'readwrite') take();
  });
  return aroundOpening(writing, (open) => {
    take();
    return open();
  });
}

/** An evaluation with one photo, as a screen would commit it; for records whose content does not matter. */
export function evaluationWith({ clock, rng }: Pick<TestPhone, 'clock' | 'rng'>, scope: string, sha256: string) {
  const zeros = '0'.repeat(64);
  return newRevision(
    'evaluation',
    { scope, id: uuidv7(clock, rng) },
    {
      subject: { kind: 'citizen', id: uuidv7(clock, rng) },
      hamlet: 'Ấp Một',
      period: '2026',
      criteriaSet: { id: 'cdht-1', version: '1', sha256: zeros },
      answers: { '1': { points: 8, evidence: [{ kind: 'photo', sha256 }] } },
      clientResult: { total: 8, max: 100, verdict: 'incomplete', hash: zeros },
      finishedAt: clock.now(),
    },
  );
}
