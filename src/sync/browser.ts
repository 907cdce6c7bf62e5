/** What the sync client needs of the browser: locks over tabs, figures of the storage, timers, and the events that wake it. */

/**
 * Runs `work` unless another tab is at it. @returns null when one is.
 * @param takeOver whether the other tab is believed to hang: then its lock is taken from it
 */
export type TryExclusive = <T>(name: string, work: () => Promise<T>, takeOver?: boolean) => Promise<T | null>;

/** Web Locks; without them every tab works for itself. */
export const tryBrowserLock: TryExclusive = async <T>(name: string, work: () => Promise<T>, takeOver = false) => {
  if (typeof navigator === 'undefined' || !('locks' in navigator)) return work();
  let working: Promise<T> | null = null;
  const holding = async (lock: Lock | null): Promise<T | null> => {
    if (lock === null) return null;
    working = work();
    return working;
  };
  try {
    return await navigator.locks.request(name, takeOver ? { steal: true } : { ifAvailable: true }, holding);
  } catch (error) {
    // Another tab took the lock over while this one worked: what was begun goes on all the same.
    if (working !== null) return await working;
    throw error;
  }
};

/** Whether the browser keeps the storage also when room is short. @returns null where the browser does not say */
export async function storagePersisted(): Promise<boolean | null> {
  if (typeof navigator === 'undefined' || !navigator.storage?.persisted) return null;
  return navigator.storage.persisted();
}

/** Bytes that this origin uses, by the browser's estimate. @returns null where the browser does not say */
export async function storageUsed(): Promise<number | null> {
  if (typeof navigator === 'undefined' || !navigator.storage?.estimate) return null;
  const { usage } = await navigator.storage.estimate().catch(() => ({ usage: undefined }));
  return usage === undefined ? null : Math.round(usage);
}

/** Calls something later; replaced in tests. */
export interface Timer {
  /** @returns cancels */
  after(delayMs: number, run: () => void): () => void;
}

export const browserTimer: Timer = {
  after(delayMs, run) {
    const id = setTimeout(run, delayMs);
    return () => clearTimeout(id);
  },
};

/** Whether there may be a network: false only where the browser is sure that there is none. */
export const browserOnline = (): boolean => typeof navigator === 'undefined' || navigator.onLine !== false;

/** Calls back when the network or the person comes back. @returns stops listening */
export function onComeBack(run: () => void): () => void {
  const seen = () => document.visibilityState === 'visible' && run();
  window.addEventListener('online', run);
  document.addEventListener('visibilitychange', seen);
  return () => {
    window.removeEventListener('online', run);
    document.removeEventListener('visibilitychange', seen);
  };
}
