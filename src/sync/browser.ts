/** The browser's part of the sync client: locks over tabs, storage's word, and the events that wake it. */

/**
 * Runs `work` unless another tab is at it. @returns null when one is.
 * @param takeOver the other tab is believed to hang: its lock is taken from it
 */
export type TryExclusive = <T>(name: string, work: () => Promise<T>, takeOver?: boolean) => Promise<T | null>;

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
    // Taken over by another tab while we worked: what was begun goes on all the same.
    if (working !== null) return await working;
    throw error;
  }
};

/** @returns null where the browser does not say. */
export async function storagePersisted(): Promise<boolean | null> {
  if (typeof navigator === 'undefined' || !navigator.storage?.persisted) return null;
  return navigator.storage.persisted();
}

/** @returns bytes this origin uses by the browser's word; null where it does not say. */
export async function storageUsed(): Promise<number | null> {
  if (typeof navigator === 'undefined' || !navigator.storage?.estimate) return null;
  const { usage } = await navigator.storage.estimate().catch(() => ({ usage: undefined }));
  return usage === undefined ? null : Math.round(usage);
}

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

/** False only where the browser is sure that there is no network. */
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
