/**
 * One seed: five phones and an endpoint for thirty days, with faults; then healing, then the oracles. Everything real
 * runs for real; only clocks, chance, disks and the network are ours.
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Random, seeded } from '../../src/endpoint/demo/random.ts';
import { contentHash } from '../../src/protocol/index.ts';
import { type Net, NetDown, type SyncOutcome } from '../../src/sync/index.ts';
import type { NewRevision } from '../../src/vault/index.ts';
import { awaitSites } from './awaits.ts';
import { DISKS } from './database/disks.ts';
import { fileDisk } from './endpoint-disk/file.ts';
import { memoryDisk } from './endpoint-disk/memory.ts';
import { PHONE_FAULTS } from './faults.ts';
import { attack, noInsiders } from './insider.ts';
import { draftFaults, type KeptDrafts, look, lookWhetherItMoves, type } from './looks.ts';
import { faultyNetwork, NET_FAULTS } from './network.ts';
import { checkWorld } from './oracles.ts';
import { NO_FAULTS, type ProcessFaults } from './phone/dangers.ts';
import { SimPhone } from './phone/phone.ts';
import type { Process, Ran } from './phone/process.ts';
import { makeRareFaults } from './rare-faults.ts';
import { SCOPE } from './scopes.ts';
import { SimServer, SUPERVISOR } from './server.ts';
import { deviceKeys } from './signatures.ts';
import { anAct, aPhoto, aReview, idsOf, type Known, learn, type Promised } from './work.ts';

export const PHONES = 5;
export const DAYS = 30;
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
export interface WorldResult {
  readonly promised: number;
  /** How many records of each kind were promised. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
  /** What happened, line by line: the same for the same seed. */
  readonly trace: readonly string[];
  /** Provider calls at which a phone was killed. */
  readonly crashPoints: readonly string[];
}

/** One world of so many has Dexie itself, which costs it twice as much as the direct database. */
const DEXIE_EVERY = 16;
/** One world of so many has the real store with SQLite, so that each of them is met with and without Dexie. */
const SQLITE_EVERY = 5;
/** One world of so many has real signatures. */
const P256_EVERY = 7;
const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-01T01:00:00Z');
const HEALING_ROUNDS_MAX = 12;
const LOOK_BACK_DAYS = 5;
/** Frames of pulled pages on a small disk: most pages are several. */
const PAGE_BYTES_MAX = 6000;
/**
 * Every phone has the week behind it after which it compares, whatever its clock was when it last did: the first and the last of
 * these rounds are more than two weeks apart. A lost row is noticed so, and a number that was accepted after all.
 */
const COMPARING_ROUNDS = 3;
const COMPARING_DAYS = 8;

