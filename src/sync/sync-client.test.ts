/**
 * Goal: exactly once, unchanged, or a person is told, whatever the network does. Method: real vaults and the real sync client
 * over a small honest endpoint, with a network that loses, cuts, lies and comes back.
 */
import { describe, expect, it, vi } from 'vitest';
import { addHousehold } from '../programme/index.ts';
import { type Platform, QuotaFull, uuidv7, type Vault } from '../vault/index.ts';
import { evaluationWith, smallDisk, type TestPhone, testPhone } from '../vault/testing/test-phone.ts';
import { NetDown } from './errors.ts';
import { createSyncClient } from './sync-client.ts';
import { faults, TestEndpoint, testSession } from './test-endpoint.ts';

const SCOPE = 'scope-here';

async function start(seed: number, endpoint: TestEndpoint, phone = testPhone(seed), changed: Partial<Platform> = {}) {
  const vault = await phone.open(changed);
  await vault.setSession(testSession);
  const { clock, rng } = phone;
  const syncClient = createSyncClient({
    vault,
    net: endpoint,
    clock,
    rng,
    appVersion: 'test',
    tryExclusive: (_, work) => work(),
  });
  return { phone, vault, syncClient };
}

async function visit(phone: TestPhone, vault: Vault, number: string, photo?: string): Promise<string> {
  const householdId = uuidv7(phone.clock, phone.rng);
  const done = await vault.commit([
    ...addHousehold({ scope: SCOPE, id: householdId }, { number, hamlet: 'Ấp 3' }),
    ...(photo ? [evaluationWith(phone, SCOPE, photo)] : []),
  ]);
  expect(done.kind).toBe('saved');
  return householdId;
}

const states = async (vault: Vault) => (await vault.outbox()).map(({ state }) => state.kind);
const NOT_SENT = { kind: 'on-phone' };

