/** The hash that pins a set in a record: the very same text, byte for byte, or another hash. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { assert } from './arithmetic.ts';
import type { CriteriaSet } from './schema.ts';

/**
 * @returns SHA-256 hex over the RFC 8785 bytes of the set; its strings are expected in NFC, as `loadSet` gives them
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function setHash(set: CriteriaSet): string {
  const text = canonicalize(set);
  assert(text !== undefined, 'a set has canonical bytes');
  return bytesToHex(sha256(utf8ToBytes(text)));
}
