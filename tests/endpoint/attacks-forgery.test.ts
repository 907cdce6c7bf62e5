/**
 * Goal: nobody speaks for another, by whatever way a record comes, and no colleague's phone can be blocked. Method: each attack
 * that a reading of the security found, over the real routes of both databases, with real signatures; what is right is said
 * of the attacker, of the one attacked and of the supervisor who sees it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKeyPair, signText } from '../../src/endpoint/signing/signatures.ts';
import { addHousehold } from '../../src/programme/index.ts';
import { DESK_LIMITS, LIMITS, quarantineList, type Revision, withContentHash } from '../../src/protocol/index.ts';
import { makeRescueFile } from '../../src/sync/relay/rescue.ts';
import { createSyncClient } from '../../src/sync/sync-client.ts';
import { uuidv7, type Vault } from '../../src/vault/index.ts';
import { type TestPhone, testPhone } from '../../src/vault/testing/test-phone.ts';
import { deviceOf, enrolRequestBy, keyOfDevice, SALT, signedRevision } from '../devices.ts';
import { attackedStation, firstHousehold } from './attack.ts';
import { itInDatabase, SCOPE, STORES_AND_MEMORY, type Station } from './station.ts';

const ATTACKER = { id: 'cb-2', scopes: [SCOPE], code: 'CB-2' };

describe.each(STORES_AND_MEMORY)('forgeries on %s', (kind) => {
  let station: Station;
  let supervisor: string;
  let attacker: string;
  const device = deviceOf(ATTACKER.code);

  beforeAll(async () => {
    ({ station, supervisor, attacker } = await attackedStation(kind, ATTACKER));
  });
  afterAll(() => station?.dispose());

  const save = async (phone: TestPhone, vault: Vault, number: string): Promise<Revision> => {
    const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
    const saved = await vault.commit(addHousehold(ref, { number, hamlet: 'Ấp 3' }));
    const [made] = saved.kind === 'saved' ? saved.revisions : [];
    if (made === undefined) throw new Error(JSON.stringify(saved));
    return made;
  };
  /** A record of any content that the attacker makes up, signed with the attacker's own key. */
  const forged = (changed: Partial<Revision>): Revision => {
    const revision = withContentHash({ ...firstHousehold(station, ATTACKER.id, device), salt: SALT, ...changed });
    return { ...revision, signature: signText(keyOfDevice(device).privateKey, revision.contentHash) };
  };
  const pushed = async (revision: Revision) => (await station.pushAsItIs(attacker, device, [revision])).receipts[0];
  const waiting = async () => {
    const { value } = await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}&state=open`);
    return new Map(quarantineList.parse(value).rows.map((row) => [row.revId, row.code]));
  };
  const heldIds = async () =>
    (await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 1000)).rows.map(({ revId }) => revId);

  it('a record with the last number there is under a colleague’s device waits alone; the colleague’s phone works on', async () => {
    const { phone, vault, syncClient } = await station.phone(kind === 'sqlite' ? 501 : 502);
    await save(phone, vault, '1');
    await syncClient.sync();
    for (const deviceSeq of [2 ** 31 - 1, LIMITS.deviceSeqMax, 2]) {
      const attack = forged({ device: vault.deviceId, author: 'cb-1', deviceSeq });
      expect(await pushed(attack), String(deviceSeq)).toMatchObject({ status: 'quarantined' });
      expect((await waiting()).has(attack.revId)).toBe(true);
    }
    await save(phone, vault, '2');
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1, attention: 0 });
    expect(await vault.health()).toMatchObject({ maxDeviceSeq: 2, opened: 'clean', pendingCount: 0 });
  });

  it('an absurd number of one’s own is kept apart and never gone on after', async () => {
    const { phone, vault, syncClient } = await station.phone(kind === 'sqlite' ? 503 : 504, 'CB-2');
    await save(phone, vault, '3');
    await syncClient.sync();
    const absurd = forged({ deviceSeq: LIMITS.deviceSeqMax + 1 });
    expect(await pushed(absurd)).toMatchObject({ status: 'quarantined', code: 'number-too-large' });
    expect((await station.pushAsItIs(attacker, device, [])).held).toBeUndefined();
  });

  it('decisions in a supervisor’s name wait in quarantine, whoever brings them and whatever they say of themselves', async () => {
    const evaluation = station.uuid();
    const review = { evaluationId: evaluation, revId: station.uuid(), decision: 'recognised', at: station.now() };
    const claims: [Partial<Revision>, string][] = [
      [{ author: 'gs-1' }, 'device-of-another'],
      [{ author: 'gs-1', device: deviceOf('GS-1') }, 'bad-signature'],
      [{ author: 'gs-1', device: station.uuid() }, 'unknown-device'],
      [{ author: 'cb-2' }, 'not-allowed'],
    ];
    for (const [claim, code] of claims) {
      const attack = forged({ kind: 'review', payload: review, ...claim });
      expect(await pushed(attack)).toMatchObject({ status: 'quarantined', code });
      expect((await waiting()).get(attack.revId)).toBe(code);
      const { signature: _, ...unsigned } = attack;
      const bare = withContentHash({ ...unsigned, revId: station.uuid() });
      expect((await pushed(bare))?.status).toBe('quarantined');
    }
    const replacing = forged({ author: 'gs-1', corrects: station.uuid() });
    expect(await pushed(replacing)).toMatchObject({ status: 'quarantined', code: 'device-of-another' });
  });

  it('a colleague’s name on one’s own record is quarantined, and a token for a device that is not its own is rejected', async () => {
    const attack = forged({ author: 'cb-1' });
    expect(await pushed(attack)).toMatchObject({ status: 'quarantined', code: 'device-of-another' });
    const other = await station.phone(kind === 'sqlite' ? 505 : 506);
    const { publicKey } = keyOfDevice(device);
    await expect(station.pushAsItIs(attacker, other.vault.deviceId, [])).rejects.toThrow('unknown-device');
    await expect(
      station.pushAsItIs(attacker, other.vault.deviceId, [], {
        register: { publicKey, devices: [other.vault.deviceId] },
      }),
    ).rejects.toThrow('device-of-another');
    const request = enrolRequestBy(keyOfDevice(device), 'CB-2', other.vault.deviceId);
    const stolen = await station.ask('', '/v1/enrol', request);
    expect(stolen).toMatchObject({ status: 409, value: { error: 'device-of-another' } });
  });

  it('invented devices become no rows beyond the few that a token may have', async () => {
    const { token, own } = { token: await station.enrol('CB-2', deviceOf('inventor')), own: deviceOf('inventor') };
    let registered = 0;
    const refusals = new Set<string>();
    for (let at = 0; at < 20; at += 1) {
      const invented = station.uuid();
      const { publicKey } = keyOfDevice(own);
      const answer = await station
        .pushAsItIs(token, invented, [], { register: { publicKey, devices: [invented] } })
        .catch(({ message }: Error) => message);
      if (typeof answer === 'string') refusals.add(answer);
      else registered += 1;
    }
    expect(registered).toBe(LIMITS.devicesPerToken - 1);
    expect([...refusals]).toEqual(['push: 403 {"error":"too-many-devices"}']);
  });

  it('a device has only so many keys, however many are sent and however fast; what it has stays good', async () => {
    const greedy = station.uuid();
    const token = await station.enrol('CB-2', greedy);
    const offered = Array.from({ length: LIMITS.keysPerDevice + 10 }, () => makeKeyPair().publicKey);
    const answers = await Promise.all(
      offered.map((publicKey) =>
        station.pushAsItIs(token, greedy, [], { register: { publicKey, devices: [greedy] } }).then(
          () => 'registered',
          ({ message }: Error) => message,
        ),
      ),
    );
    const count = (answer: string) => answers.filter((each) => each === answer).length;
    expect(count('registered')).toBe(LIMITS.keysPerDevice - 1);
    expect(count('push: 403 {"error":"too-many-keys"}')).toBe(11);
    const keys = async () => (await station.store.deviceHolders([greedy])).get(greedy)?.publicKeys;
    expect(await keys()).toHaveLength(LIMITS.keysPerDevice);
    expect(await station.ask('', '/v1/enrol', enrolRequestBy(makeKeyPair(), 'CB-2', greedy))).toEqual({
      status: 409,
      value: { error: 'too-many-keys' },
    });
    expect(await station.pushAsItIs(token, greedy, []), 'a rejected sign-in takes nothing away').toMatchObject({
      receipts: [],
    });
    // The device signs with its first key again.
    const record = forged({ device: greedy });
    const signature = signText(keyOfDevice(greedy).privateKey, record.contentHash);
    const { receipts } = await station.pushAsItIs(token, greedy, [{ ...record, signature }]);
    expect(receipts).toMatchObject([{ status: 'created' }]);
  });

  it('a key and a device that a push registers are in the security log of the commune, once each', async () => {
    const phone = station.uuid();
    const token = await station.enrol('CB-2', phone);
    const before = (await station.store.events()).length;
    const another = station.uuid();
    const { publicKey } = makeKeyPair();
    // A former id that is somebody else's is passed over, and nothing of it is reported.
    const register = { publicKey, devices: [phone, another, deviceOf('GS-1')] };
    for (let at = 0; at < 2; at += 1) await station.pushAsItIs(token, phone, [], { register });
    const events = (await station.store.events()).slice(before);
    expect(events.map(({ scope, actor, kind: what, detail }) => [scope, actor, what, JSON.parse(detail)])).toEqual([
      [SCOPE, 'cb-2', 'key-registered', { device: phone }],
      [SCOPE, 'cb-2', 'device-registered', { device: another }],
    ]);
  });

  it('the newest key of a device is tried first', async () => {
    const phone = station.uuid();
    const token = await station.enrol('CB-2', phone);
    const made: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      station.millis += 1000;
      const { publicKey } = makeKeyPair();
      made.unshift(publicKey);
      await station.pushAsItIs(token, phone, [], { register: { publicKey, devices: [phone] } });
    }
    expect((await station.store.deviceHolders([phone])).get(phone)?.publicKeys).toEqual([
      ...made,
      keyOfDevice(phone).publicKey,
    ]);
  });

  itInDatabase(kind)(
    'a phone whose id takes no further key says so, signs in under another id, and loses nothing',
    async () => {
      const { phone, vault, syncClient } = await station.phone(kind === 'sqlite' ? 513 : 514);
      await save(phone, vault, '30');
      await syncClient.sync();
      const first = vault.deviceId;
      await station.sql(`delete from device_keys where device = '${first}'`);
      for (let at = 0; at < LIMITS.keysPerDevice; at += 1) {
        await station.sql(`insert into device_keys values ('${first}', '${at}', '${station.now()}')`);
      }
      await vault.noteUnregistered();
      const made = await save(phone, vault, '31');
      expect(await syncClient.sync()).toEqual({ kind: 'error', code: 'too-many-keys' });
      expect(vault.deviceId, 'the id is its own').toBe(first);
      expect(await syncClient.enrol('CB-1')).toMatchObject({ kind: 'signed-in' });
      expect(vault.deviceId).not.toBe(first);
      for (let round = 0; round < 2; round += 1) await syncClient.sync();
      expect((await waiting()).get(made.revId), 'for the supervisor').toBe('bad-signature');
      const next = await save(phone, vault, '32');
      expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1 });
      expect(await heldIds()).toContain(next.revId);
    },
  );

  it('what a colleague’s phone relays counts by its signature: the true records come in, the forged one waits', async () => {
    const { phone, vault } = await station.phone(kind === 'sqlite' ? 507 : 508);
    const own = [await save(phone, vault, '10'), await save(phone, vault, '11')];
    const file = await makeRescueFile({ vault, clock: phone.clock });
    if (file.kind !== 'made') throw new Error(file.kind);
    const answer = await station.net.request({
      method: 'POST',
      path: '/v1/rescue',
      token: attacker,
      body: file.made.bytes,
      timeoutMs: 1000,
    });
    expect(answer.status).toBe(200);
    expect(await heldIds()).toEqual(expect.arrayContaining(own.map(({ revId }) => revId)));
    const [first] = own;
    if (first === undefined) throw new Error('unreachable');
    const { contentHash: _, signature, ...fields } = first;
    const changed = withContentHash({ ...fields, revId: station.uuid(), payload: { ...fields.payload, number: '99' } });
    expect(await pushed({ ...changed, ...(signature !== undefined && { signature }) })).toMatchObject({
      status: 'quarantined',
      code: 'bad-signature',
    });
  });

  it('what nobody can prove a supervisor may take over, in the supervisor’s own name; nobody else may', async () => {
    const unproven = forged({ author: 'cb-1' });
    expect(await pushed(unproven)).toMatchObject({ status: 'quarantined', code: 'device-of-another' });
    const { value } = await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}&state=open`);
    const row = quarantineList.parse(value).rows.find(({ revId }) => revId === unproven.revId);
    const asked = { scope: SCOPE, id: row?.id, corrections: [] };
    expect((await station.ask(attacker, '/v1/quarantine/correct', asked)).status).toBe(403);
    expect(await station.ask(supervisor, '/v1/quarantine/correct', asked)).toMatchObject({
      status: 200,
      value: { outcome: 'accepted' },
    });
    const made = JSON.parse(
      (await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 1000)).rows.at(-1)?.body ?? '{}',
    ) as Revision;
    expect(made).toMatchObject({ author: 'gs-1', corrects: unproven.revId, payload: unproven.payload });
    expect((await waiting()).has(unproven.revId)).toBe(false);

    const broken = forged({ payload: {} });
    expect(await pushed(broken)).toMatchObject({ status: 'quarantined', code: 'bad-payload' });
    const list = quarantineList.parse(
      (await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}&state=open`)).value,
    );
    const id = list.rows.find(({ revId }) => revId === broken.revId)?.id;
    const answer = await station.ask(supervisor, '/v1/quarantine/correct', { scope: SCOPE, id, corrections: [] });
    expect(answer.status, 'not what is broken').toBe(400);
  });

  itInDatabase(kind)(
    'a phone whose id somebody else has taken is not kept out: it takes another one and works on',
    async () => {
      const { phone, vault, syncClient } = await station.phone(kind === 'sqlite' ? 509 : 510);
      await save(phone, vault, '20');
      await syncClient.sync();
      const first = vault.deviceId;
      // An endpoint that went back to before this phone signed in, and a colleague who has seen its id.
      await station.sql(`delete from devices where device = '${first}'`);
      await station.sql(`delete from device_keys where device = '${first}'`);
      const { publicKey } = keyOfDevice(device);
      const taken = await station.pushAsItIs(attacker, first, [], { register: { publicKey, devices: [first] } });
      expect(taken.registered).toBe(true);

      const second = await save(phone, vault, '21');
      for (let round = 0; round < 3; round += 1) await syncClient.sync();
      expect(vault.deviceId).not.toBe(first);
      expect((await waiting()).get(second.revId), 'made under the id that was taken').toBe('bad-signature');
      const third = await save(phone, vault, '22');
      expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1 });
      expect(await heldIds()).toContain(third.revId);

      // The same holds where the officer signs in for the first time.
      const other = testPhone(kind === 'sqlite' ? 511 : 512);
      const opened = await other.openAsItIs();
      await station.pushAsItIs(attacker, opened.deviceId, [], { register: { publicKey, devices: [opened.deviceId] } });
      const { clock, rng } = other;
      const signingIn = createSyncClient({ vault: opened, net: station.net, clock, rng, appVersion: 'test' });
      expect(await signingIn.enrol('CB-1')).toMatchObject({ kind: 'signed-in' });
    },
  );

  it('what came before its device was known is judged again once it is, without a person', async () => {
    const late = station.uuid();
    const record = signedRevision({
      revId: station.uuid(),
      schema: 1,
      kind: 'household',
      entityId: station.uuid(),
      parents: [],
      scope: SCOPE,
      author: 'cb-1',
      device: late,
      deviceSeq: 1,
      prevHash: '',
      deviceTime: station.now(),
      salt: SALT,
      payload: { number: '12', hamlet: 'Ấp 3' },
    });
    expect(await pushed(record)).toMatchObject({ status: 'quarantined', code: 'unknown-device' });
    await station.enrol('CB-1', late);
    expect((await waiting()).has(record.revId)).toBe(false);
    expect(await heldIds()).toContain(record.revId);
  });

  it('however much else waits under the name of that device', async () => {
    const late = station.uuid();
    const made = (payload: Revision['payload']): Revision => station.household('', { device: late, payload });
    const broken = Array.from({ length: DESK_LIMITS.retriedMax + 1 }, () => made({}));
    for (let from = 0; from < broken.length; from += LIMITS.pushBatchLimit) {
      const batch = broken.slice(from, from + LIMITS.pushBatchLimit);
      const { receipts } = await station.pushAsItIs(attacker, device, batch);
      expect(new Set(receipts.map(({ code }) => code))).toEqual(new Set(['bad-payload']));
    }
    station.millis += 1000;
    const record = made({ number: '13', hamlet: 'Ấp 3' });
    expect(await pushed(record)).toMatchObject({ status: 'quarantined', code: 'unknown-device' });
    await station.enrol('CB-1', late);
    expect((await station.heldOf(record.revId))?.contentHash).toBe(record.contentHash);
  });
});
