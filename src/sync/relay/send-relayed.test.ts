/**
 * Goal: a relayed bundle stays until the endpoint names it. Method: real vaults, the honest small endpoint and its lying
 * network.
 */
import { describe, expect, it } from 'vitest';
import { hashBytes } from '../../protocol/index.ts';
import type { Vault } from '../../vault/index.ts';
import type { TestPhone } from '../../vault/testing/test-phone.ts';
import { createSyncClient } from '../sync-client.ts';
import { faults, TestEndpoint } from '../test-endpoint.ts';
import { start, visit } from '../test-syncing.ts';
import { relay, relayedBundles } from './relayed-bundles.ts';

const syncClientOf = (phone: TestPhone, vault: Vault, endpoint: TestEndpoint) =>
  createSyncClient({
    vault,
    net: endpoint,
    clock: phone.clock,
    rng: phone.rng,
    appVersion: 'test',
    tryExclusive: (_, work) => work(),
  });

describe('relaying for a colleague', () => {
  const encrypted = (words: string) => new TextEncoder().encode(`age-encryption.org/v1\n${words}`);

  it('goes after the own work and is dropped by a receipt for these very bytes', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault } = await start(7, endpoint);
    await visit(phone, vault, '001');
    await relay(vault, phone.clock, encrypted('one'), 'file');
    await relay(vault, phone.clock, encrypted('one'), 'qr');
    expect(await relayedBundles(vault)).toMatchObject([{ from: 'file', sha256: hashBytes(encrypted('one')) }]);
    expect(await syncClientOf(phone, vault, endpoint).sync()).toMatchObject({ kind: 'done', pushed: 1, relayed: 1 });
    expect(endpoint.asked).toEqual(['POST /v1/push', 'POST /v1/rescue']);
    expect(endpoint.bundles).toEqual([encrypted('one')]);
    expect(await relayedBundles(vault)).toEqual([]);
  });

  it.each([
    ['a captive portal', faults.portal()],
    ['our words under another label', faults.mislabelled()],
    ['a lost reply', faults.lostReply('/v1/rescue', 2)],
    [
      'a receipt for other bytes',
      ((ask, answer) => {
        const good = answer();
        if (ask.path !== '/v1/rescue') return good;
        const text = new TextDecoder().decode(good.body).replace(/"sha256":"../, '"sha256":"zz');
        return { ...good, body: new TextEncoder().encode(text.replace('zz', 'ab')) };
      }) satisfies TestEndpoint['fault'],
    ],
    [
      'a record to try again',
      ((ask, answer) => {
        const good = answer();
        if (ask.path !== '/v1/rescue') return good;
        return {
          ...good,
          body: new TextEncoder().encode(new TextDecoder().decode(good.body).replace('"retry":0', '"retry":1')),
        };
      }) satisfies TestEndpoint['fault'],
    ],
  ])('%s: the bundle stays, also over a wiped database, and goes another time', async (_, fault) => {
    const endpoint = new TestEndpoint();
    const { phone, vault } = await start(8, endpoint);
    await relay(vault, phone.clock, encrypted('one'), 'qr');
    endpoint.fault = fault;
    await syncClientOf(phone, vault, endpoint).sync();
    expect(await relayedBundles(vault)).toHaveLength(1);
    await vault.close();
    phone.wipe();
    const later = await phone.open();
    expect(await relayedBundles(later)).toMatchObject([{ from: 'qr', since: phone.clock.millis() }]);
    endpoint.fault = null;
    expect(await syncClientOf(phone, later, endpoint).sync()).toMatchObject({ kind: 'done', relayed: 1 });
  });

  it('one that the endpoint will not take is kept, sent once in this process, and blocks no other', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault } = await start(9, endpoint);
    await relay(vault, phone.clock, new TextEncoder().encode('a letter'), 'file');
    phone.clock.forward(1000);
    await relay(vault, phone.clock, encrypted('good'), 'file');
    const syncClient = syncClientOf(phone, vault, endpoint);
    const relayedRejected = [hashBytes(new TextEncoder().encode('a letter'))];
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', relayed: 1, relayedRejected });
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', relayedRejected });
    expect(await relayedBundles(vault)).toHaveLength(1);
    expect(endpoint.asked.filter((asked) => asked === 'POST /v1/rescue')).toHaveLength(2);
  });
});
