/**
 * Goal: nothing that fails or hangs stops the sending for ever. Method: the real scheduler over a clock of its own, with a
 * vault and a sync client that throw, hang and come back.
 */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Vault, VaultChange } from '../../vault/index.ts';
import type { SyncClient, SyncOutcome } from '../api.ts';
import { testSession } from '../test-endpoint.ts';
import { BACKOFF } from './backoff.ts';
import { startScheduler } from './scheduler.ts';

const MINUTE_MS = 60_000;

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
afterEach(() => vi.restoreAllMocks());

function scene(outcomes: () => Promise<SyncOutcome>, signedIn: typeof testSession | null = testSession) {
  let nowMs = 0;
  const planned = new Set<{ readonly at: number; readonly run: () => void }>();
  const timer = {
    after(delayMs: number, run: () => void) {
      const entry = { at: nowMs + delayMs, run };
      planned.add(entry);
      return () => planned.delete(entry);
    },
  };
  let back = () => {};
  let changed: (change: VaultChange) => void = () => {};
  const session = vi.fn(async () => signedIn);
  const sync = vi.fn(outcomes);
  const watch = vi.fn(async () => undefined);
  const vault = {
    session,
    subscribe(listener: typeof changed) {
      changed = listener;
      return () => undefined;
    },
  } as unknown as Vault;
  const syncClient = { sync, watch, status: () => ({ running: false }) } as unknown as SyncClient;
  const stop = startScheduler({
    syncClient,
    vault,
    // The longest wait that back-off knows.
    rng: { bytes: () => new Uint8Array([255, 255]) },
    timer,
    comeBack(run) {
      back = run;
      return () => undefined;
    },
  });
  return {
    session,
    sync,
    watch,
    stop,
    comeBack: () => back(),
    save: () => changed('records'),
    async pass(ms: number) {
      const until = nowMs + ms;
      for (;;) {
        for (let turn = 0; turn < 10; turn++) await Promise.resolve();
        const next = [...planned].sort((a, b) => a.at - b.at)[0];
        if (next === undefined || next.at > until) break;
        planned.delete(next);
        nowMs = next.at;
        next.run();
      }
      nowMs = until;
    },
  };
}
const done = async (): Promise<SyncOutcome> => ({
  kind: 'done',
  pushed: 0,
  pulled: 0,
  attention: 0,
  bytesSent: 0,
  bytesReceived: 0,
});

it('a session that could not be read is read again, and then every few minutes', async () => {
  const { session, sync, pass } = scene(done);
  session.mockRejectedValueOnce(new Error('database is closing'));
  session.mockRejectedValueOnce(new Error('database is closing'));
  await pass(MINUTE_MS);
  expect(sync).toHaveBeenCalledTimes(1);
  await pass(10 * MINUTE_MS);
  expect(sync).toHaveBeenCalledTimes(3);
});

it('an error of the sync client ends nothing, and waits grow to a ceiling and no further', async () => {
  const { sync, pass } = scene(async () => {
    throw new Error('unexpected');
  });
  await pass(24 * 60 * MINUTE_MS);
  const soFar = sync.mock.calls.length;
  expect(soFar).toBeGreaterThan(24 * 4);
  await pass(2 * BACKOFF.ceilingMs);
  expect(sync.mock.calls.length - soFar).toBeGreaterThanOrEqual(2);
});

it('is awake at once when the network comes back, and soon after a save', async () => {
  const { sync, pass, comeBack, save } = scene(async () => ({ kind: 'offline' }));
  await pass(60 * MINUTE_MS);
  const before = sync.mock.calls.length;
  sync.mockImplementation(done);
  comeBack();
  await pass(0);
  expect(sync.mock.calls.length).toBe(before + 1);
  save();
  save();
  await pass(5_000);
  expect(sync.mock.calls.length).toBe(before + 2);
});

it('has the queue looked at every minute, also while a round hangs and after a look that failed', async () => {
  const { watch, pass } = scene(() => new Promise(() => undefined));
  watch.mockRejectedValueOnce(new Error('unexpected'));
  await pass(10 * MINUTE_MS);
  expect(watch).toHaveBeenCalledTimes(10);
});

it('looks at nothing while nobody is signed in, and does nothing once it is stopped', async () => {
  const { session, watch, sync, pass, stop } = scene(done, null);
  await pass(10 * MINUTE_MS);
  expect(watch).not.toHaveBeenCalled();
  session.mockResolvedValue(testSession);
  stop();
  await pass(60 * MINUTE_MS);
  expect(sync).not.toHaveBeenCalled();
});
