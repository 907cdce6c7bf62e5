/**
 * SHA-256 where Node's own is at hand: six times as fast (700 bytes: 1 µs instead of 6). `#sha256` in package.json chooses between the two, and the
 * linter allows this file alone of its room to name a module of Node's. It reads nothing and keeps nothing: pure still.
 */
import { hash } from 'node:crypto';

/** As in sha256.ts. */
export function sha256Hex(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex');
}
