/** How long to wait after failures in a row. Pure. */
import type { Rng } from '../../vault/index.ts';

export const BACKOFF = { baseMs: 1_000, ceilingMs: 15 * 60_000, leastMs: 250 } as const;

/**
 * A random wait between `leastMs` and a ceiling that doubles with each failure, so that phones that lost the same network do not
 * all come back at once.
 * @param failures in a row, from 1
 * @returns milliseconds
 */
export function backoffMs(failures: number, rng: Rng): number {
  const ceiling = Math.min(BACKOFF.ceilingMs, BACKOFF.baseMs * 2 ** Math.min(failures, 20));
  const [high = 0, low = 0] = rng.bytes(2);
  return Math.max(BACKOFF.leastMs, Math.floor((ceiling * (high * 256 + low)) / 65_536));
}
