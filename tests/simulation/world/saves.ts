/** Saving: what a screen calls saved is promised from then on, and the oracles look for it. */
import { type Random, seeded } from '../../../src/endpoint/demo/random.ts';
import { contentHash } from '../../../src/protocol/index.ts';
import type { NewRevision } from '../../../src/vault/index.ts';
import type { SimPhone } from '../phone/phone.ts';
import type { Process } from '../phone/process.ts';
import { anAct, aPhoto, aReview, idsOf, learn } from '../work.ts';
import type { World } from './world.ts';

/** One act of an officer, perhaps with a photo. */
export async function saveAnAct(world: World, phone: SimPhone, { vault }: Process, random: Random): Promise<void> {
  const own = seeded(random.int(1 << 30));
  let photo: string | null = null;
  try {
    if (own.chance(15)) photo = (await vault.putPhoto(aPhoto(own))).sha256;
  } catch {
    world.trace.push(`${phone.name} photo not kept`);
  }
  const at = new Date(phone.millis).toISOString();
  await save(world, phone, { vault }, anAct(own, idsOf(phone, own), at, world.known, photo), photo);
}

/** A decision of the supervisor about an evaluation. */
export async function saveAReview(world: World, phone: SimPhone, process: Process): Promise<void> {
  const { newest, known } = world;
  const at = new Date(phone.millis).toISOString();
  await save(world, phone, process, aReview(newest, idsOf(phone, newest), at, known), null);
}

/** Saves what a screen shows; from `saved` on it is promised. */
async function save(
  world: World,
  phone: SimPhone,
  { vault }: Pick<Process, 'vault'>,
  act: readonly NewRevision[],
  photo: string | null,
): Promise<void> {
  const { known, promised, ended, trace } = world;
  let saved = await vault.commit(act);
  // The officer taps once more.
  if (saved.kind === 'failed' && saved.reason === 'quota' && world.may('quota')) saved = await vault.commit(act);
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
