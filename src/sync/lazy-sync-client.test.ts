/** Goal: a sync client that is fetched late says the same as one that was there; one that could not be fetched is asked again. */
import { describe, expect, it, vi } from 'vitest';
import type { SyncClient, SyncStatus } from './api.ts';
import { lazySyncClient } from './lazy-sync-client.ts';

function realSyncClient(): SyncClient & { notify: () => void } {
  let notify = (): void => undefined;
  const status: SyncStatus = { running: true, lastOutcome: { kind: 'offline' }, lastSuccessAt: null, stuckMinutes: 0 };
  return {
    status: () => status,
    sync: async () => ({ kind: 'offline' }),
    watch: async () => undefined,
    enrol: async () => ({ kind: 'wrong-code' }),
    subscribe(listener) {
      notify = listener;
      return () => undefined;
    },
    notify: () => notify(),
  };
}

describe('a sync client fetched when it is needed', () => {
  it('is fetched once, and what it says is passed on', async () => {
    const real = realSyncClient();
    const load = vi.fn(async () => real);
    const syncClient = lazySyncClient(load);
    const listener = vi.fn();
    syncClient.subscribe(listener);
    expect(syncClient.status()).toMatchObject({ running: false, lastOutcome: null, lastSuccessAt: null });
    expect(load).not.toHaveBeenCalled();
    expect(await Promise.all([syncClient.sync(), syncClient.enrol('1')])).toEqual([
      { kind: 'offline' },
      { kind: 'wrong-code' },
    ]);
    expect(load).toHaveBeenCalledTimes(1);
    real.notify();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(syncClient.status().running).toBe(true);
  });

  it('is asked for again after a file could not be read, and says so meanwhile', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const load = vi.fn(async () => realSyncClient());
    load.mockRejectedValueOnce(new TypeError('not fetched'));
    const syncClient = lazySyncClient(load);
    expect(await syncClient.sync()).toEqual({ kind: 'error', code: 'not-loaded' });
    expect(syncClient.status().lastOutcome).toEqual({ kind: 'error', code: 'not-loaded' });
    expect(await syncClient.sync()).toEqual({ kind: 'offline' });
  });
});
