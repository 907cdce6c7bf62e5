/** A sitting: an officer has the app open, in one tab or two, saves, looks, types and syncs. */
import type { Random } from '../../../src/endpoint/demo/random.ts';
import { look, lookWhetherItMoves, type } from '../looks.ts';
import type { ProcessFaults } from '../phone/dangers.ts';
import type { SimPhone } from '../phone/phone.ts';
import type { Process } from '../phone/process.ts';
import { SUPERVISOR } from '../server.ts';
import { outcomeText } from './outcome-text.ts';
import { saveAnAct, saveAReview } from './saves.ts';
import type { World } from './world.ts';

export interface Sitting {
  readonly world: World;
  readonly phone: SimPhone;
  readonly random: Random;
  /** How often the officer saves. */
  readonly acts: number;
  readonly syncs: boolean;
  /** What the process meets; a second tab may add a full disk to it. */
  readonly ahead: ProcessFaults;
}

export async function sit(sitting: Sitting, first: Process, openAnother: () => Promise<Process>): Promise<void> {
  const { world, phone, random, acts, syncs, ahead } = sitting;
  const { newest, later } = world;
  let mayBeFull = ahead.quotaAfter !== null;
  const second = world.may('two-tabs') && random.chance(8) ? await openAnother().catch(() => null) : null;
  if (second !== null) world.note('two-tabs');
  // One tab meets a full disk while the other is about to save.
  if (second !== null && world.may('full-tab') && newest.chance(40)) {
    mayBeFull = true;
    ahead.quotaAfter = 1 + newest.int(5);
    world.note('full-tab');
  }
  for (let act = 0; act < acts; act += 1) {
    const both = second === null ? [first] : [first, second];
    await Promise.all(both.map((tab) => saveAnAct(world, phone, tab, random)));
  }
  if (world.may('looks') && later.chance(30)) await lookAndType(world, phone, first, mayBeFull);
  if (phone.officer === SUPERVISOR && world.may('reviews') && newest.chance(world.odds(30, 60))) {
    await saveAReview(world, phone, first);
    world.note('reviews');
  }
  if (syncs) await syncAndWatch(sitting, first, second);
}

/** Syncs, while the other tab saves; now and then the app stays open and looks whether what waits moves. */
async function syncAndWatch({ world, phone, random }: Sitting, first: Process, second: Process | null): Promise<void> {
  const { newest, deaths } = world;
  const [outcome] = await Promise.all([
    first.syncClient.sync(),
    second === null ? null : saveAnAct(world, phone, second, random),
  ]);
  world.trace.push(`${phone.name} ${outcomeText(outcome)}`);
  if (world.may('looks') && deaths.chance(10)) {
    await lookWhetherItMoves(phone, first, () => {
      const stalls = world.may('stall') && newest.chance(world.odds(50, 80));
      if (stalls) world.note('stall');
      return stalls;
    });
  }
}

async function lookAndType(world: World, phone: SimPhone, { vault }: Process, mayBeFull: boolean): Promise<void> {
  const { later, known, drafts, trace } = world;
  await look(later, vault, known);
  const at = new Date(phone.millis).toISOString();
  // Where a write may meet a full disk, one copy only is kept of a draft, or none, and nothing is promised of it.
  if (mayBeFull) await type(later, vault, new Map(), at).catch(() => trace.push(`${phone.name} draft not kept`));
  else await type(later, vault, drafts.get(phone.name) ?? new Map(), at);
}
