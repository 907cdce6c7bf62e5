/** The browser's part of the courier: locks over tabs, storage's word, and the events that wake it. */

/** Runs `work` unless another tab is at it. @returns null when one is. */
export type TryExclusive = <T>(name: string, work: () => Promise<T>) => Promise<T | null>;

export const tryBrowserLock: TryExclusive = async (name, work) => {
  if (typeof navigator === 'undefined' || !('locks' in navigator)) return work();
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => (lock === null ? null : work()));
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
