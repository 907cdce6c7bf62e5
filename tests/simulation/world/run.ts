/**
 * One seed: five phones and an endpoint for thirty days, with faults; then healing, then the oracles. Everything real
 * runs for real; only clocks, chance, disks and the network are ours.
 */
import { attack } from '../insider.ts';
import { draftFaults } from '../looks.ts';
import { checkWorld } from '../oracles.ts';
import { NO_FAULTS } from '../phone/dangers.ts';
import type { SimPhone } from '../phone/phone.ts';
import { makeRareFaults, type RareFaults } from '../rare-faults.ts';
import { SUPERVISOR } from '../server.ts';
import { aCrashPlace, leavingSites } from './crash-places.ts';
import { dayOfEndpoint } from './endpoint-day.ts';
import { HEALING_ROUNDS_MAX, heal } from './healing.ts';
import { signIn, visitOffice } from './office.ts';
import { dayOfPhone } from './phone-day.ts';
import { DAY_MS, START, World, type WorldInput } from './world.ts';

interface WorldResult {
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

export async function runWorld(input: WorldInput): Promise<WorldResult> {
  const world = new World(input);
  const { server, phones, officers, promised, faults, trace } = world;
  const rareFaults = rareFaultsIn(world);
  try {
    await server.install(officers);
    for (const phone of phones) await signIn(world, phone);
    for (let day = 0; day < world.days; day += 1) {
      await dayOfEndpoint(world, day, rareFaults);
      for (const phone of [...phones]) await dayOf(world, phone, day, rareFaults);
    }
    world.goodNetwork();
    world.isDown = false;
    for (const officer of officers) await server.move(officer, false);
    const rounds = await heal(world);
    trace.push(`healed in ${rounds} rounds`);
    const violations = await violationsOf(world, rareFaults);
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
}

async function dayOf(world: World, phone: SimPhone, day: number, rareFaults: RareFaults): Promise<void> {
  const { newest, badHands, seed } = world;
  // A clone has chances of its own: the days of the others stay as they were.
  const chance = phone.name === phone.officer ? world.random : newest;
  phone.millis = START + day * DAY_MS + chance.int(DAY_MS / 2);
  await dayOfPhone(world, phone, chance);
  // A phone that was lost rules out the endpoint's backup: in every other seed there is none.
  if (!world.isDown) await rareFaults.ofDay(phone, world.odds(6, seed % 2 === 0 ? 40 : 0));
  if (!world.isDown && world.may('insider') && badHands.chance(world.odds(1, 3)) && (await isAttacking(world, phone)))
    world.note('insider');
  if (world.may('photo-rot') && newest.chance(world.odds(1, 15)) && rareFaults.photoRots(phone))
    world.note('photo-rot');
}

/** @returns whether this phone was in bad hands today, and there was somebody to attack */
async function isAttacking(world: World, phone: SimPhone): Promise<boolean> {
  const { server, badHands, insiders, promised } = world;
  if (phone.officer === SUPERVISOR || server.isAway(phone.officer)) return false;
  const ran = await phone.run({ ...NO_FAULTS }, (process) =>
    attack({ phone, server, random: badHands, insiders }, process, promised),
  );
  return ran.kind === 'done' && ran.value;
}

function rareFaultsIn(world: World): RareFaults {
  const { newest, deaths, server, phones, drafts } = world;
  return makeRareFaults({
    random: newest,
    may: (fault) => world.may(fault),
    note: (fault) => world.note(fault),
    server,
    phones,
    another: (of, name) => world.newPhone(of.officer, name),
    run: async (phone, work) => {
      const dying = world.may('crash-at-await') && deaths.chance(world.odds(40, 80));
      const crashAt = dying ? aCrashPlace(world, leavingSites(), deaths) : null;
      const ran = await phone.run({ ...NO_FAULTS, crashAt }, work);
      if (ran.kind === 'crashed') world.note('crash-at-await');
      return ran;
    },
    signIn: (phone) => signIn(world, phone),
    inOffice: (phone) => visitOffice(world, phone),
    draftsGone: ({ name }) => drafts.set(name, new Map()),
  });
}

/** What the oracles find, drafts first, as sentences. */
async function violationsOf(world: World, { rotten, cloned, orphans }: RareFaults): Promise<string[]> {
  const { server, phones, promised, insiders, ended, drafts } = world;
  for (const phone of phones) {
    const kept = drafts.get(phone.name) ?? new Map();
    await phone.run({ ...NO_FAULTS }, async ({ vault }) => ended.push(...(await draftFaults(vault, kept, phone.name))));
  }
  return await checkWorld({
    server,
    phones,
    promised,
    rotten,
    cloned,
    orphans,
    insiders,
    ended,
    open: (phone, look) => phone.run({ ...NO_FAULTS }, look),
  });
}

function counted(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