export async function runWorld({
  seed,
  days = DAYS,
  allowed,
  disks = seed % DEXIE_EVERY === 0 ? 'memory' : 'direct',
  store = seed % SQLITE_EVERY === 0 ? 'sqlite' : 'memory',
  dieAt,
}: WorldInput): Promise<WorldResult> {
  const random = seeded(seed);
  const later = seeded(seed * 43 + 5);
  const newest = seeded(seed * 47 + 9);
  const deaths = seeded(seed * 53 + 3);
  const badHands = seeded(seed * 59 + 11);
  const may = (fault: string) => allowed === undefined || allowed.has(fault);
  /** Percent: where one await alone is the place of death, what leads there is commoner. */
  const odds = (usual: number, there: number) => (dieAt === undefined ? usual : there);
  const permitted = allowed ?? new Set<string>([...NET_FAULTS, ...PHONE_FAULTS]);
  const faults: Record<string, number> = {};
  const trace: string[] = [];
  const note = (fault: string) => {
    faults[fault] = (faults[fault] ?? 0) + 1;
    trace.push(`fault ${fault}`);
  };
  const folder = join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `cdht-sim-${process.pid}-${seed}`);
  const server = new SimServer(store === 'sqlite' ? fileDisk(folder) : memoryDisk());
  const keys = deviceKeys(seed % P256_EVERY === 0);
  let badPercent = 25;
  let down = false;
  const officers = Array.from({ length: PHONES }, (_, at) => `CB-${1001 + at}`);
  let day = 0;
  let made = 0;
  const makePhone = (officer: string, name = officer): SimPhone => {
    made += 1;
    const own = seeded(seed * 31 + made);
    const answer: Net['request'] = (ask) => {
      if (down) return Promise.reject(new TypeError('down'));
      if (badPercent === 0 || !may('endpoint-killed') || !newest.chance(2)) return server.answer(ask);
      note('endpoint-killed');
      return server.answerDying(ask, 1 + newest.int(40));
    };
    const net = faultyNetwork({
      answer,
      random: seeded(seed * 37 + made),
      badPercent: () => (down ? 0 : badPercent),
      allowed: permitted,
      note,
      wait: (ms) => {
        phone.millis += ms;
      },
    });
    const request: Net['request'] = (ask) => net.request(ask).catch(asNetDown);
    const phone = new SimPhone(name, own, { request }, START, DISKS[disks], officer);
    phone.keys = keys;
    return phone;
  };
  const phones = officers.map((officer) => makePhone(officer));
  for (const phone of phones.slice(0, 2)) phone.batchMax = 3;
  for (const phone of phones) if (may('compaction') && newest.chance(50)) phone.letsGo = true;
  for (const phone of phones) if (may('pulled-copy') && later.chance(50)) phone.keepsPages = true;
  for (const phone of phones) if (may('storage reserve') && later.chance(50)) phone.storageReserve = true;
  for (const phone of phones) if (may('compaction') && newest.chance(40)) phone.pageBytesMax = PAGE_BYTES_MAX;
  const promised: Promised[] = [];
  const known: Known = { households: [], citizens: [], evaluations: [] };
  const ended: string[] = [];
  const insiders = noInsiders();
  const drafts = new Map<string, KeptDrafts>(officers.map((name) => [name, new Map()]));
  const rareFaults = makeRareFaults({
    random: newest,
    may,
    note,
    server,
    phones,
    another: (of, name) => makePhone(of.officer, name),
    run: async (phone, work) => {
      const dying = may('crash-at-await') && deaths.chance(odds(40, 80));
      const ran = await phone.run({ ...NO_FAULTS, crashAt: dying ? aCrashPoint(leavingSites(), deaths) : null }, work);
      if (ran.kind === 'crashed') note('crash-at-await');
      return ran;
    },
    signIn,
    inOffice: async (phone) => {
      const enrols = newest.chance(50);
      const ran = await wellConnected(phone, async ({ syncClient }) =>
        enrols ? (await syncClient.enrol(phone.officer)).kind : (await syncClient.sync()).kind,
      );
      return ran.kind === 'done' && ran.value === (enrols ? 'signed-in' : 'done');
    },
    draftsGone: ({ name }) => drafts.set(name, new Map()),
  });
  try {
    await server.install(officers);
    for (const phone of phones) await signIn(phone);
    for (day = 0; day < days; day += 1) {
      server.millis = START + day * DAY_MS;
      down = may('endpoint-down') && random.chance(5);
      if (down) note('endpoint-down');
      if (!down && may('backup') && random.chance(odds(10, 25))) {
        await server.backUp();
        note('backup');
      } else if (
        !down &&
        may('restore') &&
        random.chance(odds(4, 15)) &&
        (await rareFaults.mayRestore()) &&
        (await server.restore())
      ) {
        note('restore');
      }
      if (!down && day % LOOK_BACK_DAYS === 0) ended.push(...(await server.lookBack()));
      if (may('scope-transfer') && later.chance(10)) {
        await server.move(later.pick(officers), later.chance(60));
        note('scope-transfer');
      }
      if (!down && may('row-lost') && newest.chance(odds(3, 15)) && (await rareFaults.rowLost(promised)))
        note('row-lost');
      for (const phone of [...phones]) {
        // A clone has chances of its own: the days of the others stay as they were.
        const chance = phone.name === phone.officer ? random : newest;
        phone.millis = START + day * DAY_MS + chance.int(DAY_MS / 2);
        await aDay(phone, chance);
        // A phone that was lost rules out the endpoint's backup: in every other seed there is none.
        if (!down) await rareFaults.ofDay(phone, odds(6, seed % 2 === 0 ? 40 : 0));
        if (!down && may('insider') && badHands.chance(odds(1, 3)) && (await isAttacking(phone))) note('insider');
        if (may('photo-rot') && newest.chance(odds(1, 15)) && rareFaults.photoRots(phone)) note('photo-rot');
      }
    }
    badPercent = 0;
    down = false;
    day = DAYS;
    for (const officer of officers) await server.move(officer, false);
    const rounds = await heal();
    trace.push(`healed in ${rounds} rounds`);
    for (const phone of phones) {
      const kept = drafts.get(phone.name) ?? new Map();
      await phone.run({ ...NO_FAULTS }, async ({ vault }) =>
        ended.push(...(await draftFaults(vault, kept, phone.name))),
      );
    }
    const violations = await checkWorld({
      server,
      phones,
      promised,
      rotten: rareFaults.rotten,
      cloned: rareFaults.cloned,
      orphans: rareFaults.orphans,
      insiders,
      ended,
      open: (phone, look) => phone.run({ ...NO_FAULTS }, look),
    });
    if (rounds > HEALING_ROUNDS_MAX) violations.push('queues were not empty in bounded rounds');
    return {
      promised: promised.length,
      kinds: counted(promised.map(({ revision }) => revision.kind)),
      faults,
      violations,
      trace,
      crashPoints: phones.flatMap(({ crashedAt }) => crashedAt),
    };
  } finally {
    await server.dispose();
  }

  /** @returns whether this phone was in bad hands today, and there was somebody to attack */
  async function isAttacking(phone: SimPhone): Promise<boolean> {
    if (phone.officer === SUPERVISOR || server.isAway(phone.officer)) return false;
    const ran = await phone.run({ ...NO_FAULTS }, (process) =>
      attack({ phone, server, random: badHands, insiders }, process, promised),
    );
    return ran.kind === 'done' && ran.value;
  }

  async function signIn(phone: SimPhone): Promise<void> {
    await wellConnected(phone, ({ syncClient }) => syncClient.enrol(phone.officer));
  }

  /** With a good network: perhaps killed at it, and then done again to its end. */
  async function wellConnected<T>(phone: SimPhone, work: (process: Process) => Promise<T>): Promise<Ran<T>> {
    badPercent = 0;
    if (may('crash-at-await') && deaths.chance(odds(20, 80))) {
      const killed = await phone.run({ ...NO_FAULTS, crashAt: aCrashPoint(awaitSites(), deaths) }, work);
      if (killed.kind === 'crashed') note('crash-at-await');
    }
    const ran = await phone.run({ ...NO_FAULTS }, work);
    badPercent = 25;
    return ran;
  }

  async function aDay(phone: SimPhone, random: Random): Promise<void> {
    let damaged = false;
    if (may('clock-jump') && random.chance(3)) {
      phone.millis += (random.int(800) - 400) * DAY_MS;
      note('clock-jump');
    }
    // One copy may be lost, never both: that is what two copies are for.
    if (may('wipe') && random.chance(3)) {
      phone.wipe();
      damaged = true;
      note('wipe');
    } else if (may('torn-journal') && random.chance(3)) {
      phone.tearJournal(1 + random.int(200));
      damaged = true;
      note('torn-journal');
    } else if (may('flipped-bit') && random.chance(2)) {
      phone.flipJournalBit(random.int(1 << 20));
      damaged = true;
      note('flipped-bit');
    }
    const acts = random.chance(55) ? 1 + random.int(2) : 0;
    const syncs = random.chance(35);
    if (acts === 0 && !syncs && !damaged) return;
    // While a damaged phone heals it has one copy only: a second blow to a copy then is a broken phone, not a fault to
    // stand. To be killed while it heals is one.
    if (damaged && may('crash-at-await') && later.chance(odds(60, 90))) {
      const killed = await phone.run(
        { ...NO_FAULTS, crashAt: aCrashPoint(healingSites(), later) },
        async () => undefined,
      );
      if (killed.kind === 'crashed') note('crash-at-await');
    }
    if (damaged) await phone.run({ ...NO_FAULTS }, async () => undefined);
    const ahead = { ...NO_FAULTS };
    if (may('crash') && random.chance(20)) {
      ahead.crashIn = random.chance(50) ? 'durable' : 'all';
      ahead.crashAfter = 1 + random.int(ahead.crashIn === 'durable' ? 14 : 90);
    }
    if (may('quota') && random.chance(odds(5, 25))) ahead.quotaAfter = 1 + random.int(12);
    if (may('crash-at-await') && later.chance(odds(25, 90))) ahead.crashAt = aCrashPoint(awaitSites(), later);
    const hadQuota = ahead.quotaAfter !== null;
    let mayBeFull = hadQuota;
    const ran = await phone.run(ahead, async (first, openAnother) => {
      const second = may('two-tabs') && random.chance(8) ? await openAnother().catch(() => null) : null;
      if (second !== null) note('two-tabs');
      // One tab meets a full disk while the other is about to save.
      if (second !== null && may('full-tab') && newest.chance(40)) {
        mayBeFull = true;
        ahead.quotaAfter = 1 + newest.int(5);
        note('full-tab');
      }
      for (let act = 0; act < acts; act += 1) {
        const both = second === null ? [first] : [first, second];
        await Promise.all(both.map((tab) => saving(phone, tab, random)));
      }
      if (may('looks') && later.chance(30)) await lookAndType(phone, first, mayBeFull);
      if (phone.officer === SUPERVISOR && may('reviews') && newest.chance(odds(30, 60))) {
        const at = new Date(phone.millis).toISOString();
        await keep(phone, first, aReview(newest, idsOf(phone, newest), at, known), null);
        note('reviews');
      }
      if (!syncs) return;
      const [outcome] = await Promise.all([
        first.syncClient.sync(),
        second === null ? null : saving(phone, second, random),
      ]);
      trace.push(`${phone.name} ${said(outcome)}`);
      if (may('looks') && deaths.chance(10)) {
        await lookWhetherItMoves(phone, first, () => {
          const stalls = may('stall') && newest.chance(odds(50, 80));
          if (stalls) note('stall');
          return stalls;
        });
      }
    });
    if (hadQuota && ahead.quotaAfter !== null && ahead.quotaAfter <= 0) note('quota');
    if (ran.kind === 'crashed') note(ahead.crashAt?.passes === 0 ? 'crash-at-await' : 'crash');
  }

  /** @param sites none where the code was loaded without its awaits named */
  function aCrashPoint(sites: readonly string[], random: Random): ProcessFaults['crashAt'] {
    if (sites.length === 0) return null;
    const when = random.chance(50) ? 'before' : 'after';
    const all = awaitSites();
    if (dieAt !== undefined) return { site: dieAt, when, passes: 1 };
    // Every seed has one place of death of its own, so that rare ones are met too.
    const site = random.chance(30) ? (all[seed % all.length] ?? random.pick(sites)) : random.pick(sites);
    return { site, when, passes: 1 + (random.chance(30) ? random.int(6) : 0) };
  }

  async function lookAndType(phone: SimPhone, { vault }: Process, mayBeFull: boolean): Promise<void> {
    await look(later, vault, known);
    const at = new Date(phone.millis).toISOString();
    // Where a write may meet a full disk, one copy only is kept of a draft, or none, and nothing is promised of it.
    if (mayBeFull) await type(later, vault, new Map(), at).catch(() => trace.push(`${phone.name} draft not kept`));
    else await type(later, vault, drafts.get(phone.name) ?? new Map(), at);
  }

  async function saving(phone: SimPhone, { vault }: Process, random: Random): Promise<void> {
    const own = seeded(random.int(1 << 30));
    let photo: string | null = null;
    try {
      if (own.chance(15)) photo = (await vault.putPhoto(aPhoto(own))).sha256;
    } catch {
      trace.push(`${phone.name} photo not kept`);
    }
    const at = new Date(phone.millis).toISOString();
    await keep(phone, { vault }, anAct(own, idsOf(phone, own), at, known, photo), photo);
  }

  /** Saves what a screen shows; from `saved` on it is promised. */
  async function keep(
    phone: SimPhone,
    { vault }: Pick<Process, 'vault'>,
    act: readonly NewRevision[],
    photo: string | null,
  ): Promise<void> {
    let saved = await vault.commit(act);
    // The officer taps once more.
    if (saved.kind === 'failed' && saved.reason === 'quota' && may('quota')) saved = await vault.commit(act);
    trace.push(`${phone.name} ${saved.kind}`);
    if (saved.kind === 'failed' && saved.reason === 'unknown' && !phone.isDead) {
      ended.push(`a save failed: ${saved.detail}`);
    }
    if (saved.kind !== 'saved') return;
    learn(known, saved.revisions);
    // From here on the screen says "Đã lưu".
    for (const revision of saved.revisions) {
      if (contentHash(revision) !== revision.contentHash) ended.push(`${revision.revId} was saved with a wrong hash`);
      promised.push({ revision, phone: phone.name, photo: revision.kind === 'evaluation' ? photo : null });
    }
  }

  /** Good weather: every phone syncs until nothing waits and a whole round brings nothing new. */
  async function heal(): Promise<number> {
    for (let round = 1; round <= HEALING_ROUNDS_MAX; round += 1) {
      let quiet = round >= COMPARING_ROUNDS;
      ended.push(...(await server.retryQuarantine()));
      for (const phone of phones) {
        phone.millis = START + (days + round * COMPARING_DAYS) * DAY_MS;
        const ran = await phone.run({ ...NO_FAULTS }, async ({ vault, syncClient }) => {
          if ((await vault.session()) === null) await syncClient.enrol(phone.officer);
          const before = await vault.cursor({ scope: SCOPE, stream: 'records' });
          let outcome = await syncClient.sync();
          // An endpoint that went back knows no token it gave since: the app asks for the code again.
          if (outcome.kind === 'signed-out') {
            await syncClient.enrol(phone.officer);
            outcome = await syncClient.sync();
          }
          trace.push(`round ${round}: ${phone.name} ${said(outcome)}`);
          const after = await vault.cursor({ scope: SCOPE, stream: 'records' });
          const { pendingCount } = await vault.health();
          return (
            outcome.kind === 'done' &&
            pendingCount === 0 &&
            before.after === after.after &&
            before.epoch === after.epoch
          );
        });
        if (ran.kind !== 'done' || !ran.value) quiet = false;
      }
      if (quiet) return round;
    }
    return HEALING_ROUNDS_MAX + 1;
  }
}

function healingSites(): readonly string[] {
  return awaitSites().filter((site) =>
    /^vault\/(upkeep\/startup|records\/(own|core)|drafts\/|journal\/entries|database\/database)/.test(site),
  );
}

/** Where records leave a phone by other ways than the network. */
function leavingSites(): readonly string[] {
  return awaitSites().filter((site) =>
    /^(sync\/(rescue|receiver|relayed)|vault\/(rescue\/|photos\/free-photos))/.test(site),
  );
}

function said(outcome: SyncOutcome): string {
  return outcome.kind === 'error' ? `error ${outcome.code}` : outcome.kind;
}

async function asNetDown(error: unknown): Promise<never> {
  throw error instanceof NetDown ? error : new NetDown(String(error));
}

function counted(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
