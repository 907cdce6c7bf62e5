/**
 * A sync client that is fetched when it is first used: the first screen needs none, and a phone in the field may open the app
 * fifty times before there is a network.
 */
import type { SyncClient, SyncStatus } from './api.ts';

const AT_REST: SyncStatus = { running: false, lastOutcome: null, lastSuccessAt: null, stuckMinutes: 0 };

/**
 * Stands for a sync client that is not loaded yet.
 * @param load makes the sync client; called again after it failed (a file that the browser could not read just then)
 */
export function lazySyncClient(load: () => Promise<SyncClient>): SyncClient {
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of [...listeners]) listener();
  };
  let loaded: SyncClient | null = null;
  let failed: SyncStatus | null = null;
  let loading: Promise<SyncClient | null> | null = null;
  const get = (): Promise<SyncClient | null> => {
    loading ??= load().then(
      (syncClient) => {
        loaded = syncClient;
        failed = null;
        syncClient.subscribe(notify);
        return syncClient;
      },
      (error: unknown) => {
        console.warn('sync client: not loaded', error);
        loading = null;
        failed = { ...AT_REST, lastOutcome: { kind: 'error', code: 'not-loaded' } };
        notify();
        return null;
      },
    );
    return loading;
  };
  return {
    status: () => loaded?.status() ?? failed ?? AT_REST,
    sync: async () => (await get())?.sync() ?? { kind: 'error', code: 'not-loaded' },
    watch: async () => (await get())?.watch(),
    enrol: async (code, others) => (await get())?.enrol(code, others) ?? { kind: 'error', code: 'not-loaded' },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
