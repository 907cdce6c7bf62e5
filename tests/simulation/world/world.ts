/** The parts of one seed's world: its phones, its endpoint, its chances, what was promised and what went wrong. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Random, seeded } from '../../../src/endpoint/demo/random.ts';
import { type Net, NetDown } from '../../../src/sync/index.ts';
import { DISKS } from '../database/disks.ts';
import { fileDisk } from '../endpoint-disk/file.ts';
import { memoryDisk } from '../endpoint-disk/memory.ts';
import { PHONE_FAULTS } from '../faults.ts';
import { noInsiders } from '../insider.ts';
import type { KeptDrafts } from '../looks.ts';
import { faultyNetwork, NET_FAULTS } from '../network.ts';
import { SimPhone } from '../phone/phone.ts';
import { SimServer } from '../server.ts';
import { deviceKeys } from '../signatures.ts';
import type { Known, Promised } from '../work.ts';

export const DAYS = 30;
export const DAY_MS = 86_400_000;
export const START = Date.parse('2026-11-01T01:00:00Z');

export interface WorldInput {
  readonly seed: number;
  readonly days?: number;
  /** Kinds of fault that may happen; all when absent. */
  readonly allowed?: ReadonlySet<string>;
  /** The phones' databases (disks.ts): where none is named, the seed says whether Dexie runs or the direct one. */
  readonly disks?: keyof typeof DISKS;
  /** The endpoint's database: where none is named, the seed says whether SQLite runs or the rows in memory. */
  readonly store?: 'sqlite' | 'memory';
  /** The only await at which a process dies, and more often than at any other; all when absent. */
  readonly dieAt?: string | undefined;
}

const PHONES = 5;
/** One world of so many has Dexie itself, which costs it twice as much as the direct database. */
const DEXIE_EVERY = 16;
/** One world of so many has the real store with SQLite, so that each of them is met with and without Dexie. */
const SQLITE_EVERY = 5;
/** One world of so many has real signatures. */
const P256_EVERY = 7;
/** Frames of pulled pages on a small disk: most pages are several. */
const PAGE_BYTES_MAX = 6000;
/** Percent of the requests that a bad network spoils. */
const BAD_PERCENT = 25;

export class World {
  readonly seed: number;
  readonly days: number;
  readonly dieAt: string | undefined;
  /** Streams of chance: each new kind of fault draws from a younger one, so that old seeds keep their stories. */
  readonly random: Random;
  readonly later: Random;
  readonly newest: Random;
  readonly deaths: Random;
  readonly badHands: Random;
  readonly server: SimServer;
  readonly officers: readonly string[];
  readonly phones: SimPhone[];
  /** What a screen called saved. */
  readonly promised: Promised[] = [];
  readonly known: Known = { households: [], citizens: [], evaluations: [] };
  /** What went wrong at once, as sentences. */
  readonly ended: string[] = [];
  readonly insiders = noInsiders();
  /** By the name of the phone. */
  readonly drafts: Map<string, KeptDrafts>;
  readonly faults: Record<string, number> = {};
  readonly trace: string[] = [];
  /** Whether the endpoint answers nobody. */
  isDown = false;
  #badPercent = BAD_PERCENT;
  readonly #allowed: ReadonlySet<string> | undefined;
  readonly #disks: keyof typeof DISKS;
  readonly #keys: ReturnType<typeof deviceKeys>;
  #phonesMade = 0;

  constructor({
    seed,
    days = DAYS,
    allowed,
    disks = seed % DEXIE_EVERY === 0 ? 'memory' : 'direct',
    store = seed % SQLITE_EVERY === 0 ? 'sqlite' : 'memory',
    dieAt,
  }: WorldInput) {
    this.seed = seed;
    this.days = days;
    this.dieAt = dieAt;
    this.random = seeded(seed);
    this.later = seeded(seed * 43 + 5);
    this.newest = seeded(seed * 47 + 9);
    this.deaths = seeded(seed * 53 + 3);
    this.badHands = seeded(seed * 59 + 11);
    this.#allowed = allowed;
    this.#disks = disks;
    this.#keys = deviceKeys(seed % P256_EVERY === 0);
    const folder = join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `cdht-sim-${process.pid}-${seed}`);
    this.server = new SimServer(store === 'sqlite' ? fileDisk(folder) : memoryDisk());
    this.officers = Array.from({ length: PHONES }, (_, at) => `CB-${1001 + at}`);
    this.drafts = new Map(this.officers.map((name) => [name, new Map()]));
    this.phones = this.officers.map((officer) => this.newPhone(officer));
    this.#giveHabits();
  }

  /** Whether a kind of fault may happen here. */
  may(fault: string): boolean {
    return this.#allowed === undefined || this.#allowed.has(fault);
  }

  /** Percent: where one await alone is the place of death, what leads there is commoner. */
  odds(usual: number, there: number): number {
    return this.dieAt === undefined ? usual : there;
  }

  note(fault: string): void {
    this.faults[fault] = (this.faults[fault] ?? 0) + 1;
    this.trace.push(`fault ${fault}`);
  }

  goodNetwork(): void {
    this.#badPercent = 0;
  }

  badNetwork(): void {
    this.#badPercent = BAD_PERCENT;
  }

  newPhone(officer: string, name = officer): SimPhone {
    this.#phonesMade += 1;
    const made = this.#phonesMade;
    const own = seeded(this.seed * 31 + made);
    const net = faultyNetwork({
      answer: (ask) => this.#answer(ask),
      random: seeded(this.seed * 37 + made),
      badPercent: () => (this.isDown ? 0 : this.#badPercent),
      allowed: this.#allowed ?? new Set<string>([...NET_FAULTS, ...PHONE_FAULTS]),
      note: (fault) => this.note(fault),
      wait: (ms) => {
        phone.millis += ms;
      },
    });
    const request: Net['request'] = (ask) => net.request(ask).catch(asNetDown);
    const phone = new SimPhone(name, own, { request }, START, DISKS[this.#disks], officer);
    phone.keys = this.#keys;
    return phone;
  }

  readonly #answer: Net['request'] = (ask) => {
    if (this.isDown) return Promise.reject(new TypeError('down'));
    if (this.#badPercent === 0 || !this.may('endpoint-killed') || !this.newest.chance(2))
      return this.server.answer(ask);
    this.note('endpoint-killed');
    return this.server.answerDying(ask, 1 + this.newest.int(40));
  };

  #giveHabits(): void {
    const { phones, newest, later } = this;
    for (const phone of phones.slice(0, 2)) phone.batchMax = 3;
    for (const phone of phones) if (this.may('compaction') && newest.chance(50)) phone.letsGo = true;
    for (const phone of phones) if (this.may('pulled-copy') && later.chance(50)) phone.keepsPages = true;
    for (const phone of phones) if (this.may('storage reserve') && later.chance(50)) phone.storageReserve = true;
    for (const phone of phones) if (this.may('compaction') && newest.chance(40)) phone.pageBytesMax = PAGE_BYTES_MAX;
  }
}

async function asNetDown(error: unknown): Promise<never> {
  throw error instanceof NetDown ? error : new NetDown(String(error));
}
