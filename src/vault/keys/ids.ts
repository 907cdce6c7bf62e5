/** The ids and salts of records made on this phone. */
import { base64url } from '../../protocol/index.ts';
import type { Clock, Rng } from '../platform.ts';

/** @returns a UUIDv7 (RFC 9562) from the given clock and randomness; nothing else on the phone makes ids */
export function uuidv7(clock: Clock, rng: Rng): string {
  const bytes = rng.bytes(16);
  let millis = clock.millis();
  for (let at = 5; at >= 0; at--) {
    bytes[at] = millis % 256;
    millis = Math.floor(millis / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const SALT_BYTES = 16;

/** @returns the salt of one revision (protocol/revision.ts), 22 characters */
export function salt(rng: Rng): string {
  return base64url(rng.bytes(SALT_BYTES));
}
