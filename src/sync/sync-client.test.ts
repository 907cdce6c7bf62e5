/**
 * Goal: exactly once, unchanged, or a person is shown why not, whatever the network does. Method: real vaults and the real sync client
 * over a small honest endpoint, with a network that loses, cuts, lies and comes back.
 */
import { describe, expect, it } from 'vitest';
import { smallDisk, testPhone } from '../vault/testing/test-phone.ts';
import { createSyncClient } from './sync-client.ts';
import { faults, TestEndpoint } from './test-endpoint.ts';

import { SCOPE, start, states, visit } from './test-syncing.ts';

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
