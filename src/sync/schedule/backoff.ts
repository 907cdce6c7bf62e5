/** How long to wait after failures in a row: full jitter between nothing and a doubling ceiling, for ever. */
import type { Rng } from '../../vault/index.ts';

export const BACKOFF = { baseMs: 1_000, ceilingMs: 15 * 60_000, leastMs: 250 } as const;

/** @param failures in a row, from 1 */
export function backoffMs(failures: number, rng: Rng): number {
  const ceiling = Math.min(BACKOFF.ceilingMs, BACKOFF.baseMs * 2 ** Math.min(failures, 20));
  const [high = 0, low = 0] = rng.bytes(2);
  return Math.max(BACKOFF.leastMs, Math.floor((ceiling * (high * 256 + low)) / 65_536));
}
