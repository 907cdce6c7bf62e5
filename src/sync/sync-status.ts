/** What the sync client shows of itself, and who is called when it changes. */
import type { SyncStatus } from './api.ts';

export interface StatusStore {
  get(): SyncStatus;
  change(next: Partial<SyncStatus>): void;
  /** @returns stops the calls */
  subscribe(listener: () => void): () => void;
}

export function createStatusStore(): StatusStore {
  let status: SyncStatus = { running: false, lastOutcome: null, lastSuccessAt: null, stuckMinutes: 0 };
  const listeners = new Set<() => void>();
  return {
    get: () => status,
    change(next) {
      status = { ...status, ...next };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
