/**
 * Whether a record is its author's word: signed with a key of the device it names, which is registered to its author. It is the
 * same whoever hands the record in, so a colleague's phone, a rescue file or another phone after a restore can bring it, and none
 * of them can speak for somebody else.
 */
import type { QuarantineCode, Revision } from '../../protocol/index.ts';
import { isSignedBy } from '../signatures.ts';
import type { DeviceHolder } from '../store/api.ts';

/** @param holders the devices that records of this push name, as far as they are registered here */
export function faultOfSignature(
  { device, author, contentHash, signature }: Revision,
  holders: ReadonlyMap<string, DeviceHolder>,
): QuarantineCode | null {
  if (signature === undefined) return 'not-signed';
  const holder = holders.get(device);
  if (holder === undefined) return 'unknown-device';
  if (!holder.publicKeys.some((key) => isSignedBy(key, contentHash, signature))) return 'bad-signature';
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
