/**
 * One writer over all tabs. Browsers have been seen to leave a lock with a tab that is gone (WebKit pull request 364), and
 * then nobody could save any more: whoever holds the lock says on a channel that it lives, and who waits and hears nothing
 * for a while takes it over. A holder that was only asleep does no harm: every write checks the chain's end in its own
 * transaction.
 */
/** Name of the lock under which the vault writes, and what an earlier session left is moved. */
export const WRITER = 'vault-writer';

export interface LockParts {
  readonly locks: Pick<LockManager, 'request'>;
  /** Says and hears that the holder of a lock lives. */
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'removeEventListener'>;
  /** Calls `run` again and again. @returns stops it */
  readonly every: (ms: number, run: () => void) => () => void;
}

export const BEAT_MS = 2_000;
/** Several beats: a slow phone may miss some. */
export const SILENCE_MS = 12_000;

/** @param store of the person: two persons in two tabs do not wait for each other */
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
      // Somebody took the lock from us while we worked: what we did is done all the same. An error of the work is the work's.
      if (working !== null) return await working;
      if (patience.signal.aborted) return (await locks.request(name, { steal: true }, holding)) as T;
      throw error;
    } finally {
      stopWaiting();
      channel.removeEventListener('message', onBeat as EventListener);
    }
  };
}
