/**
 * A simulated phone: the real vault and sync client over a disk, a database and photos that survive the process. A crash
 * stops the running process at a chosen await of a provider: nothing of it runs on, what was durable stays.
 */
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { Random } from '../../src/endpoint/demo/random.ts';
import { loadSyncClient, type Net, NetDown, type SyncClient } from '../../src/sync/index.ts';
import {
  type Clock,
  type DeviceKeys,
  type Journal,
  type MemoryDisk,
  memoryBlobs,
  memoryJournal,
  openVault,
  type Platform,
  QuotaFull,
  type Rng,
  type Vault,
} from '../../src/vault/index.ts';
import { nodeKeys } from '../../src/vault/testing/test-keys.ts';
import { beforeTransactions } from '../../src/vault/testing/test-phone.ts';
import { type AwaitWatch, never, watched } from './awaits.ts';
import { mask } from './canary.ts';
import type { Disks } from './database/disks.ts';
import type { ProviderCall } from './provider-calls.ts';
import { copyDatabase } from './rows.ts';
import { bytesOf } from './work.ts';

/** What a process is promised to meet: at its n-th call of a provider something happens. */
export interface ProcessFaults {
  /** Calls until the crash; null: it lives. */
  crashAfter: number | null;
  /** Which calls count towards the crash: all, or only those that write or talk to the network. */
  crashIn: 'all' | 'durable';
  /** Calls until a write meets a full disk; null: never. */
  quotaAfter: number | null;
  /** An await of the vault or the sync client at which the process dies, and after how many passages; null: at none. */
  crashAt: { readonly site: string; readonly when: 'before' | 'after'; passes: number } | null;
}

export interface Process {
  readonly vault: Vault;
  readonly syncClient: SyncClient;
}

export type Ran<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'crashed' }
  /** The disk was full while the vault opened: the app says so and opens nothing. */
  | { readonly kind: 'not-opened' };

interface Dangers {
  readonly point: (name: ProviderCall) => Promise<void>;
  /** @returns whether the process ends here */
  readonly pointNow: (name: ProviderCall) => boolean;
  readonly full: () => boolean;
  readonly isDead: () => boolean;
  readonly exclusive: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

/** Turns of the event loop after which nothing of a killed process moves any more. */
const TURNS_TO_DIE = 4;
/** Microtasks that a write to the journal takes: counted, so that a seed's story stays the same. */
const TURNS_TO_WRITE = 40;

export class SimPhone {
  readonly name: string;
  readonly disk: MemoryDisk = { bytes: new Uint8Array() };
  readonly pulledDisk: MemoryDisk = { bytes: new Uint8Array() };
  readonly photos = new Map<string, Uint8Array>();
  indexedDB: IDBFactory;
  /** How often what it had pulled was gone. */
  losses = 0;
  readonly #disks: Disks;
  millis: number;
  /** Whether room is kept aside; null: a phone that has no storage reserve. */
  storageReserve: boolean | null = null;
  /** Records of one push; null: as many as the app sends. */
  batchMax: number | null = null;
  /** Whether what it pulls has a second copy. */
  keepsPages = false;
  /** Bytes of a frame of that copy; null: as many as on a disk. */
  pageBytesMax: number | null = null;
  /** Its requests get no answer until they are given up; this is called with each of them. */
  stall: (() => void) | null = null;
  /** Whether its journal lets payloads go soon after a backup has them; the real one waits longer. */
  letsGo = false;
  /** What it signs with (signatures.ts). */
  keys: DeviceKeys = nodeKeys;
  readonly #random: Random;
  readonly #net: Net;
  /** Whether its last process was killed; what it reports after that reaches nobody. */
  isDead = false;
  /** Provider calls by name at which a crash happened: the coverage of crash points. */
  readonly crashedAt: string[] = [];
  /** Whose phone it is: the code it signs in with. */
  readonly officer: string;
  readonly clock: Clock = {
    now: () => `${new Date(this.millis + 7 * 3_600_000).toISOString().slice(0, -1)}+07:00`,
    millis: () => this.millis,
  };

  constructor(name: string, random: Random, net: Net, millis: number, disks: Disks, officer = name) {
    this.name = name;
    this.officer = officer;
    this.#disks = disks;
    this.indexedDB = disks.factory();
    this.#random = random;
    this.#net = net;
    this.millis = millis;
  }

