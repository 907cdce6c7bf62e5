/** SHA-256 for browsers, whose own implementation does not answer at once. Node's is in sha256.node.ts. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** @param content bytes, or a text, of which the UTF-8 bytes are meant. @returns SHA-256 in hex */
export function sha256Hex(content: string | Uint8Array): string {
  return bytesToHex(sha256(typeof content === 'string' ? utf8ToBytes(content) : content));
}
