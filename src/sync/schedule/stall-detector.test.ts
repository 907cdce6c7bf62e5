/**
 * Goal: a queue that stands still moves again without anybody's help. Method: the real sync client over a network that hangs,
 * is too slow for large pushes, or is held by another tab; the browser's own locks (Node's are the same).
 */
import { describe, expect, it, vi } from 'vitest';
import { addHousehold } from '../../programme/index.ts';
import { uuidv7, type Vault } from '../../vault/index.ts';
import { evaluationWith, type TestPhone, testPhone } from '../../vault/testing/test-phone.ts';
import type { Net } from '../api.ts';
import { type TryExclusive, tryBrowserLock } from '../browser.ts';
import { NetDown } from '../errors.ts';
import { createSyncClient } from '../sync-client.ts';
import { TestEndpoint, testSession } from '../test-endpoint.ts';

const MINUTE_MS = 60_000;
type Ask = Parameters<Net['request']>[0];

async function start(
  seed: number,
  { records = 3, tryExclusive = (_: string, work) => work() as never } = {} as Setting,
) {
  const phone = testPhone(seed);
  const vault = await phone.open();
  await vault.setSession(testSession);
  for (let number = 1; number <= records; number++) await household(phone, vault, number);
  const endpoint = new TestEndpoint();
  const sizes: number[] = [];
  let act: (ask: Ask) => Promise<void> = async () => undefined;
  const net: Net = {
    async request(ask) {
      if (ask.path === '/v1/push') {
        sizes.push((JSON.parse(new TextDecoder().decode(ask.body)) as { revisions: unknown[] }).revisions.length);
      }
      await act(ask);
      return endpoint.request(ask);
    },
  };
  const online = () => true;
  const { clock, rng } = phone;
  const syncClient = createSyncClient({ vault, net, clock, rng, appVersion: 'test', tryExclusive, online });
  return {
    phone,
    vault,
    endpoint,
    syncClient,
    sizes,
    network: (next: typeof act) => {
      act = next;
    },
  };
}
interface Setting {
  readonly records?: number;
  readonly tryExclusive?: TryExclusive;
}
async function household(phone: TestPhone, vault: Vault, number: number): Promise<void> {
  const ref = { scope: 'scope-here', id: uuidv7(phone.clock, phone.rng) };
  expect((await vault.commit(addHousehold(ref, { number: String(number), hamlet: 'Ấp 3' }))).kind).toBe('saved');
}
async function watchFor(minutes: number, phone: TestPhone, watch: () => Promise<void>): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    phone.clock.forward(MINUTE_MS);
    await watch();
  }
}

