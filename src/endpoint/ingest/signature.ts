/**
 * Whether a record is its author's word: signed with a key of the device it names, which is registered to its author. It is the
 * same whoever hands the record in, so a colleague's phone, a rescue file or another phone after a restore can bring it, and none
 * of them can speak for somebody else.
 */
import type { QuarantineCode, Revision } from '../../protocol/index.ts';
import { checkSignatures } from '../signature-threads.ts';
import type { DeviceHolder } from '../store/api.ts';
import type { Offer } from './judge.ts';

/**
 * Checks the signatures of a push, all at once.
 * @param holders the devices that its records name, as far as they are registered here
 * @returns the revisions that were signed with a key of the device they name
 */
export async function provenOf(
  offers: readonly Pick<Offer, 'revision'>[],
  holders: ReadonlyMap<string, DeviceHolder>,
): Promise<ReadonlySet<Revision>> {
  const checked = offers.flatMap(({ revision }) => {
    if (revision?.signature === undefined) return [];
    const { device, contentHash: text, signature } = revision;
    const { publicKeys } = holders.get(device) ?? { publicKeys: [] };
    return [{ revision, check: { publicKeys, text, signature } }];
  });
  const hold = await checkSignatures(checked.map(({ check }) => check));
  return new Set(checked.flatMap(({ revision }, at) => (hold[at] ? [revision] : [])));
}

/** @param proven of `provenOf` */
export function faultOfSignature(
  revision: Revision,
  holders: ReadonlyMap<string, DeviceHolder>,
  proven: ReadonlySet<Revision>,
): QuarantineCode | null {
  const { device, author, signature } = revision;
  if (signature === undefined) return 'not-signed';
  const holder = holders.get(device);
  if (holder === undefined) return 'unknown-device';
  if (!proven.has(revision)) return 'bad-signature';
  if (holder.officerId !== null && holder.officerId !== author) return 'device-of-another';
  return null;
}

/**
 * Why a record waits that its own device, or a key that is registered later, can still prove: it is judged again once a key comes.
 * Fewer than what a supervisor may take over (`UNPROVEN_CODES` in protocol/desk.ts), for no key changes whose a device is, nor
 * who is an officer of the commune.
 */
export const PROVABLE_LATER_CODES: readonly string[] = [
  'not-signed',
  'unknown-device',
  'bad-signature',
] satisfies QuarantineCode[];
