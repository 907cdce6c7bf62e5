/**
 * Goal: a round brings the criteria sets that its records name, and nothing else under their hashes. Method: the real sync client
 * over a small endpoint that has them, lacks them, lies or breaks.
 */
import { describe, expect, it } from 'vitest';
import { shippedSet } from '../../criteria/index.ts';
import { publishCriteriaSet } from '../../programme/index.ts';
import { hashText } from '../../protocol/index.ts';
import { uuidv7 } from '../../vault/index.ts';
import { testPhone } from '../../vault/testing/test-phone.ts';
import { createSyncClient } from '../sync-client.ts';
import { faults, TestEndpoint, testSession } from '../test-endpoint.ts';

const TEXT = '{"id":"a set of nobody"}';
const SHA256 = hashText(TEXT);
const asked = (endpoint: TestEndpoint) => endpoint.asked.filter((each) => each.includes('/criteria-sets/'));

/** A phone with a record that names this set. */
async function phoneNaming(sha256: string, endpoint: TestEndpoint) {
  const phone = testPhone(1);
  const vault = await phone.open();
  await vault.setSession(testSession);
  const { clock, rng } = phone;
  const tryExclusive = <T>(_: string, work: () => Promise<T>) => work();
  const syncClient = createSyncClient({ vault, net: endpoint, clock, rng, appVersion: 'test', tryExclusive });
  const criteriaSet = { id: 'x', version: '1', sha256 };
  const ref = { scope: 'scope-here', id: uuidv7(clock, rng) };
  await vault.commit(
    publishCriteriaSet(ref, { subject: { kind: 'citizen', group: '1' }, criteriaSet, from: '2027-01-01' }),
  );
  return { vault, syncClient };
}

describe('criteria sets that records name', () => {
  it('come in the round of the records, once', async () => {
    const endpoint = new TestEndpoint();
    endpoint.sets.set(SHA256, TEXT);
    const { vault, syncClient } = await phoneNaming(SHA256, endpoint);
    expect(await syncClient.sync()).toMatchObject({ kind: 'done' });
    expect(await (await vault.criteriaSets()).text(SHA256)).toBe(TEXT);
    await syncClient.sync();
    expect(asked(endpoint)).toEqual([`GET /v1/criteria-sets/${SHA256}`]);
  });

  it('that ship with the app are not fetched', async () => {
    const endpoint = new TestEndpoint();
    const shipped = await shippedSet('cdht-1');
    const { vault, syncClient } = await phoneNaming(shipped.sha256, endpoint);
    await syncClient.sync();
    expect(await (await vault.criteriaSets()).text(shipped.sha256)).toBe(shipped.text);
    expect(asked(endpoint)).toEqual([]);
  });

  it('are kept only under their own hash, and asked for again', async () => {
    const endpoint = new TestEndpoint();
    endpoint.sets.set(SHA256, TEXT.replace('nobody', 'somebody'));
    const { vault, syncClient } = await phoneNaming(SHA256, endpoint);
    expect(await syncClient.sync()).toMatchObject({ kind: 'done' });
    expect(await vault.wantsSets()).toBe(true);
    endpoint.sets.set(SHA256, TEXT);
    endpoint.fault = faults.cut();
    await syncClient.sync();
    expect(await vault.wantsSets()).toBe(true);
    endpoint.fault = null;
    await syncClient.sync();
    expect(await vault.wantsSets()).toBe(false);
  });

  it('that the endpoint does not have are told to be missing, and hold nothing up', async () => {
    const endpoint = new TestEndpoint();
    const { vault, syncClient } = await phoneNaming(SHA256, endpoint);
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1 });
    expect(await syncClient.sync()).toMatchObject({ kind: 'done' });
    expect(asked(endpoint)).toHaveLength(1);
    expect(await (await vault.criteriaSets()).missing()).toEqual([SHA256]);
  });

  it('that the endpoint lost come back to it, once in each of its lives', async () => {
    const endpoint = new TestEndpoint();
    endpoint.sets.set(SHA256, TEXT);
    const { syncClient } = await phoneNaming(SHA256, endpoint);
    await syncClient.sync();
    endpoint.sets.clear();
    await syncClient.sync();
    expect(endpoint.sets.size).toBe(0);
    endpoint.epoch = 'epoch-2';
    endpoint.stored = [];
    await syncClient.sync();
    await syncClient.sync();
    expect([...endpoint.sets]).toEqual([[SHA256, TEXT]]);
    expect(endpoint.asked.filter((each) => each === 'GET /v1/criteria-sets')).toHaveLength(2);
    expect(endpoint.asked.filter((each) => each.startsWith('PUT /v1/criteria-sets/'))).toHaveLength(1);
  });

  it('are asked for by somebody who is signed in', async () => {
    const endpoint = new TestEndpoint();
    const { syncClient } = await phoneNaming(SHA256, endpoint);
    endpoint.fault = (ask, answer) => {
      if (ask.path.startsWith('/v1/criteria-sets')) endpoint.tokens.clear();
      return answer();
    };
    expect(await syncClient.sync()).toEqual({ kind: 'signed-out' });
  });
});
