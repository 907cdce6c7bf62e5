/**
 * SHA-256 by Node's own implementation, which is six times as fast (700 bytes: 1 µs instead of 6). `#sha256` in package.json
 * chooses between this file and sha256.ts, and the linter allows only this file of the module to name a module of Node's. It
 * reads nothing and keeps nothing, so it is pure all the same.
 */
import { hash } from 'node:crypto';

/** @param content bytes, or a text, of which the UTF-8 bytes are meant. @returns SHA-256 in hex */
export function sha256Hex(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex');
}
