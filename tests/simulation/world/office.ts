/** What a phone does in the office, where the network is good. */
import { awaitSites } from '../awaits.ts';
import { NO_FAULTS } from '../phone/dangers.ts';
import type { SimPhone } from '../phone/phone.ts';
import type { Process, Ran } from '../phone/process.ts';
import { aCrashPlace } from './crash-places.ts';
import type { World } from './world.ts';

export async function signIn(world: World, phone: SimPhone): Promise<void> {
  await wellConnected(world, phone, ({ syncClient }) => syncClient.enrol(phone.officer));
}

/** One round, or the code typed once more. @returns whether it went through */
export async function visitOffice(world: World, phone: SimPhone): Promise<boolean> {
  const enrols = world.newest.chance(50);
  const ran = await wellConnected(world, phone, async ({ syncClient }) =>
    enrols ? (await syncClient.enrol(phone.officer)).kind : (await syncClient.sync()).kind,
  );
  return ran.kind === 'done' && ran.value === (enrols ? 'signed-in' : 'done');
}

/** With a good network: perhaps killed at it, and then done again to its end. */
async function wellConnected<T>(
  world: World,
  phone: SimPhone,
  work: (process: Process) => Promise<T>,
): Promise<Ran<T>> {
  const { deaths } = world;
  world.goodNetwork();
  if (world.may('crash-at-await') && deaths.chance(world.odds(20, 80))) {
    const killed = await phone.run({ ...NO_FAULTS, crashAt: aCrashPlace(world, awaitSites(), deaths) }, work);
    if (killed.kind === 'crashed') world.note('crash-at-await');
  }
  const ran = await phone.run({ ...NO_FAULTS }, work);
  world.badNetwork();
  return ran;
}