describe('the sync client', () => {
  it('signs in, sends, and says so only after the receipt', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(1, endpoint);
    await vault.setSession(null);
    expect(await syncClient.sync()).toEqual({ kind: 'signed-out' });
    expect((await syncClient.enrol('1234-5678')).kind).toBe('signed-in');
    await visit(phone, vault, '001');
    expect(await states(vault)).toEqual(['on-phone']);
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1 });
    expect(await states(vault)).toEqual(['received']);
    expect(endpoint.stored).toHaveLength(1);
    expect(syncClient.status().lastSuccessAt).not.toBeNull();
  });

  it('little waiting: push and pull are one request', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(2, endpoint);
    await visit(phone, vault, '001');
    await syncClient.sync();
    expect(endpoint.asked).toEqual(['POST /v1/push']);
  });

  it.each([
    ['captive portal', faults.portal(), { kind: 'not-endpoint' }],
    ['our words under another label', faults.mislabelled(), { kind: 'not-endpoint' }],
    ['answer cut short', faults.cut(), { kind: 'not-endpoint' }],
    ['no network', faults.down(), { kind: 'offline' }],
    ['receipts for other bytes', faults.otherHash(), { kind: 'done', pushed: 0 }],
  ])('%s: nothing counts as received; later each record is there once', async (_, fault, outcome) => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(3, endpoint);
    await visit(phone, vault, '001');
    endpoint.fault = fault;
    expect(await syncClient.sync()).toMatchObject(outcome);
    expect((await vault.outbox())[0]?.state).toMatchObject(NOT_SENT);
    endpoint.fault = null;
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1 });
    expect(endpoint.stored).toHaveLength(1);
  });

  it('a lost reply: the record is offered again and comes back as a duplicate', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(4, endpoint);
    await visit(phone, vault, '001');
    endpoint.fault = faults.lostReply('/v1/push');
    expect(await syncClient.sync()).toEqual({ kind: 'offline' });
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1 });
    expect(endpoint.stored).toHaveLength(1);
    expect(await states(vault)).toEqual(['received']);
  });

  it('one record the endpoint will not take blocks no other', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(5, endpoint);
    for (let n = 0; n < 9; n++) await visit(phone, vault, String(n));
    const rejected = (await vault.pending(9))[4];
    endpoint.rejectedRevId = rejected?.revId ?? null;
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 8 });
    expect((await vault.pending(9)).map(({ revId }) => revId)).toEqual([rejected?.revId]);
  });

  /** Answers come late; tells how many requests were under way at once. */
  function slow(endpoint: TestEndpoint, fail: (sent: number) => boolean = () => false) {
    const flying = { now: 0, most: 0, sent: 0 };
    const request = endpoint.request.bind(endpoint);
    endpoint.request = async (ask) => {
      flying.now += 1;
      flying.most = Math.max(flying.most, flying.now);
      flying.sent += 1;
      const fails = fail(flying.sent);
      await new Promise((resolve) => setTimeout(resolve, 250));
      flying.now -= 1;
      if (fails) throw new NetDown('cut');
      return request(ask);
    };
    return flying;
  }

  it('several pushes are under way at once, each record in one of them', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(21, endpoint);
    for (let n = 0; n < 520; n++) await visit(phone, vault, String(n));
    const flying = slow(endpoint);
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 520 });
    expect(flying).toMatchObject({ now: 0, most: 3 });
    // Batches grow as answers come: how many there are depends on when each does.
    expect(flying.sent).toBeLessThan(6);
    expect(endpoint.stored).toHaveLength(520);
  });

  it('one of several pushes is lost: what the others brought counts, nothing goes on after the end', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(22, endpoint);
    for (let n = 0; n < 520; n++) await visit(phone, vault, String(n));
    const flying = slow(endpoint, (sent) => sent === 3);
    expect(await syncClient.sync()).toEqual({ kind: 'offline' });
    expect(flying.now).toBe(0);
    expect((await vault.pending(600)).length).toBe(520 - endpoint.stored.length);
    expect(endpoint.stored.length).toBeGreaterThanOrEqual(300);
    expect((await syncClient.sync()).kind).toBe('done');
    expect(new Set(endpoint.stored.map(({ revId }) => revId)).size).toBe(520);
    expect(endpoint.stored).toHaveLength(520);
  });

  it('a quick link gets more at once', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(23, endpoint);
    for (let n = 0; n < 1100; n++) await visit(phone, vault, String(n));
    const sizes: number[] = [];
    endpoint.fault = (ask, answer) => {
      if (ask.body) sizes.push(JSON.parse(new TextDecoder().decode(ask.body)).revisions.length);
      return answer();
    };
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1100 });
    expect(sizes.slice(0, 2)).toEqual([100, 100]);
    expect(Math.max(...sizes)).toBe(400);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(1100);
  });

  it('what was sent does not come back; what others sent in between does', async () => {
    const endpoint = new TestEndpoint();
    const [one, two] = [await start(24, endpoint), await start(25, endpoint)];
    for (let n = 0; n < 420; n++) await visit(one.phone, one.vault, String(n));
    await one.syncClient.sync();
    expect(await one.vault.cursor({ scope: SCOPE, stream: 'records' })).toEqual({ epoch: 'epoch-1', after: 420 });
    expect(await one.syncClient.sync()).toMatchObject({ kind: 'done', pulled: 0 });

    for (let n = 500; n < 800; n++) await visit(one.phone, one.vault, String(n));
    await visit(two.phone, two.vault, 'between');
    const [between] = await two.vault.pending(1);
    let pushes = 0;
    endpoint.fault = (_, answer) => {
      pushes += 1;
      if (pushes === 3 && between) endpoint.stored.push(between);
      return answer();
    };
    await one.syncClient.sync();
    endpoint.fault = null;
    // The last hundred are behind the other's row, which nobody has asked for yet.
    expect((await one.vault.cursor({ scope: SCOPE, stream: 'records' })).after).toBe(620);
    expect(await one.syncClient.sync()).toMatchObject({ kind: 'done', pulled: 101 });
    await two.syncClient.sync();
    expect(await two.vault.households(SCOPE, 'Ấp 3', '2026')).toHaveLength(721);
    expect(await one.vault.households(SCOPE, 'Ấp 3', '2026')).toEqual(
      await two.vault.households(SCOPE, 'Ấp 3', '2026'),
    );
  });

  it('more than one batch and more than one page', async () => {
    const endpoint = new TestEndpoint();
    const one = await start(6, endpoint);
    for (let n = 0; n < 620; n++) await visit(one.phone, one.vault, String(n));
    expect(await one.syncClient.sync()).toMatchObject({ kind: 'done', pushed: 620 });
    const two = await start(7, endpoint);
    expect(await two.syncClient.sync()).toMatchObject({ kind: 'done', pulled: 620 });
    expect(await two.vault.hamlets('2026')).toEqual(await one.vault.hamlets('2026'));
    // The page after the last one was asked for ahead.
    expect(endpoint.asked.slice(-4)).toEqual(['POST /v1/push', 'GET /v1/pull', 'GET /v1/pull', 'GET /v1/pull']);
  });

  it('two phones that worked apart end equal', async () => {
    const endpoint = new TestEndpoint();
    const phones = [await start(8, endpoint), await start(9, endpoint)];
    for (const [index, { phone, vault }] of phones.entries()) {
      for (let n = 0; n < 5; n++) await visit(phone, vault, `${index}${n}`);
    }
    for (const { syncClient } of [...phones, ...phones]) expect((await syncClient.sync()).kind).toBe('done');
    const [first, second] = await Promise.all(phones.map(({ vault }) => vault.households(SCOPE, 'Ấp 3', '2026')));
    expect(first).toHaveLength(10);
    expect(second).toEqual(first);
  });

  it('an endpoint restored from yesterday gets back what the phones hold', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(10, endpoint);
    for (let n = 0; n < 4; n++) await visit(phone, vault, String(n));
    await syncClient.sync();
    endpoint.stored = endpoint.stored.slice(0, 1);
    endpoint.epoch = 'epoch-2';
    expect((await syncClient.sync()).kind).toBe('done');
    expect(endpoint.stored).toHaveLength(4);
    expect(await states(vault)).toEqual(['received', 'received', 'received', 'received']);
    expect(await vault.cursor({ scope: SCOPE, stream: 'records' })).toMatchObject({ epoch: 'epoch-2' });
  });

  it('a phone rebuilt from its journal sends everything again, and changes nothing', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(11, endpoint);
    await visit(phone, vault, '001');
    await syncClient.sync();
    await vault.close();
    phone.wipe();
    const again = await phone.open();
    const { clock, rng } = phone;
    const next = createSyncClient({
      vault: again,
      net: endpoint,
      clock,
      rng,
      appVersion: 'test',
      tryExclusive: (_, work) => work(),
    });
    expect((await next.sync()).kind).toBe('done');
    expect(endpoint.stored).toHaveLength(1);
    expect(await states(again)).toEqual(['received']);
  });

  it('photos follow the text; the state says how many are left', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(12, endpoint);
    const bytes = phone.rng.bytes(300_000);
    const { sha256 } = await vault.putPhoto(bytes);
    await visit(phone, vault, '001', sha256);
    let pieces = 0;
    endpoint.fault = (ask, answer) => {
      if (ask.method === 'PUT') pieces += 1;
      // The link goes with the third piece and does not come back.
      if (pieces > 2) throw new NetDown('gone');
      return answer();
    };
    expect(await syncClient.sync()).toEqual({ kind: 'offline' });
    expect((await vault.outbox())[0]?.state).toEqual({ kind: 'sent-photos-waiting', photosLeft: 1 });
    endpoint.fault = null;
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await states(vault)).toEqual(['received', 'received']);
    const sizes = [...(endpoint.pieces.get(sha256) ?? [])].map(([, { length }]) => length);
    expect(sizes.reduce((sum, length) => sum + length, 0)).toBe(300_000);
    // Doubled while it was quick, halved when it broke, and nothing twice.
    expect(sizes.slice(0, 3)).toEqual([32, 64, 64].map((kilobytes) => kilobytes * 1024));
  });

  it('a lost answer to a piece costs a question, and no byte is sent twice', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(17, endpoint);
    const { sha256 } = await vault.putPhoto(phone.rng.bytes(100_000));
    await visit(phone, vault, '001', sha256);
    let sent = 0;
    const lost = faults.lostReply(`/v1/blobs/${sha256}?`, 2);
    endpoint.fault = (ask, answer) => {
      if (ask.method === 'PUT') sent += ask.body?.length ?? 0;
      return lost(ask, answer);
    };
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await states(vault)).toEqual(['received', 'received']);
    expect(sent).toBe(100_000);
  });

  it('a criteria set that finds no room keeps no photo from being sent', async () => {
    const told = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const endpoint = new TestEndpoint();
    const { phone, vault } = await start(77, endpoint);
    const full = {
      ...vault,
      wantsSets: async () => true,
      criteriaSets: () => Promise.reject(new QuotaFull('no room')),
    };
    const { clock, rng } = phone;
    const syncClient = createSyncClient({
      vault: full,
      net: endpoint,
      clock,
      rng,
      appVersion: 'test',
      tryExclusive: (_, work) => work(),
    });
    const photo = await vault.putPhoto(new Uint8Array(2000).fill(7));
    await visit(phone, vault, '001', photo.sha256);
    expect(await syncClient.sync()).toMatchObject({ kind: 'done' });
    expect(await vault.blobsWaiting()).toEqual([]);
    expect(told).toHaveBeenCalledWith('criteria sets: another time', expect.any(QuotaFull));
    told.mockRestore();
  });

  it('what a hotspot or an error answers to a photo makes nothing received, and blocks no other photo', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(18, endpoint);
    const { sha256 } = await vault.putPhoto(phone.rng.bytes(1000));
    const { sha256: other } = await vault.putPhoto(phone.rng.bytes(1000));
    await visit(phone, vault, '001', sha256);
    await visit(phone, vault, '002', other);
    const portal = faults.portal();
    for (const method of ['GET', 'PUT']) {
      endpoint.fault = (ask, answer) =>
        ask.method === method && ask.path.includes(sha256) ? portal(ask, answer) : answer();
      await syncClient.sync();
      expect(await vault.blobsWaiting()).toEqual([sha256]);
    }
    endpoint.fault = null;
    await syncClient.sync();
    expect(await vault.blobsWaiting()).toEqual([]);
  });

  it('a photo freed from the phone, and lost by an endpoint that was restored, is told and not waited for', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(41, endpoint);
    const bytes = phone.rng.bytes(1000);
    const { sha256 } = await vault.putPhoto(bytes);
    await visit(phone, vault, '001', sha256);
    await syncClient.sync();
    endpoint.serverTime = '2026-12-30T10:00:00Z';
    endpoint.durableUpTo = '2026-12-29T10:00:00Z';
    await syncClient.sync();
    expect(await vault.freePhotos()).toBe(1000);

    endpoint.epoch = 'epoch-2';
    endpoint.pieces.clear();
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await vault.blobsWaiting()).toEqual([]);
    expect(await states(vault)).toEqual(['needs-attention', 'received']);
    const asked = endpoint.asked.length;
    await syncClient.sync();
    expect(endpoint.asked.slice(asked).filter((each) => each.includes(sha256))).toEqual([]);

    // Somebody brings it back: the app asks again at its next start.
    endpoint.pieces.set(sha256, new Map([[0, bytes]]));
    const { clock, rng } = phone;
    const later = createSyncClient({
      vault,
      net: endpoint,
      clock,
      rng,
      appVersion: 'test',
      tryExclusive: (_, work) => work(),
    });
    await later.sync();
    expect(await states(vault)).toEqual(['received', 'received']);
  });

  it('an endpoint that takes every piece and holds none is given up for this round', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(19, endpoint);
    const { sha256 } = await vault.putPhoto(phone.rng.bytes(100_000));
    await visit(phone, vault, '001', sha256);
    endpoint.fault = (_, answer) => {
      const said = answer();
      endpoint.pieces.clear();
      return said;
    };
    let puts = 0;
    const inner = endpoint.fault;
    endpoint.fault = (ask, answer) => {
      if (ask.method === 'PUT') puts += 1;
      return inner(ask, answer);
    };
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await vault.blobsWaiting()).toEqual([sha256]);
    expect(puts).toBeLessThan(12);
  });

  it('an endpoint that refuses to compare is asked again in the next round, and holds nothing up', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(14, endpoint);
    await visit(phone, vault, '001');
    await syncClient.sync();
    const broken = { status: 500, contentType: 'application/json', body: new TextEncoder().encode('{"error":"x"}') };
    endpoint.fault = (ask, answer) => (ask.path === '/v1/reconcile' ? broken : answer());
    phone.clock.forward(8 * 86_400_000);
    for (let n = 0; n < 2; n++) expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 0 });
    expect(endpoint.asked.filter((asked) => asked === 'POST /v1/reconcile')).toHaveLength(2);
    expect(await states(vault)).toEqual(['received']);
  });

  it('a hotspot that answers when phone and endpoint compare changes nothing', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(15, endpoint);
    await visit(phone, vault, '001');
    await syncClient.sync();
    const portal = faults.portal();
    endpoint.fault = (ask, answer) => (ask.path === '/v1/reconcile' ? portal(ask, answer) : answer());
    phone.clock.forward(8 * 86_400_000);
    expect(await syncClient.sync()).toEqual({ kind: 'not-endpoint' });
    expect(await states(vault)).toEqual(['received']);
  });

  it('a full phone: says so, of a page and of signing in, and goes on when there is room', async () => {
    const endpoint = new TestEndpoint();
    const other = await start(21, endpoint);
    await visit(other.phone, other.vault, '001');
    await other.syncClient.sync();
    const phone = testPhone(22);
    const disk = smallDisk(phone);
    const { vault, syncClient } = await start(22, endpoint, phone, disk.parts());
    Object.assign(disk, { left: 0, storageReserve: false });
    expect(await syncClient.sync()).toEqual({ kind: 'error', code: 'quota' });
    expect(await syncClient.enrol('1234-5678')).toEqual({ kind: 'error', code: 'quota' });
    expect((await vault.health()).full).toBe(true);
    disk.left = Number.POSITIVE_INFINITY;
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pulled: 1 });
  });

  it('is one at a time', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(13, endpoint);
    await visit(phone, vault, '001');
    const [first, second] = await Promise.all([syncClient.sync(), syncClient.sync()]);
    expect(first).toBe(second);
    expect(endpoint.asked).toEqual(['POST /v1/push']);
  });
});
