/** A day of one phone: its clock may jump, one of its copies may be damaged and heal, and its officer may work with it. */
import type { Random } from '../../../src/endpoint/demo/random.ts';
import { awaitSites } from '../awaits.ts';
import { NO_FAULTS, type ProcessFaults } from '../phone/dangers.ts';
import type { SimPhone } from '../phone/phone.ts';
import { aCrashPlace, healingSites } from './crash-places.ts';
import { sit } from './sitting.ts';
import { DAY_MS, type World } from './world.ts';

export async function dayOfPhone(world: World, phone: SimPhone, random: Random): Promise<void> {
  if (world.may('clock-jump') && random.chance(3)) {
    phone.millis += (random.int(800) - 400) * DAY_MS;
    world.note('clock-jump');
  }
  const damage = damageOf(world, phone, random);
  if (damage !== null) world.note(damage);
  const acts = random.chance(55) ? 1 + random.int(2) : 0;
  const syncs = random.chance(35);
  if (acts === 0 && !syncs && damage === null) return;
  if (damage !== null) await heal(world, phone);
  const ahead = faultsAhead(world, random);
  const hadQuota = ahead.quotaAfter !== null;
  const ran = await phone.run(ahead, (first, openAnother) =>
    sit({ world, phone, random, acts, syncs, ahead }, first, openAnother),
  );
  if (hadQuota && ahead.quotaAfter !== null && ahead.quotaAfter <= 0) world.note('quota');
  if (ran.kind === 'crashed') world.note(ahead.crashAt?.passes === 0 ? 'crash-at-await' : 'crash');
}

/**
 * One copy may be lost, never both: that is what two copies are for.
 * @returns which damage was done; null: none
 */
function damageOf(world: World, phone: SimPhone, random: Random): 'wipe' | 'torn-journal' | 'flipped-bit' | null {
  if (world.may('wipe') && random.chance(3)) {
    phone.wipe();
    return 'wipe';
  }
  if (world.may('torn-journal') && random.chance(3)) {
    phone.tearJournal(1 + random.int(200));
    return 'torn-journal';
  }
  if (world.may('flipped-bit') && random.chance(2)) {
    phone.flipJournalBit(random.int(1 << 20));
    return 'flipped-bit';
  }
  return null;
}

/**
 * While a damaged phone heals it has one copy only: a second blow to a copy then is a broken phone, not a fault to stand. To
 * be killed while it heals is one.
 */
async function heal(world: World, phone: SimPhone): Promise<void> {
  const { later } = world;
  if (world.may('crash-at-await') && later.chance(world.odds(60, 90))) {
    const killed = await phone.run(
      { ...NO_FAULTS, crashAt: aCrashPlace(world, healingSites(), later) },
      async () => undefined,
    );
    if (killed.kind === 'crashed') world.note('crash-at-await');
  }
  await phone.run({ ...NO_FAULTS }, async () => undefined);
}

function faultsAhead(world: World, random: Random): ProcessFaults {
  const { later } = world;
  const ahead = { ...NO_FAULTS };
  if (world.may('crash') && random.chance(20)) {
    ahead.crashIn = random.chance(50) ? 'durable' : 'all';
    ahead.crashAfter = 1 + random.int(ahead.crashIn === 'durable' ? 14 : 90);
  }
  if (world.may('quota') && random.chance(world.odds(5, 25))) ahead.quotaAfter = 1 + random.int(12);
  if (world.may('crash-at-await') && later.chance(world.odds(25, 90))) {
    ahead.crashAt = aCrashPlace(world, awaitSites(), later);
  }
  return ahead;
}
