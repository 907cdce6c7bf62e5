/**
 * A simulated phone: a disk, a database and photos that survive its processes (process.ts), and what may happen to them
 * while no process runs.
 */
import type { Random } from '../../../src/endpoint/demo/random.ts';
import type { Net } from '../../../src/sync/index.ts';
import type { Clock, DeviceKeys, MemoryDisk } from '../../../src/vault/index.ts';
import { nodeKeys } from '../../../src/vault/testing/test-keys.ts';
import type { Disks } from '../database/disks.ts';
import { copyDatabase } from '../rows.ts';
import type { ProcessFaults } from './dangers.ts';
import { type Ran, runProcess, type Work } from './process.ts';

export class SimPhone {
  readonly name: string;
  readonly disk: MemoryDisk = { bytes: new Uint8Array() };
  readonly pulledDisk: MemoryDisk = { bytes: new Uint8Array() };
  readonly photos = new Map<string, Uint8Array>();
  indexedDB: IDBFactory;
  /** How often what it had pulled was gone. */
  losses = 0;
  readonly disks: Disks;
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
  readonly random: Random;
  readonly net: Net;
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
    this.disks = disks;
    this.indexedDB = disks.factory();
    this.random = random;
    this.net = net;
    this.millis = millis;
  }

  /** Starts a process and does `work` in it; ends at the end of the work, or at the crash. */
  run<T>(faults: ProcessFaults, work: Work<T>): Promise<Ran<T>> {
    return runProcess(this, faults, work);
  }

  /** Deletes every database of the origin without a word, as Chromium does after a torn log. */
  wipe(): void {
    this.losses += 1;
    this.indexedDB = this.disks.factory();
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
