/**
 * Goal: no record is stored where nobody reads it. Method: scopes that no phone pulls, authors and officers of no commune
 * over the real routes of both databases; the lists of those who must see them.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quarantineList } from '../../src/protocol/index.ts';
import { createSyncClient } from '../../src/sync/sync-client.ts';
import { testPhone } from '../../src/vault/testing/test-phone.ts';
import { deviceOf, enrolBody } from '../devices.ts';
import { OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

describe.each(STORES_AND_MEMORY)('records of nowhere on %s', (kind) => {
  let station: Station;
  let officer: string;
  let supervisor: string;
  let neighbour: string;
  beforeAll(async () => {
    station = await Station.open(kind);
    officer = await station.enrol('CB-1');
    supervisor = await station.enrol('GS-1');
    neighbour = await station.enrol('GS-2');
  });
  afterAll(() => station?.dispose());

  const codesOf = async (as: string, commune: string) => {
    const { value } = await station.ask(as, `/v1/quarantine?scope=${commune}`);
    return quarantineList
      .parse(value)
      .rows.map(({ code, revId }) => `${code} ${revId ?? ''}`.trim())
      .sort();
  };
  const without = (scopes: readonly string[]) =>
    station.putOfficers([{ id: 'cb-5', role: 'officer', scopes, code: 'CB-5' }]);

  it('a scope that no phone pulls is seen by the supervisor of the author', async () => {
    const records = [
      station.household('1', { scope: `${SCOPE}-ap-3` }),
      station.household('2', { scope: 'nowhere' }),
      station.household('3', { scope: OTHER_SCOPE }),
    ];
    const { receipts } = await station.push(officer, records);
    expect(receipts.map(({ status, code }) => `${status} ${code}`)).toEqual([
      'quarantined out-of-scope',
      'quarantined out-of-scope',
      'quarantined out-of-scope',
    ]);
    const codes = await codesOf(supervisor, SCOPE);
    expect(receipts.every(({ revId, code }) => codes.includes(`${code} ${revId}`))).toBe(true);
    expect(await codesOf(neighbour, OTHER_SCOPE)).toEqual([]);
  });

  it('one that cannot be read is seen where it says that it is from, else by the supervisor of its author', async () => {
    await station.putOfficers([{ id: 'cb-2', role: 'officer', scopes: [OTHER_SCOPE], code: 'CB-2' }]);
    const admin = await station.enrol('QT-1');
    const before = await codesOf(supervisor, SCOPE);
    const unreadable = [
      { scope: OTHER_SCOPE, broken: 1 },
      { author: 'cb-2', broken: 2 },
      { scope: 7, author: 'cb-2' },
    ];
    const { receipts } = await station.push(admin, unreadable);
    expect(receipts.map(({ code }) => code)).toEqual(['unreadable', 'unreadable', 'unreadable']);
    expect(await codesOf(neighbour, OTHER_SCOPE)).toEqual(['unreadable', 'unreadable', 'unreadable']);
    // Nothing in the record names a commune, so it is kept with whoever brought it.
    await station.push(admin, ['nonsense']);
    expect(await codesOf(supervisor, SCOPE)).toEqual([...before, 'unreadable']);
  });

  it('of an officer of no commune any more are seen in the commune they name, or rejected whole and kept on the phone', async () => {
    await without([OTHER_SCOPE]);
    const token = await station.enrol('CB-5', deviceOf('CB-5'));
    await without([]);
    const record = station.household('5', { scope: OTHER_SCOPE, author: 'cb-5' });
    const { receipts } = await station.push(token, [record]);
    expect(receipts).toMatchObject([{ status: 'quarantined', code: 'out-of-scope' }]);
    expect(await codesOf(neighbour, OTHER_SCOPE)).toContain(`out-of-scope ${record.revId}`);

    const homeless = station.household('6', { scope: 'nowhere', author: 'cb-5' });
    const both = [homeless, station.household('7', { scope: OTHER_SCOPE, author: 'cb-5' })];
    const body = { proto: 'cdht.push/1', device: deviceOf('CB-5'), deviceTime: station.now(), revisions: both };
    const rejected = { status: 409, value: { error: 'no-commune' } };
    expect(await station.ask(token, '/v1/push', body)).toEqual(rejected);
    expect(await codesOf(neighbour, OTHER_SCOPE)).not.toContain(`out-of-scope ${both[1]?.revId}`);
    expect(await station.ask(token, '/v1/session')).toEqual(rejected);
    expect(await station.store.quarantined('', { open: true, limit: 9 })).toEqual([]);
  });

  it('of a commune that there is not are its officer’s no more than any stranger’s, until there is one', async () => {
    const NEW = 'scope-of-a-new-one';
    await station.putOfficers([{ id: 'cb-6', role: 'officer', scopes: [SCOPE, NEW], code: 'CB-6' }]);
    const token = await station.enrol('CB-6');
    const { value } = await station.ask(token, '/v1/session');
    expect(value).toMatchObject({ scopes: [SCOPE], communes: [{ scope: SCOPE }] });
    const record = station.household('8', { scope: NEW, author: 'cb-6' });
    const own = station.household('9', { author: 'cb-6' });
    const { receipts } = await station.push(token, [record, own]);
    expect(receipts.map(({ status, code }) => code ?? status)).toEqual(['out-of-scope', 'created']);
    expect(await codesOf(supervisor, SCOPE)).toContain(`out-of-scope ${record.revId}`);
    expect((await station.ask(token, `/v1/pull?scope=${NEW}`)).status).toBe(403);

    await station.putOfficers([{ id: 'cb-7', role: 'officer', scopes: [NEW], code: 'CB-7' }]);
    const body = enrolBody('CB-7');
    expect((await station.app.request('/v1/enrol', { method: 'POST', body })).status).toBe(409);

    await station.store.putCommunes([
      { scope: NEW, code: '31099', name: 'Xã mới', province: 'An Giang', criteriaVariant: '70' },
    ]);
    expect((await station.ask(supervisor, '/v1/quarantine/retry', { scope: SCOPE })).status).toBe(200);
    expect(await codesOf(supervisor, SCOPE)).not.toContain(`out-of-scope ${record.revId}`);
    expect(await station.store.page({ scope: NEW, stream: 'records' }, 0, 9)).toMatchObject({
      rows: [{ revId: record.revId }],
    });
  });

  it('an officer without a commune cannot sign in, and sees why', async () => {
    await without([]);
    const { clock, rng, openAsItIs } = testPhone(kind === 'sqlite' ? 301 : 302);
    const syncClient = createSyncClient({
      vault: await openAsItIs(),
      net: station.net,
      clock,
      rng,
      appVersion: 'test',
    });
    expect(await syncClient.enrol('CB-5')).toEqual({ kind: 'error', code: 'no-commune' });
  });
});
