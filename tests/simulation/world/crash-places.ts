/** At which await of the vault or of the sync client a process of this world dies next. */
import type { Random } from '../../../src/endpoint/demo/random.ts';
import { awaitSites } from '../awaits.ts';
import type { ProcessFaults } from '../phone/dangers.ts';
import type { World } from './world.ts';

/** @param sites none where the code was loaded without its awaits named */
export function aCrashPlace(
  { seed, dieAt }: World,
  sites: readonly string[],
  random: Random,
): ProcessFaults['crashAt'] {
  if (sites.length === 0) return null;
  const when = random.chance(50) ? 'before' : 'after';
  const all = awaitSites();
  if (dieAt !== undefined) return { site: dieAt, when, passes: 1 };
  // Every seed has one place of death of its own, so that rare ones are met too.
  const site = random.chance(30) ? (all[seed % all.length] ?? random.pick(sites)) : random.pick(sites);
  return { site, when, passes: 1 + (random.chance(30) ? random.int(6) : 0) };
}

/** Where a phone makes one copy whole again from the other. */
export function healingSites(): readonly string[] {
  return awaitSites().filter((site) =>
    /^vault\/(upkeep\/startup|records\/(own|core)|drafts\/|journal\/entries|database\/database)/.test(site),
  );
}

/** Where records leave a phone by other ways than the network. */
export function leavingSites(): readonly string[] {
  return awaitSites().filter((site) => /^(sync\/relay\/|vault\/(rescue\/|photos\/free-photos))/.test(site));
}
