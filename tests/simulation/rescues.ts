/** How records leave a phone without a network: a rescue file, and a row of QR codes read by a colleague's phone. */
import type { Random } from '../../src/endpoint/demo/random.ts';
import { createFrameReceiver, relay, relayedBundles } from '../../src/sync/index.ts';
import { CHUNK_BYTES, toFrames } from '../../src/sync/relay/qr-frames.ts';
import { makeQrBundle, makeRescueFile } from '../../src/sync/relay/rescue.ts';
import type { SimPhone } from './phone/phone.ts';
import type { Process } from './phone/process.ts';
import { bytesOf } from './work.ts';

/** @returns the file once it was read again and counts; null where there is nothing to save, or no key yet */
export async function rescueFile({ vault }: Process, phone: SimPhone): Promise<Uint8Array | null> {
  const made = await makeRescueFile({ vault, clock: phone.clock });
  if (made.kind !== 'made' || made.made.photosLeft > 0) return null;
  return (await made.made.confirm(made.made.bytes)) ? made.made.bytes : null;
}

/** A colleague takes a file along. */
export async function carryFile({ vault }: Process, colleague: SimPhone, file: Uint8Array): Promise<void> {
  await relay(vault, colleague.clock, file, 'file');
}

/** Fewer codes than some days' records need. */
const FEW_BYTES = 6 * CHUNK_BYTES;
/** Transfers of others: more than a phone keeps of those begun and never ended. */
const STRANGERS = 10;

/** Shows its codes; a camera misses some of them, and the reading screen may be closed in the middle. */
export async function qrFrames({ vault }: Process, phone: SimPhone, random: Random): Promise<readonly string[]> {
  const made = await makeQrBundle({ vault, clock: phone.clock }, random.chance(50) ? FEW_BYTES : undefined);
  return made.kind === 'made' ? made.made.frames : [];
}

/** @returns whether the whole transfer arrived */
export async function readFrames(
  { vault }: Process,
  colleague: SimPhone,
  frames: readonly string[],
  random: Random,
): Promise<boolean> {
  let receiver = createFrameReceiver(vault, colleague.clock);
  for (let n = random.chance(25) ? STRANGERS : 0; n > 0; n -= 1) {
    await receiver.offer(toFrames(bytesOf(random, 2 * CHUNK_BYTES))[0] ?? '');
  }
  for (let round = 0; round < 40; round += 1) {
    for (const frame of frames) {
      if (random.chance(30)) continue;
      if ((await receiver.offer(frame)).kind === 'received') return true;
    }
    if (random.chance(50)) {
      receiver = createFrameReceiver(vault, colleague.clock);
      await receiver.resume();
    }
  }
  return false;
}

/** @returns colleagues' bundles that never left a phone, but for those that the endpoint rejects and its officer is shown */
export async function relayedLeft({ vault, syncClient }: Process, name: string): Promise<string[]> {
  const bundles = await relayedBundles(vault);
  if (bundles.length === 0) return [];
  const outcome = await syncClient.sync();
  const rejected = new Set(outcome.kind === 'done' ? outcome.relayedRejected : []);
  return bundles.flatMap(({ sha256, from }) =>
    rejected.has(sha256) ? [] : [`${name} still relays ${from} ${sha256}`],
  );
}
