/**
 * One writer over all tabs. Browsers have been seen to leave a lock with a tab that is gone (WebKit pull request 364),
 * and then nobody could save any more. So the holder of the lock sends a beat on a channel, and a waiting tab takes the
 * lock over when no beat has come for a while. A holder that was only asleep does no harm, because every write checks
 * the chain's end in its own transaction.
 */
/** The name of the lock under which the vault writes, and under which it moves what an earlier session left. */
export const WRITER = 'vault-writer';

/** The parts of the browser that the lock stands on; tests turn the timer by hand. */
export interface LockParts {
  readonly locks: Pick<LockManager, 'request'>;
  /** The channel has the beats of whoever holds a lock. */
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'removeEventListener'>;
  /** Calls `run` again and again. @returns a function that stops it */
  readonly every: (ms: number, run: () => void) => () => void;
}

/** How often the holder of the lock sends a beat. */
export const BEAT_MS = 2_000;
/** Several beats long, because a slow phone may miss some. */
export const SILENCE_MS = 12_000;

/** @param store the person's store: two persons in two tabs do not wait for each other */
export function writerLock({ locks, channel, every }: LockParts, store: string) {
  return async function exclusive<T>(what: string, work: () => Promise<T>): Promise<T> {
    const name = `${what}-${store}`;
    let working: Promise<T> | null = null;
    const holding = async (): Promise<T> => {
      const beat = () => channel.postMessage(name);
      const stop = every(BEAT_MS, beat);
      beat();
      working = work();
      try {
        return await working;
      } finally {
        stop();
      }
    };
    const patience = new AbortController();
    let silentMs = 0;
    const onBeat = ({ data }: MessageEvent) => {
      if (data === name) silentMs = 0;
    };
    channel.addEventListener('message', onBeat as EventListener);
    const stopWaiting = every(BEAT_MS, () => {
      silentMs += BEAT_MS;
      if (working === null && silentMs >= SILENCE_MS) patience.abort();
    });
    try {
      return (await locks.request(name, { signal: patience.signal }, holding)) as T;
    } catch (error) {
      // Another tab took the lock while this one worked: the work is done all the same, and its error is the work's
      // own.
      if (working !== null) return await working;
      if (patience.signal.aborted) return (await locks.request(name, { steal: true }, holding)) as T;
      throw error;
    } finally {
      stopWaiting();
      channel.removeEventListener('message', onBeat as EventListener);
    }
  };
}
