/**
 * Goal: a phone that lost its last records, or whose storage was copied to a second phone, is noticed and shown in words;
 * no number is given twice from then on, and every record of everybody arrives. Method: real phones over the real routes
 * on both databases; a copied phone is another one opened over the same journal.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addHousehold } from '../../src/programme/index.ts';
import { LIMITS, phoneList, type Revision } from '../../src/protocol/index.ts';
import type { Net } from '../../src/sync/index.ts';
import { makeRescueFile } from '../../src/sync/relay/rescue.ts';
import { createSyncClient } from '../../src/sync/sync-client.ts';
import { openDatabase } from '../../src/vault/database/database.ts';
import { uuidv7, type Vault } from '../../src/vault/index.ts';
import { type TestPhone, testPhone } from '../../src/vault/testing/test-phone.ts';
import { keyOfDevice } from '../devices.ts';
import { OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

const DAY = 86_400_000;

describe.each(STORES_AND_MEMORY)('chains on %s', (kind) => {
  let station: Station;
  let supervisor: string;
  beforeAll(async () => {
    station = await Station.open(kind);
    supervisor = await station.enrol('GS-1');
  });
  afterAll(() => station?.dispose());

  const open = async (phone: TestPhone, net: Net = station.net) => {
    const vault = await phone.openAsItIs();
    const { clock, rng } = phone;
    const syncClient = createSyncClient({
      vault,
      net,
      clock,
      rng,
      appVersion: 'test',
      tryExclusive: (_, work) => work(),
    });
    return { phone, vault, sync: () => syncClient.sync(), enrol: () => syncClient.enrol('CB-1') };
  };
  /** Another phone with the storage of the first as it is now: id, session, records. */
  const copy = (phone: TestPhone, seed: number): TestPhone => {
    const other = testPhone(seed);
    other.disk.bytes = phone.disk.bytes.slice();
    other.key = phone.key;
    return other;
  };
  const save = async (phone: TestPhone, vault: Vault, number: string): Promise<Revision> => {
    const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
    const done = await vault.commit(addHousehold(ref, { number, hamlet: 'Ấp 3' }));
    const [made] = done.kind === 'saved' ? done.revisions : [];
    if (made === undefined) throw new Error(JSON.stringify(done));
    return made;
  };
  const held = async () =>
    (await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 1000)).rows.map(({ revId }) => revId);
  const phones = async () => {
    const { value } = await station.ask(supervisor, `/v1/phones?scope=${SCOPE}`);
    return new Map(phoneList.parse(value).phones.map((row) => [row.device, row]));
  };
  const ids = async (vault: Vault) => (await vault.outbox()).map(({ revision }) => revision.revId).sort();

  it('a phone whose id was signed in with by a copy of it sends its key again, and its next push is taken', async () => {
    const phone = testPhone(kind === 'sqlite' ? 951 : 952);
    const { vault, sync, enrol } = await open(phone);
    await enrol();
    await vault.takeAnotherId(vault.deviceId);
    expect(await sync()).toMatchObject({ kind: 'done' });
    // The copy's token is the one that speaks for this id from here on.
    await station.enrol('CB-1', vault.deviceId);
    const { revId } = await save(phone, vault, '951');
    expect(await sync()).toEqual({ kind: 'error', code: 'unknown-device' });
    expect(await sync()).toMatchObject({ kind: 'done', pushed: 1 });
    expect(await held()).toContain(revId);
  });

  it('a phone that changed its id as often as one sign-in may keeps its id, says so, and works on after another', async () => {
    const phone = testPhone(kind === 'sqlite' ? 953 : 954);
    const { vault, sync, enrol } = await open(phone);
    await enrol();
    for (let at = 1; at < LIMITS.devicesPerToken; at += 1) {
      await vault.takeAnotherId(vault.deviceId);
      expect(await sync()).toMatchObject({ kind: 'done' });
    }
    await vault.takeAnotherId(vault.deviceId);
    const last = vault.deviceId;
    const { revId } = await save(phone, vault, '953');
    for (let round = 0; round < 2; round += 1) {
      expect(await sync()).toEqual({ kind: 'error', code: 'too-many-devices' });
    }
    expect(vault.deviceId).toBe(last);
    await enrol();
    expect(await sync()).toMatchObject({ kind: 'done', pushed: 1 });
    expect(vault.deviceId).toBe(last);
    expect(await held()).toContain(revId);
  });

  it('a phone set back to an older backup goes on after its last number, gets its records back, and says so', async () => {
    const first = await open(testPhone(101));
    await first.enrol();
    const one = await save(first.phone, first.vault, '1');
    await first.sync();
    const backup = copy(first.phone, 102);
    const [two, three] = [await save(first.phone, first.vault, '2'), await save(first.phone, first.vault, '3')];
    await first.sync();

    const again = await open(backup);
    expect((await again.vault.health()).maxDeviceSeq).toBe(1);
    expect(await again.sync()).toMatchObject({ kind: 'done' });
    expect(await again.vault.health()).toMatchObject({
      opened: 'behind',
      maxDeviceSeq: 3,
      pendingCount: 0,
      goneCount: 0,
    });
    expect((await again.vault.health()).lastWipeAt).not.toBeNull();
    expect(await ids(again.vault), 'its own again').toEqual([one.revId, two.revId, three.revId].sort());
    await again.vault.close();
    backup.wipe();
    const wiped = await open(backup);
    const four = await save(backup, wiped.vault, '4');
    expect(four, 'the journal knows it, too').toMatchObject({ deviceSeq: 4, prevHash: three.contentHash });
    expect(await wiped.sync()).toMatchObject({ kind: 'done' });
    expect((await phones()).get(wiped.vault.deviceId)?.forkedAt).toBeNull();
  });

  it('also where its cursor stands behind what was lost', async () => {
    const { phone, vault, sync, enrol } = await open(testPhone(103));
    await enrol();
    const all = [await save(phone, vault, '5'), await save(phone, vault, '6')];
    await sync();
    await vault.close();
    const [first, last] = all;
    if (!first || !last) throw new Error('unreachable');
    phone.disk.bytes = phone.disk.bytes.slice(0, phone.disk.bytes.length - JSON.stringify(last).length);
    const db = openDatabase(phone.platform(), () => undefined);
    await db.outbox.delete(last.revId);
    await db.revisions.delete([last.scope, last.revId]);
    await db.meta.put({ key: 'chain', deviceSeq: first.deviceSeq, lastHash: first.contentHash });
    db.close();
    const again = await open(phone);
    expect(await again.vault.cursor({ scope: SCOPE, stream: 'records' })).toMatchObject({ after: await lastSeq() });
    await again.sync();
    expect(await again.vault.health()).toMatchObject({ opened: 'behind', maxDeviceSeq: last.deviceSeq });
    expect(await ids(again.vault)).toEqual(all.map(({ revId }) => revId).sort());
    expect(await again.vault.cursor({ scope: SCOPE, stream: 'records' })).toMatchObject({ after: await lastSeq() });
  });
  const lastSeq = async () =>
    (await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 1000)).rows.at(-1)?.scopeSeq;

  it('signing in shows it before the first round', async () => {
    const first = await open(testPhone(104));
    await first.enrol();
    const backup = copy(first.phone, 105);
    await save(first.phone, first.vault, '7');
    await first.sync();
    const again = await open(backup);
    await again.enrol();
    expect((await again.vault.health()).maxDeviceSeq).toBe(1);
    await again.sync();
    expect(await again.vault.health()).toMatchObject({ pendingCount: 0, attentionCount: 0 });
  });

  it('two phones under one id: all records arrive, the supervisor sees it, each takes an id of its own', async () => {
    const a = await open(testPhone(106));
    await a.enrol();
    await save(a.phone, a.vault, '10');
    await a.sync();
    const b = await open(copy(a.phone, 107));
    const shared = a.vault.deviceId;
    expect(b.vault.deviceId).toBe(shared);
    const made = [
      await save(a.phone, a.vault, '11a'),
      await save(b.phone, b.vault, '11b'),
      await save(b.phone, b.vault, '12b'),
    ];
    expect(made.map(({ deviceSeq }) => deviceSeq)).toEqual([2, 2, 3]);
    expect(await a.sync()).toMatchObject({ kind: 'done', pushed: 1 });
    expect(a.vault.deviceId, 'nothing is known yet').toBe(shared);
    expect(await b.sync()).toMatchObject({ kind: 'done', attention: 0 });
    expect(b.vault.deviceId).not.toBe(shared);
    expect((await b.vault.health()).opened).toBe('cloned');
    expect(await a.sync()).toMatchObject({ kind: 'done', attention: 0 });
    expect(a.vault.deviceId).not.toBe(shared);
    expect(a.vault.deviceId).not.toBe(b.vault.deviceId);
    expect(await held()).toEqual(expect.arrayContaining(made.map(({ revId }) => revId)));

    const next = [await save(a.phone, a.vault, '13a'), await save(b.phone, b.vault, '13b')];
    expect(next.map(({ device }) => device)).toEqual([a.vault.deviceId, b.vault.deviceId]);
    for (const { sync } of [a, b, a, b]) expect(await sync()).toMatchObject({ kind: 'done', attention: 0 });
    expect(await held()).toEqual(expect.arrayContaining(next.map(({ revId }) => revId)));
    const seen = await phones();
    expect(seen.get(shared)?.forkedAt).toBe(station.now());
    for (const { vault } of [a, b]) {
      expect(seen.get(vault.deviceId)).toMatchObject({ forkedAt: null, officer: { id: 'cb-1' }, overdue: false });
      expect(await vault.health()).toMatchObject({ pendingCount: 0, attentionCount: 0 });
    }

    // Compared after a week, under all its ids, nothing is missing and nothing is sent again.
    const before = a.vault.deviceId;
    a.phone.clock.forward(8 * DAY);
    expect(await a.sync()).toMatchObject({ kind: 'done', pushed: 0 });
    expect(a.vault.deviceId).toBe(before);
    await a.vault.close();
    a.phone.wipe();
    const wiped = await open(a.phone);
    expect(wiped.vault.deviceId, 'the new id outlives the database').toBe(before);
    expect(await wiped.sync()).toMatchObject({ kind: 'done' });
    expect((await save(a.phone, wiped.vault, '14a')).deviceSeq).toBeGreaterThan(next[0]?.deviceSeq ?? 0);
  });

  it('a record that does not follow the one before it is noticed, kept and counted as received', async () => {
    const device = station.uuid();
    const token = await station.enrol('CB-1', device);
    const one = station.household('20', { device, deviceSeq: 1, prevHash: '' });
    const two = station.household('21', { device, deviceSeq: 2, prevHash: 'a'.repeat(64) });
    expect((await station.push(token, [one])).cloned).toBeUndefined();
    const answer = await station.push(token, [two]);
    expect(answer).toMatchObject({ cloned: true, receipts: [{ status: 'created' }] });
    expect((await phones()).get(device)?.forkedAt).toBe(station.now());
    expect((await station.push(token, [])).cloned, 'reported until it has another id').toBe(true);
    const another = { device: station.uuid() };
    await expect(station.push(token, [], another), 'an id that nobody registered').rejects.toThrow('unknown-device');
    const { publicKey } = keyOfDevice(another.device);
    expect(
      await station.push(token, [], { ...another, register: { publicKey, devices: [another.device] } }),
    ).toMatchObject({ registered: true });
    expect((await station.push(token, [], another)).cloned).toBeUndefined();
  });

  it('two phones under one id are noticed also where the records of one came by a rescue file', async () => {
    const a = await open(testPhone(108));
    await a.enrol();
    await save(a.phone, a.vault, '30');
    await a.sync();
    const shared = a.vault.deviceId;
    const b = await open(copy(a.phone, 109));
    await save(a.phone, a.vault, '31a');
    await a.sync();
    await save(b.phone, b.vault, '31b');
    const file = await makeRescueFile({ vault: b.vault, clock: b.phone.clock });
    if (file.kind !== 'made') throw new Error(file.kind);
    expect(a.vault.deviceId).toBe(shared);
    const answer = await station.net.request({
      method: 'POST',
      path: '/v1/rescue',
      token: supervisor,
      body: file.made.bytes,
      timeoutMs: 1000,
    });
    expect(answer.status).toBe(200);
    expect(await a.sync()).toMatchObject({ kind: 'done' });
    expect(a.vault.deviceId).not.toBe(shared);
  });

  it('and where they came out of the quarantine', async () => {
    const device = station.uuid();
    const token = await station.enrol('CB-1', device);
    const one = station.household('40', { device, deviceSeq: 1, prevHash: '' });
    expect((await station.push(token, [one])).cloned).toBeUndefined();
    await station.putOfficers([{ id: 'cb-1', role: 'officer', scopes: [OTHER_SCOPE], code: 'CB-1' }]);
    const other = station.household('41', { device, deviceSeq: 1, prevHash: '' });
    expect((await station.push(token, [other])).receipts).toMatchObject([{ status: 'quarantined' }]);
    await station.putOfficers([{ id: 'cb-1', role: 'officer', scopes: [SCOPE], code: 'CB-1' }]);
    expect((await station.push(token, [])).cloned, 'nothing is known yet').toBeUndefined();
    const admin = await station.enrol('QT-1');
    const retried = await station.ask(admin, '/v1/quarantine/retry', { scope: OTHER_SCOPE });
    expect(JSON.stringify(retried.value)).toContain('accepted');
    expect((await station.push(token, [])).cloned).toBe(true);
  });
});
