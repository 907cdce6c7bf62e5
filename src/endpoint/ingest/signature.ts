/**
 * Whether a record is its author's word: it must be signed with a key of the device it names, and the device must be
 * registered to its author. The answer is the same whoever hands the record in, so a colleague's phone, a rescue file or
 * another phone after a restore can bring it, and none of them can speak for somebody else.
 */
import type { QuarantineCode, Revision } from '../../protocol/index.ts';
import { checkSignatures } from '../signing/signature-threads.ts';
import type { DeviceHolder } from '../store/api.ts';

/**
 * Checks the signatures of a push, all at once. They are checked over what came, so that the records can be read meanwhile.
 * @param came each as it came over the wire, which may be no record
 * @param holders the devices that they name, as far as they are registered here
 * @returns those records that were signed with a key of the device they name
 */
export async function provenOf(
  came: readonly unknown[],
  holders: ReadonlyMap<string, DeviceHolder>,
): Promise<ReadonlySet<unknown>> {
  const checked = came.flatMap((raw) => {
    const [text, signature] = [textIn(raw, 'contentHash'), textIn(raw, 'signature')];
    if (text === null || signature === null) return [];
    const { publicKeys } = holders.get(textIn(raw, 'device') ?? '') ?? { publicKeys: [] };
    return [{ raw, check: { publicKeys, text, signature } }];
  });
  const hold = await checkSignatures(checked.map(({ check }) => check));
  return new Set(checked.flatMap(({ raw }, at) => (hold[at] ? [raw] : [])));
}

/** @returns the text in a member of what came; null where there is none */
export function textIn(raw: unknown, member: keyof Revision): string | null {
  const value = (raw as Record<string, unknown> | null | undefined)?.[member];
  return typeof value === 'string' ? value : null;
}

/**
 * @param raw the record as it came, from which the revision was read
 * @param proven records whose signatures hold, found by `provenOf`
 * @returns why nobody can tell whose word the record is; null: it is its author's
 */
export function faultOfSignature(
  raw: unknown,
  { device, author, signature }: Revision,
  holders: ReadonlyMap<string, DeviceHolder>,
  proven: ReadonlySet<unknown>,
): QuarantineCode | null {
  if (signature === undefined) return 'not-signed';
  const holder = holders.get(device);
  if (holder === undefined) return 'unknown-device';
  if (!proven.has(raw)) return 'bad-signature';
  if (holder.officerId !== null && holder.officerId !== author) return 'device-of-another';
  if (holder.isRevoked) return 'device-revoked';
  return null;
}

/**
 * Reasons for which a record waits and which a later sign-in of its author on the device can still remove, with a key or by
 * itself: the record is judged again once that comes. They are fewer than those a supervisor may take over (`UNPROVEN_CODES` in protocol/desk.ts), for no key
 * changes whose a device is, nor who is an officer of the commune.
 */
export const PROVABLE_LATER_CODES: readonly string[] = [
  'not-signed',
  'unknown-device',
  'bad-signature',
  'device-revoked',
  'handed-in',
] satisfies QuarantineCode[];
