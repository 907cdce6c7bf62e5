/**
 * Goal: a phone whose sign-in was revoked gives the endpoint all it holds (records, photos, rescue bundles) and is told nothing; once
 * its person enrols it again everything is accepted, once. Of a phone and a copy of it, whoever comes second is asked for a code
 * and loses nothing. Method: real phones over the real routes of both databases and in memory; every answer is looked at.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCode } from '../../src/endpoint/accounts/codes.ts';
import { recipientsOf } from '../../src/endpoint/rescue/keys.ts';
import { TOKEN_FRESH_MS, TOKEN_GRACE_MS } from '../../src/endpoint/store/hand-in.ts';
import { addHousehold } from '../../src/programme/index.ts';
import { pushResponse, quarantineList } from '../../src/protocol/index.ts';
import type { HttpAnswer, Net } from '../../src/sync/index.ts';
import { makeRescueFile } from '../../src/sync/relay/rescue.ts';
import { createSyncClient } from '../../src/sync/sync-client.ts';
import { uuidv7, type Vault } from '../../src/vault/index.ts';
import { evaluationWith, type TestPhone, testPhone } from '../../src/vault/testing/test-phone.ts';
import { SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

describe.each(STORES_AND_MEMORY)('handing in over %s', (kind) => {
  let station: Station;
  beforeEach(async () => {
    station = await Station.open(kind);
    await recipientsOf(station.store, [SCOPE]);
  });
  afterEach(() => station?.dispose());

  const newCode = async () => {
    const { code, typed } = makeCode('cb-1', 'gs-1', station.millis);
    await station.store.addCode(code);
    return typed;
  };
  const save = async (phone: TestPhone, vault: Vault, number: string) => {
    const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
    expect((await vault.commit(addHousehold(ref, { number, hamlet: 'Ấp 3' }))).kind).toBe('saved');
  };
  const numbers = async () => {
    const { rows } = await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 99);
    const read = rows.map(({ body }) => JSON.parse(body) as { payload: { number?: string } });
    return read.map(({ payload }) => payload.number).sort();
  };
  const waiting = async (supervisor: string) => {
    const { value } = await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}&state=open`);
    return quarantineList.parse(value).rows.map(({ code }) => code);
  };
  /** The app on a phone, with all that it is answered. */
  const watched = async (phone: TestPhone) => {
    const answers: { path: string; answer: HttpAnswer }[] = [];
    const net: Net = {
      async request(asked) {
        const answer = await station.net.request(asked);
        answers.push({ path: asked.path.split('?')[0] ?? '', answer });
        return answer;
      },
    };
    const { clock, rng } = phone;
    const vault = await phone.openAsItIs();
    const tools = { clock, rng, appVersion: 'test', tryExclusive: <T>(_: string, work: () => Promise<T>) => work() };
    return { vault, answers, syncClient: createSyncClient({ vault, net, ...tools }) };
  };

  it('a revoked phone gives its records and photos and is told nothing; enrolled again all are accepted, once', async () => {
    const phone = testPhone(kind === 'sqlite' ? 521 : 522);
    const { vault, syncClient, answers } = await watched(phone);
    expect((await syncClient.enrol('CB-1')).kind).toBe('signed-in');
    await save(phone, vault, '1');
    expect((await syncClient.sync()).kind).toBe('done');
    const supervisor = await station.enrol('GS-1');
    await station.push(supervisor, [station.household('of others', { author: 'gs-1' })]);
    await save(phone, vault, '2');
    const bytes = phone.rng.bytes(5000);
    const { sha256 } = await vault.putPhoto(bytes);
    await vault.commit([evaluationWith(phone, SCOPE, sha256)]);
    await station.store.revokeDevice(vault.deviceId, station.now());

    answers.length = 0;
    expect(await syncClient.sync()).toMatchObject({ kind: 'signed-out', why: 'revoked', handedIn: 2 });
    expect(await waiting(supervisor)).toEqual(['device-revoked', 'device-revoked']);
    expect(await station.store.blobs.read([SCOPE], sha256)).toEqual(Buffer.from(bytes));
    const paths = new Set(answers.map(({ path }) => path.replace(sha256, 'PHOTO')));
    expect([...paths].sort()).toEqual(['/v1/blobs/PHOTO', '/v1/blobs/PHOTO/held', '/v1/push']);
    for (const { path, answer } of answers) {
      expect(new TextDecoder().decode(answer.body)).not.toContain('of others');
      if (path !== '/v1/push') continue;
      const push = pushResponse.parse(JSON.parse(new TextDecoder().decode(answer.body)));
      expect(Object.keys(push).sort()).toEqual(['durableUpTo', 'epoch', 'handedIn', 'proto', 'receipts', 'serverTime']);
    }
    const { token } = (await vault.session()) ?? { token: '' };
    for (const path of ['/v1/session', `/v1/pull?scope=${SCOPE}`, '/v1/criteria-sets', `/v1/blobs/${sha256}`]) {
      expect((await station.ask(token, path)).status, path).toBe(401);
    }
    // It is asked for a code as often as it syncs, and what waits is not kept twice.
    expect((await syncClient.sync()).kind).toBe('signed-out');
    expect(await waiting(supervisor)).toHaveLength(2);

    expect((await syncClient.enrol(await newCode())).kind).toBe('signed-in');
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await numbers()).toEqual(['1', '2', 'of others']);
    expect(await waiting(supervisor), 'of a criteria set that nobody has').toEqual(['unknown-set']);
    expect(await vault.health()).toMatchObject({ pendingCount: 0 });
  });

  it('a rescue bundle of a revoked phone comes in by its own token and waits; enrolled again it is accepted, once', async () => {
    const { phone, vault, syncClient } = await station.phone(kind === 'sqlite' ? 523 : 524);
    await save(phone, vault, '1');
    expect((await syncClient.sync()).kind).toBe('done');
    await save(phone, vault, '2');
    await station.store.revokeDevice(vault.deviceId, station.now());
    const file = await makeRescueFile({ vault, clock: phone.clock });
    if (file.kind !== 'made') throw new Error(file.kind);
    const { token } = (await vault.session()) ?? { token: '' };
    const send = async () => {
      const body = file.made.bytes;
      const asked = { method: 'POST', path: '/v1/rescue', token, body, timeoutMs: 1000 } as const;
      const answer = await station.net.request(asked);
      return JSON.parse(new TextDecoder().decode(answer.body)) as { counts: object };
    };
    for (let at = 0; at < 2; at += 1) expect((await send()).counts).toMatchObject({ created: 0, quarantined: 1 });
    const supervisor = await station.enrol('GS-1');
    expect(await waiting(supervisor)).toEqual(['device-revoked']);
    expect(await numbers()).toEqual(['1']);

    expect((await syncClient.enrol(await newCode())).kind).toBe('signed-in');
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await numbers()).toEqual(['1', '2']);
    expect(await waiting(supervisor)).toEqual([]);
    expect(await vault.health()).toMatchObject({ pendingCount: 0, attentionCount: 0, unreceivedCount: 0 });
  });

  it.each(['phone', 'copy'] as const)(
    'of a phone and a copy of its storage the %s that syncs first goes on, the other hands in and loses nothing',
    async (first) => {
      const { phone, vault, syncClient } = await station.phone(kind === 'sqlite' ? 525 : 526);
      await save(phone, vault, '1');
      expect((await syncClient.sync()).kind).toBe('done');
      await vault.close();
      const copied = testPhone(kind === 'sqlite' ? 527 : 528);
      copied.disk.bytes = phone.disk.bytes.slice();
      copied.key = phone.key;
      const own = { phone, ...(await station.reopened(phone)) };
      const copy = { phone: copied, ...(await station.reopened(copied)) };
      if ((await copy.vault.session()) === null) await copy.vault.setSession(await sessionOf(own.vault));
      const [one, two] = first === 'phone' ? [own, copy] : [copy, own];

      station.millis += TOKEN_FRESH_MS;
      for (let at = 0; at < 2; at += 1) expect((await one.syncClient.sync()).kind).toBe('done');
      station.millis += TOKEN_GRACE_MS + 1;
      await save(two.phone, two.vault, '2');
      expect(await two.syncClient.sync()).toMatchObject({ kind: 'signed-out', why: 'replaced' });
      expect(await numbers()).toEqual(['1']);
      expect((await one.syncClient.sync()).kind).toBe('done');
      expect((await two.syncClient.enrol(await newCode())).kind).toBe('signed-in');
      for (let at = 0; at < 3; at += 1) await two.syncClient.sync();
      expect(await numbers()).toEqual(['1', '2']);
      expect(await two.vault.health()).toMatchObject({ pendingCount: 0, unreceivedCount: 0 });
    },
  );
});

async function sessionOf(vault: Vault) {
  const session = await vault.session();
  if (session === null) throw new Error('nobody is signed in');
  return session;
}
