/** One round at a time over all tabs: a tab that holds the lock for too long is taken for one that hangs. */
import type { Clock } from '../../vault/index.ts';
import type { TryExclusive } from '../browser.ts';

/** Milliseconds after which the tab that holds the lock is no longer waited for. */
const BUSY_MS = 10 * 60_000;

/**
 * @param name of the lock; a person's store has one of its own
 * @returns runs work unless another tab is at it; null when one is, unless its lock is to be taken over
 */
export function createTabLock(name: string, clock: Clock, tryExclusive: TryExclusive) {
  let busySinceMs: number | null = null;
  return async function run<T extends object>(work: () => Promise<T>, takeOver: boolean): Promise<T | null> {
    const patient = busySinceMs === null || Math.abs(clock.millis() - busySinceMs) < BUSY_MS;
    const result = await tryExclusive(name, work, takeOver || !patient);
    busySinceMs = result === null ? (busySinceMs ?? clock.millis()) : null;
    return result;
  };
}