  /** Starts a process and does `work` in it; ends at the end of the work, or at the crash. */
  async run<T>(
    faults: ProcessFaults,
    work: (process: Process, openAnother: () => Promise<Process>) => Promise<T>,
  ): Promise<Ran<T>> {
    let dead = false;
    this.isDead = false;
    this.stall = null;
    let crash: () => void = () => undefined;
    const crashed = new Promise<{ kind: 'crashed' }>((resolve) => {
      crash = () => {
        dead = true;
        this.isDead = true;
        resolve({ kind: 'crashed' });
      };
    });
    const opened: Vault[] = [];
    const passed = Promise.resolve();
    const point = (name: ProviderCall): Promise<void> => {
      if (dead) return never();
      if (faults.crashAfter === null || !counted(faults, name)) return passed;
      faults.crashAfter -= 1;
      if (faults.crashAfter > 0) return passed;
      this.crashedAt.push(name);
      crash();
      return never();
    };
    /** A transaction is opened without an await: the process ends by an error that nobody hears any more. */
    const pointNow = (name: ProviderCall): boolean => {
      if (faults.crashAfter === null || !counted(faults, name)) return false;
      faults.crashAfter -= 1;
      if (faults.crashAfter > 0) return false;
      this.crashedAt.push(name);
      crash();
      return true;
    };
    const watch: AwaitWatch = {
      crash,
      at(site) {
        if (dead) return 'dead';
        const { crashAt } = faults;
        if (crashAt?.site !== site) return null;
        crashAt.passes -= 1;
        return crashAt.passes === 0 ? crashAt.when : null;
      },
    };
    const full = (): boolean => {
      if (faults.quotaAfter === null) return false;
      faults.quotaAfter -= 1;
      return faults.quotaAfter === 0;
    };
    const exclusive = mutex();
    const asking = new Set<Promise<unknown>>();
    const open = async (): Promise<Process> => {
      const platform = this.#platform({ point, pointNow, full, isDead: () => dead, exclusive });
      const vault = await openVault(platform);
      opened.push(vault);
      const net: Net = {
        request: async (ask) => {
          await point('net: before');
          if (this.stall !== null) {
            this.stall();
            await this.#givenUp(ask.signal);
          }
          const asked = this.#net.request(ask);
          asking.add(asked);
          const answer = await asked.finally(() => asking.delete(asked));
          await point('net: after');
          return answer;
        },
      };
      const syncing = mutex();
      const syncClient = await loadSyncClient({
        vault,
        net,
        clock: platform.clock,
        rng: platform.rng,
        appVersion: 'simulated',
        tryExclusive: (_name, act) => syncing('sync', act),
        persisted: async () => true,
        // Two of five have several pushes under way, and some of these are answered when others are not.
        ...(this.batchMax !== null && { batchMax: this.batchMax }),
      });
      return { vault, syncClient };
    };
    const all = watched(watch, async (): Promise<Ran<T>> => {
      const process = await open().catch((error: unknown) => {
        if (isFull(error)) return null;
        throw error;
      });
      if (process === null) return { kind: 'not-opened' };
      const value = await work(process, open);
      for (const vault of opened) await vault.close();
      return { kind: 'done', value };
    });
    const ran = await Promise.race([all, crashed]);
    if (dead && faults.crashAt?.passes === 0)
      this.crashedAt.push(`await ${faults.crashAt.site} ${faults.crashAt.when}`);
    // While a dead process unwinds, Dexie's zone of it may be everybody's: the next one would wait in it for ever.
    for (let turn = 0; dead && turn < TURNS_TO_DIE; turn += 1) await turnOfTheLoop();
    // What it had asked the endpoint is still answered there, also where nobody waits for it any more.
    await Promise.allSettled(asking);
    return ran;
  }

  /** @throws NetDown when the request is given up: then the link is there again */
  #givenUp(signal: AbortSignal | undefined): Promise<never> {
    return new Promise((_, reject) => {
      signal?.addEventListener('abort', () => {
        this.stall = null;
        reject(new NetDown('given up'));
      });
    });
  }

