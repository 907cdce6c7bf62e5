/**
 * Goal: the attack of a shared phone: one officer signs out, another commune's signs in. The former token is dead, the former
 * people are nowhere to be found on the phone, and what was unsent arrives all the same. Method: the real endpoint over both
 * databases, the real vaults and sync clients of two persons on one phone.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compile, loadBuiltIn, score, setHash } from '../../src/criteria/index.ts';
import { addCitizen, addHousehold, newRevision } from '../../src/programme/index.ts';
import { hashBytes } from '../../src/protocol/index.ts';
import { NetDown } from '../../src/sync/errors.ts';
import { leave } from '../../src/sync/leave.ts';
import { createSyncClient } from '../../src/sync/sync-client.ts';
import { uuidv7, type Vault } from '../../src/vault/index.ts';
import { sharedPhone } from '../../src/vault/test-shared-phone.ts';
import { OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

describe.each(STORES_AND_MEMORY)('signing out, on %s', (kind) => {
  let station: Station;
  beforeEach(async () => {
    station = await Station.open(kind);
    await station.putOfficers([{ id: 'cb-9', role: 'officer', scopes: [OTHER_SCOPE], code: 'CB-9' }]);
  });
  afterEach(() => station.dispose());

  it('ends the token: 401 on every route, told twice or of no token at all it is no fault', async () => {
    const token = await station.enrol('CB-1');
    const other = await station.enrol('GS-1');
    expect((await station.ask(token, '/v1/session')).status).toBe(200);
    const answer = { status: 200, value: { proto: 'cdht.sign-out/1' } };
    expect(await station.ask(token, '/v1/sign-out', {})).toEqual(answer);
    expect(await station.ask(token, '/v1/sign-out', {})).toEqual(answer);
    expect(await station.ask('of-nobody', '/v1/sign-out', {})).toEqual(answer);
    for (const path of ['/v1/session', `/v1/pull?scope=${SCOPE}&after=0`, '/v1/criteria-sets']) {
      expect((await station.ask(token, path)).status, path).toBe(401);
    }
    expect((await station.ask(token, '/v1/push', {})).status).toBe(401);
    expect((await station.ask(other, '/v1/session')).status).toBe(200);
  });

  it('the next officer, of another commune, finds nobody of the first and relays what was unsent', async () => {
    const phone = sharedPhone(kind === 'sqlite' ? 901 : 951);
    const process = phone.start();
    const { persons, departures } = process;
    const enrolled = async (code: string) => {
      const store = persons.newStore();
      const vault = await process.open(store);
      const syncClient = createSyncClient({
        vault,
        net: station.net,
        clock: phone.clock,
        rng: phone.rng,
        appVersion: 'test',
        tryExclusive: (_, work) => work(),
        departures,
      });
      const answer = await syncClient.enrol(code);
      if (answer.kind !== 'signed-in') throw new Error(answer.kind);
      await persons.note(store, answer.session.officer);
      return { vault, syncClient, session: answer.session };
    };
    const family = async (vault: Vault, scope: string, name: string) => {
      const [home, person] = [uuidv7(phone.clock, phone.rng), uuidv7(phone.clock, phone.rng)];
      const member = { householdId: home, name, birthYear: 1980, sex: 'nu', relation: 'chu-ho', group: '1' } as const;
      const saved = await vault.commit([
        ...addHousehold({ scope, id: home }, { number: '7', hamlet: 'Ấp 3' }),
        ...addCitizen({ scope, id: person }, member),
      ]);
      expect(saved.kind).toBe('saved');
      return { home, person };
    };

    const first = await enrolled('CB-1');
    await family(first.vault, SCOPE, 'Đặng Thị Hòa');
    expect((await first.syncClient.sync()).kind).toBe('done');
    const unsent = await family(first.vault, SCOPE, 'Nguyễn Thị Gửi Sau');
    expect(await leave({ vault: first.vault, persons, departures, clock: phone.clock })).toEqual({ kind: 'left' });

    const second = await enrolled('CB-9');
    expect(await second.vault.search('dang thi hoa', 9)).toEqual([]);
    expect(await second.vault.roster()).toEqual([]);
    expect(await second.vault.person({ scope: SCOPE, id: unsent.person })).toBeNull();
    expect((await persons.list()).map(({ officer }) => officer?.id)).toEqual(['cb-9']);

    expect(await second.syncClient.sync()).toMatchObject({ kind: 'done', relayed: 1 });
    expect((await station.ask(first.session.token, '/v1/session')).status).toBe(401);
    expect((await station.ask(second.session.token, '/v1/session')).status).toBe(200);
    expect(await second.vault.roster()).toEqual([]);
    const page = await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 99);
    expect(page.rows.map(({ body }) => (JSON.parse(body) as { entityId: string }).entityId)).toEqual(
      expect.arrayContaining([unsent.home, unsent.person]),
    );
  });

  it('photos of somebody who was given another commune, and then signed out, come to the commune of their records', async () => {
    const phone = sharedPhone(kind === 'sqlite' ? 911 : 961);
    const process = phone.start();
    const { persons, departures } = process;
    let photosPass = false;
    const net: typeof station.net = {
      async request(asked) {
        if (asked.path.startsWith('/v1/blobs/') && !photosPass) throw new NetDown('no photo passes');
        return await station.net.request(asked);
      },
    };
    const enrolled = async (code: string) => {
      const store = persons.newStore();
      const vault = await process.open(store);
      const tools = { clock: phone.clock, rng: phone.rng, appVersion: 'test', departures };
      const syncClient = createSyncClient({ vault, net, tryExclusive: (_, work) => work(), ...tools });
      expect((await syncClient.enrol(code)).kind).toBe('signed-in');
      return { vault, syncClient };
    };
    const first = await enrolled('CB-1');
    const bytes = phone.rng.bytes(5000);
    const { sha256 } = await first.vault.putPhoto(bytes);
    const set = await loadBuiltIn('cdht-1');
    const { total, max, verdict, hash } = score(compile(set), { indicators: { '1': { level: 'kha' } } });
    const id = () => uuidv7(phone.clock, phone.rng);
    const payload = {
      subject: { kind: 'citizen' as const, id: id() },
      hamlet: 'Ấp 3',
      period: '2026',
      criteriaSet: { id: set.id, version: set.version, sha256: setHash(set) },
      answers: { '1': { level: 'kha', evidence: [{ kind: 'photo' as const, sha256 }] } },
      clientResult: { total, max, verdict, hash },
      finishedAt: phone.clock.now(),
    };
    const evaluation = newRevision('evaluation', { scope: SCOPE, id: id() }, payload);
    expect((await first.vault.commit([evaluation])).kind).toBe('saved');
    await first.syncClient.sync();
    await station.putOfficers([{ id: 'cb-1', role: 'officer', scopes: [OTHER_SCOPE], code: 'CB-1' }]);
    await first.syncClient.sync();
    expect((await first.vault.session())?.scopes).toEqual([OTHER_SCOPE]);
    expect(await first.vault.rescueStatus()).toMatchObject({ unreceived: 0, photosWaiting: 1 });
    expect(await leave({ vault: first.vault, persons, departures, clock: phone.clock })).toEqual({ kind: 'left' });

    photosPass = true;
    const second = await enrolled('CB-9');
    expect(await second.syncClient.sync()).toMatchObject({ kind: 'done', relayed: 1 });
    const held = await station.store.blobs.read([SCOPE], sha256);
    expect(held && hashBytes(held)).toBe(sha256);
    expect(await station.store.blobs.read([OTHER_SCOPE], sha256)).toBeNull();
  });
});