describe('a queue that stands still', () => {
  it('a request that hangs for ever is given up after ten minutes, and what waited is sent', async () => {
    const { phone, vault, syncClient, network } = await start(401);
    let aborted = false;
    network(
      ({ signal }) =>
        new Promise(() => {
          signal?.addEventListener('abort', () => {
            aborted = true;
          });
        }),
    );
    const hanging = syncClient.sync();
    await watchFor(9, phone, syncClient.watch);
    expect(syncClient.status()).toMatchObject({ running: true, stuckMinutes: 0 });
    network(async () => undefined);
    await watchFor(2, phone, syncClient.watch);
    expect(aborted).toBe(true);
    expect(await hanging).toEqual({ kind: 'offline' });
    expect((await vault.health()).pendingCount).toBe(0);
    await syncClient.watch();
    expect(syncClient.status()).toMatchObject({ running: false, stuckMinutes: 0, lastOutcome: { kind: 'done' } });
  });

  it('says for how long while it lasts, and begins a new round every ten minutes', async () => {
    const { phone, syncClient, network } = await start(402);
    network(async () => {
      throw new NetDown('nothing comes back');
    });
    await watchFor(12, phone, syncClient.watch);
    expect(syncClient.status().stuckMinutes).toBe(11);
    await watchFor(13, phone, syncClient.watch);
    expect(syncClient.status().stuckMinutes).toBe(24);
  });

  it('pushes half as much after each push that was too slow, remembers it, and grows again', async () => {
    const { phone, vault, syncClient, network, sizes } = await start(403, { records: 40 });
    const most = 12;
    network(async ({ path, body }) => {
      const many = path === '/v1/push' && new TextDecoder().decode(body).split('"revId"').length - 1 > most;
      if (!many) return;
      phone.clock.forward(MINUTE_MS);
      throw new NetDown('timeout');
    });
    while ((await vault.health()).pendingCount > 0 && sizes.length < 20) await syncClient.sync();
    expect((await vault.health()).pendingCount).toBe(0);
    expect(sizes.slice(0, 3)).toEqual([40, 20, 10]);
    expect(Math.max(...sizes.slice(3))).toBeGreaterThan(10);
  });

  it('a phone without any network does not make its pushes smaller', async () => {
    const { syncClient, network, sizes } = await start(404, { records: 8 });
    network(async () => {
      throw new NetDown('no network');
    });
    for (let n = 0; n < 6; n++) await syncClient.sync();
    network(async () => undefined);
    await syncClient.sync();
    expect(sizes.at(-1)).toBe(8);
  });

  it('photos that wait alone and do not move start it too, and make no push smaller', async () => {
    const { phone, vault, endpoint, syncClient, network, sizes } = await start(409, { records: 0 });
    const { sha256 } = await vault.putPhoto(new Uint8Array(200_000).fill(7));
    expect((await vault.commit([evaluationWith(phone, 'scope-here', sha256)])).kind).toBe('saved');
    let isAsked = false;
    let aborted = false;
    network(({ path, signal }) =>
      path.startsWith('/v1/blobs/')
        ? new Promise((_, reject) => {
            isAsked = true;
            signal?.addEventListener('abort', () => {
              aborted = true;
              reject(new NetDown('given up'));
            });
          })
        : Promise.resolve(),
    );
    const hanging = syncClient.sync();
    await vi.waitFor(() => expect(isAsked).toBe(true));
    expect((await vault.health()).pendingCount).toBe(0);
    await watchFor(9, phone, syncClient.watch);
    expect(syncClient.status()).toMatchObject({ running: true, stuckMinutes: 0 });
    network(async () => undefined);
    await watchFor(2, phone, syncClient.watch);
    expect(aborted).toBe(true);
    expect(await hanging).toEqual({ kind: 'offline' });
    expect(await vault.blobsWaiting()).toEqual([]);
    expect(endpoint.stored).toHaveLength(1);
    await syncClient.watch();
    expect(syncClient.status()).toMatchObject({ running: false, stuckMinutes: 0, lastOutcome: { kind: 'done' } });
    for (let number = 1; number <= 6; number++) await household(phone, vault, number);
    await syncClient.sync();
    expect(sizes.at(-1)).toBe(6);
  });

  it('a photo that takes long on a thin link, but moves, is left in peace', async () => {
    const { phone, vault, syncClient, network } = await start(410, { records: 0 });
    const { sha256 } = await vault.putPhoto(new Uint8Array(200_000).fill(7));
    expect((await vault.commit([evaluationWith(phone, 'scope-here', sha256)])).kind).toBe('saved');
    let pieces = 0;
    network(async ({ method }) => {
      if (method !== 'PUT') return;
      pieces += 1;
      // Six minutes for each piece, with a look every minute.
      await watchFor(6, phone, syncClient.watch);
      expect(syncClient.status().stuckMinutes).toBe(0);
    });
    expect((await syncClient.sync()).kind).toBe('done');
    expect(pieces).toBeGreaterThan(3);
    expect(await vault.blobsWaiting()).toEqual([]);
  });

  it('takes the lock from a tab that hangs: after ten minutes of waiting records, or of being told that it is busy', async () => {
    for (const records of [2, 0]) {
      let left = () => {};
      void navigator.locks
        .request('sync-test', () => new Promise<void>((resolve) => (left = resolve)))
        .catch(() => undefined);
      const { phone, vault, syncClient } = await start(405 + records, { records, tryExclusive: tryBrowserLock });
      expect(await syncClient.sync()).toEqual({ kind: 'busy' });
      await watchFor(11, phone, syncClient.watch);
      if (records === 0) expect((await syncClient.sync()).kind).toBe('done');
      expect((await vault.health()).pendingCount).toBe(0);
      expect(syncClient.status().lastOutcome?.kind).toBe('done');
      left();
    }
  });
});

it('what a tab had begun goes on and ends well after its lock was taken', async () => {
  const log = vi.fn();
  let goOn = () => {};
  const first = tryBrowserLock('lock-test', async () => {
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
    log('first');
    return 1;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await tryBrowserLock('lock-test', async () => 2)).toBeNull();
  expect(await tryBrowserLock('lock-test', async () => 2, true)).toBe(2);
  goOn();
  expect(await first).toBe(1);
  expect(log).toHaveBeenCalledOnce();
});
