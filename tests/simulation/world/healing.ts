/** Good weather: every phone syncs until nothing waits and a whole round brings nothing new. */
import { NO_FAULTS } from '../phone/dangers.ts';
import type { SimPhone } from '../phone/phone.ts';
import type { Process } from '../phone/process.ts';
import { SCOPE } from '../scopes.ts';
import { outcomeText } from './outcome-text.ts';
import { DAY_MS, START, type World } from './world.ts';

export const HEALING_ROUNDS_MAX = 12;
/**
 * Every phone has the week behind it after which it compares, whatever its clock was when it last did: the first and the last of
 * these rounds are more than two weeks apart. A lost row is noticed so, and a number that was accepted after all.
 */
const COMPARING_ROUNDS = 3;
const COMPARING_DAYS = 8;

/** @returns after how many rounds all was quiet; one more than there may be: it never was */
export async function heal(world: World): Promise<number> {
  for (let round = 1; round <= HEALING_ROUNDS_MAX; round += 1) {
    let quiet = round >= COMPARING_ROUNDS;
    world.ended.push(...(await world.server.retryQuarantine()));
    for (const phone of world.phones) {
      phone.millis = START + (world.days + round * COMPARING_DAYS) * DAY_MS;
      const ran = await phone.run({ ...NO_FAULTS }, (process) => isQuietAfterSync(world, phone, process, round));
      if (ran.kind !== 'done' || !ran.value) quiet = false;
    }
    if (quiet) return round;
  }
  return HEALING_ROUNDS_MAX + 1;
}

async function isQuietAfterSync(
  world: World,
  phone: SimPhone,
  { vault, syncClient }: Process,
  round: number,
): Promise<boolean> {
  if ((await vault.session()) === null) await syncClient.enrol(phone.officer);
  const before = await vault.cursor({ scope: SCOPE, stream: 'records' });
  let outcome = await syncClient.sync();
  // An endpoint that went back knows no token it gave since: the app asks for the code again.
  if (outcome.kind === 'signed-out') {
    await syncClient.enrol(phone.officer);
    outcome = await syncClient.sync();
  }
  world.trace.push(`round ${round}: ${phone.name} ${outcomeText(outcome)}`);
  const after = await vault.cursor({ scope: SCOPE, stream: 'records' });
  const { pendingCount } = await vault.health();
  return outcome.kind === 'done' && pendingCount === 0 && before.after === after.after && before.epoch === after.epoch;
}
