/** The hash by which a record names its set: a text that differs in one byte has another hash. */
import { sha256Hex } from '#sha256';
import { canonicalJson } from './canonical.ts';
import type { CriteriaSet } from './schema.ts';

export { sha256Hex };

/**
 * The hash of a set.
 * @returns SHA-256 hex over the RFC 8785 bytes of the set; its strings are expected in NFC, as `loadSet` gives them
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function setHash(set: CriteriaSet): string {
  return sha256Hex(canonicalJson(set));
}
