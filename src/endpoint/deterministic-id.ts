/** Ids that follow from what they name, so that the same file imported twice, even at once, names the same things. */
import { createHash } from 'node:crypto';

/** @returns a UUID of version 8 (RFC 9562: custom), from the SHA-256 of `text` in NFC */
export function deterministicId(text: string): string {
  const bytes = createHash('sha256').update(text.normalize('NFC')).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