  #platform({ point, pointNow, full, isDead, exclusive }: Dangers): Platform {
    const { clock } = this;
    const random = this.#random;
    const rng: Rng = { bytes: (length) => bytesOf(random, length) };
    const inner = memoryJournal(this.disk);
    const journal: Journal = {
      kind: 'memory',
      append: async (payloads) => {
        await point('journal: before append');
        if (full()) throw new QuotaFull('simulated');
        // A disk takes its time: what does not wait for it goes on before the bytes are there.
        for (let turn = 0; turn < TURNS_TO_WRITE; turn += 1) await null;
        if (isDead()) await never();
        const before = this.disk.bytes.length;
        await inner.append(payloads);
        // Killed in the middle of the write: any part of it may be on the disk.
        const after = this.disk.bytes;
        const kept = before + random.int(after.length - before + 1);
        const tear = () => {
          this.disk.bytes = after.slice(0, kept);
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
    const photos = memoryBlobs(this.photos);
    const pulled = memoryJournal(this.pulledDisk);
    const { pageBytesMax } = this;
    return {
      ...(this.keepsPages && {
        pulled: { ...pulled, ...(pageBytesMax !== null && { payloadBytesMax: pageBytesMax }) },
      }),
      ...(this.letsGo && { compaction: { retainDays: 2, droppedBytesMin: 0 } }),
      clock,
      rng,
      journal,
      blobs: {
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
      },
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
      keys: this.keys,
      indexedDB: guarded(this.indexedDB, { isDead, full, pointNow }),
      IDBKeyRange: this.#disks.keyRange,
      ...(this.storageReserve !== null && {
        storageReserve: {
          fits: async () => true,
          release: async () => {
            await point('storage reserve: release');
            const had = this.storageReserve === true;
            this.storageReserve = false;
            return had;
          },
          restock: async () => {
            await point('storage reserve: restock');
            this.storageReserve = true;
            return true;
          },
        },
      }),
      databaseName: 'vault',
      exclusive: async (name, work) => {
        await point('lock');
        const done = await exclusive(name, work);
        await point('unlock');
        return done;
      },
    };
  }

  /** Deletes every database of the origin without a word, as Chromium does after a torn log. */
  wipe(): void {
    this.losses += 1;
    this.indexedDB = this.#disks.factory();
  }

  /** Fell into a canal: both copies, photos and what was relayed. */
  loseEverything(): void {
    this.wipe();
    this.disk.bytes = new Uint8Array();
    this.pulledDisk.bytes = new Uint8Array();
    this.photos.clear();
    if (this.storageReserve !== null) this.storageReserve = true;
  }

  /** What lies on this phone lies on the other one too: a backup app's work. What was there is gone. */
  async copyTo(other: SimPhone): Promise<void> {
    other.loseEverything();
    await copyDatabase(this.indexedDB, other.indexedDB);
    other.disk.bytes = this.disk.bytes.slice();
    other.pulledDisk.bytes = this.pulledDisk.bytes.slice();
    for (const [name, bytes] of this.photos) other.photos.set(name, bytes.slice());
    other.storageReserve = this.storageReserve;
    other.keepsPages = this.keepsPages;
    other.pageBytesMax = this.pageBytesMax;
    other.letsGo = this.letsGo;
    other.millis = this.millis;
  }

  /** The file of a photo is gone, or not what was written. @returns its name */
  rotPhoto(random: Random): string | null {
    const names = [...this.photos.keys()].filter((name) => /^[0-9a-f]{64}$/.test(name));
    if (names.length === 0) return null;
    const name = random.pick(names);
    const bytes = this.photos.get(name);
    if (bytes === undefined || random.chance(50)) this.photos.delete(name);
    else this.photos.set(name, bytes.slice(1));
    return name;
  }

  /** The file system lost the end of the journal. */
  tearJournal(bytes: number): void {
    this.disk.bytes = this.disk.bytes.slice(0, Math.max(0, this.disk.bytes.length - bytes));
  }

  flipJournalBit(at: number): void {
    if (this.disk.bytes.length === 0) return;
    const bytes = this.disk.bytes.slice();
    const place = at % bytes.length;
    bytes[place] = (bytes[place] ?? 0) ^ (1 << (at % 8));
    this.disk.bytes = bytes;
  }
}

function isFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error instanceof QuotaFull || /QuotaExceeded|simulated/.test(`${error.name} ${error.message}`))
  );
}

function counted({ crashIn }: ProcessFaults, name: ProviderCall): boolean {
  return crashIn === 'all' || /^(journal: (before|after)|transaction: readwrite|net|photo: put)/.test(name);
}

function mutex() {
  let turn: Promise<unknown> = Promise.resolve();
  return <T>(_name: string, work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };
}

/** A process that is dead opens no transaction any more; one whose disk is full learns so from the write. */
function guarded(
  factory: IDBFactory,
  { isDead, full, pointNow }: Pick<Dangers, 'isDead' | 'full' | 'pointNow'>,
): IDBFactory {
  return beforeTransactions(factory, (mode) => {
    if (mode === 'versionchange') return;
    if (isDead() || pointNow(`transaction: ${mode}`)) throw new DOMException('the process is gone', 'AbortError');
    if (mode === 'readwrite' && full()) throw new DOMException('simulated', 'QuotaExceededError');
  });
}
