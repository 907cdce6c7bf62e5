/** SHA-256 where there is no faster one that answers at once: in browsers. The other one is sha256.node.ts. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** @param content bytes, or a text, of which the UTF-8 bytes are meant. @returns SHA-256 in hex */
export function sha256Hex(content: string | Uint8Array): string {
  return bytesToHex(sha256(typeof content === 'string' ? utf8ToBytes(content) : content));
}
