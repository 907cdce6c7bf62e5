/** Goal: a courier that is fetched late says the same as one that was there; one that could not be fetched is asked again. */
import { describe, expect, it, vi } from 'vitest';
import type { Courier, SyncStatus } from './api.ts';
import { lazyCourier } from './lazy-courier.ts';

function realCourier(): Courier & { tell: () => void } {
  let told = (): void => undefined;
  const status: SyncStatus = { running: true, lastOutcome: { kind: 'offline' }, lastSuccessAt: null, stuckMinutes: 0 };
  return {
    status: () => status,
    sync: async () => ({ kind: 'offline' }),
    watch: async () => undefined,
    enrol: async () => ({ kind: 'wrong-code' }),
    subscribe(listener) {
      told = listener;
      return () => undefined;
    },
    tell: () => told(),
  };
}

describe('a courier fetched when it is needed', () => {
  it('is fetched once, and what it says is passed on', async () => {
    const real = realCourier();
    const load = vi.fn(async () => real);
    const courier = lazyCourier(load);
    const heard = vi.fn();
    courier.subscribe(heard);
    expect(courier.status()).toMatchObject({ running: false, lastOutcome: null, lastSuccessAt: null });
    expect(load).not.toHaveBeenCalled();
    expect(await Promise.all([courier.sync(), courier.enrol('1')])).toEqual([
      { kind: 'offline' },
      { kind: 'wrong-code' },
    ]);
    expect(load).toHaveBeenCalledTimes(1);
    real.tell();
    expect(heard).toHaveBeenCalledTimes(1);
    expect(courier.status().running).toBe(true);
  });

  it('is asked for again after a file could not be read, and says so meanwhile', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const load = vi.fn(async () => realCourier());
    load.mockRejectedValueOnce(new TypeError('not fetched'));
    const courier = lazyCourier(load);
    expect(await courier.sync()).toEqual({ kind: 'error', code: 'not-loaded' });
    expect(courier.status().lastOutcome).toEqual({ kind: 'error', code: 'not-loaded' });
    expect(await courier.sync()).toEqual({ kind: 'offline' });
  });
});
