/**
 * Goal: identity numbers reach those whom the policy names and nobody else, and a person is found by number all the same.
 * Method: a supervisor's import and several officers' records over the real routes of both databases; then every answer that
 * an officer can get is searched for twelve digits in a row, and the hash and the ids for the number itself.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIngest } from '../../src/endpoint/ingest/ingest.ts';
import { applyRoster, currentRoster } from '../../src/endpoint/roster/apply.ts';
import { previewImport } from '../../src/endpoint/roster/preview.ts';
import { readRosterFile } from '../../src/endpoint/roster/read-file.ts';
import { newRevision } from '../../src/programme/index.ts';
import { IDENTITY_LOOKUP_LIMITS, identityLookupResponse, pullPage, type Revision } from '../../src/protocol/index.ts';
import { OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

const NUMBER = '091062000019';
const TWELVE_DIGITS = /\d{12}/;

describe.each(STORES_AND_MEMORY)('identity numbers on %s', (kind) => {
  let station: Station;
  let officer: string;
  let supervisor: string;
  beforeAll(async () => {
    station = await Station.open(kind);
    officer = await station.enrol('CB-1');
    supervisor = await station.enrol('GS-1');
  });
  afterAll(() => station?.dispose());

  const person = (cccd: string | null, changed: Partial<Revision> = {}) => {
    const citizenId = changed.entityId ?? station.uuid();
    const payload = { citizenId, cccd };
    return station.household('', { kind: 'identity', entityId: citizenId, ...changed, payload });
  };
  const lookup = async (token: string, cccd: string, scope = SCOPE) => {
    const { status, value } = await station.ask(token, '/v1/identity/lookup', { scope, cccd });
    return { status, ...(status === 200 ? identityLookupResponse.parse(value) : { value }) };
  };
  const pull = (token: string, stream: string, scope = SCOPE) =>
    station.ask(token, `/v1/pull?scope=${scope}&stream=${stream}`);

  it('go into a stream of their own, whose numbers have no holes beside those of the records', async () => {
    const records = [station.household('1'), person('091090000018'), station.household('2'), person('091090000026')];
    const { receipts } = await station.push(officer, records);
    expect(receipts.map(({ status, scopeSeq }) => `${status} ${scopeSeq}`)).toEqual([
      'created 1',
      'created 1',
      'created 2',
      'created 2',
    ]);
    const rows = async (stream: string) => pullPage.parse((await pull(supervisor, stream)).value).rows;
    expect((await rows('records')).map(({ revision }) => revision.kind)).toEqual(['household', 'household']);
    expect((await rows('identity')).map(({ scopeSeq, revision }) => [scopeSeq, revision.kind])).toEqual([
      [1, 'identity'],
      [2, 'identity'],
    ]);
  });

  it('of an officer’s own that a supervisor accepted later are reported as received, though no page brings them', async () => {
    await station.putOfficers([{ id: 'cb-8', role: 'officer', scopes: [SCOPE], code: 'CB-8' }]);
    const { phone, vault, syncClient } = await station.phone(kind === 'sqlite' ? 701 : 702, 'CB-8');
    await syncClient.sync();
    const citizenId = station.uuid();
    const number = { citizenId, cccd: '091090000034' };
    const saved = await vault.commit([newRevision('identity', { scope: SCOPE, id: citizenId }, number)]);
    expect(saved.kind).toBe('saved');
    await station.putOfficers([{ id: 'cb-8', role: 'officer', scopes: [OTHER_SCOPE], code: 'CB-8' }]);
    await syncClient.sync();
    expect((await vault.health()).attentionCount).toBe(1);
    await station.putOfficers([{ id: 'cb-8', role: 'officer', scopes: [SCOPE], code: 'CB-8' }]);
    const admin = await station.enrol('QT-1');
    for (const scope of [SCOPE, OTHER_SCOPE]) await station.ask(admin, '/v1/quarantine/retry', { scope });
    phone.clock.forward(8 * 24 * 3_600_000);
    await syncClient.sync();
    phone.clock.forward(8 * 24 * 3_600_000);
    await syncClient.sync();
    expect(await vault.health()).toMatchObject({ attentionCount: 0, pendingCount: 0 });
  });

  it('are pulled by supervisors of the commune, by no officer and nobody of another commune', async () => {
    expect(await pull(officer, 'identity')).toEqual({ status: 403, value: { error: 'not-allowed' } });
    expect(await pull(await station.enrol('GS-2'), 'identity')).toMatchObject({ status: 403 });
    expect(await pull(supervisor, 'nonsense')).toMatchObject({ status: 400 });
    const cursor = { scope: SCOPE, stream: 'identity', epoch: null, after: 0 };
    expect((await station.push(officer, [], { pull: [cursor] })).pulled).toEqual([]);
    expect((await station.push(supervisor, [], { pull: [cursor] })).pulled).toMatchObject([{ stream: 'identity' }]);
  });

  it('no answer to an officer has twelve digits in a row, after an import, a rejection and a conflict', async () => {
    const lines = [
      'ấp;số hộ;họ tên;năm sinh;giới tính;CCCD;quan hệ;nhóm',
      `Kinh 1;17;Trần Văn Bảy;1962;nam;${NUMBER};con;1`,
    ];
    const file = await readRosterFile(new TextEncoder().encode(lines.join('\n')), 'x.csv');
    if (file.kind === 'bad') throw new Error(file.sentence);
    const { store } = station;
    const hashOf = await store.identityHasher();
    const preview = await previewImport(file.rows, (wanted) => currentRoster(store, SCOPE, wanted), SCOPE, { hashOf });
    const clock = { now: () => station.now(), millis: () => station.millis };
    const parts = { store, clock, ingest: createIngest(store), addressOf: () => '', pause: async () => undefined };
    await applyRoster(parts, { scope: SCOPE, officerId: 'gs-1', revisions: preview.revisions, onProgress: () => {} });
    const inCitizen = station.household('', {
      kind: 'citizen',
      payload: {
        householdId: station.uuid(),
        name: 'A',
        birthYear: 1990,
        sex: 'nu',
        relation: 'con',
        group: '1',
        cccd: NUMBER,
      },
    });
    const { receipts } = await station.push(officer, [inCitizen, person('not a number')]);
    expect(receipts.map(({ code }) => code)).toEqual(['bad-payload', 'bad-payload']);
    const answers = [
      await pull(officer, 'records'),
      await pull(officer, 'identity'),
      await station.ask(officer, '/v1/session'),
      await station.ask(officer, `/v1/quarantine?scope=${SCOPE}`),
      await station.ask(officer, `/v1/phones?scope=${SCOPE}`),
      await station.push(officer, [inCitizen], { pull: [{ scope: SCOPE, stream: 'records', epoch: null, after: 0 }] }),
      await lookup(officer, NUMBER),
    ];
    // Ids have digits too, but never twelve of them beside each other without a letter that could be one.
    for (const answer of answers) {
      const text = JSON.stringify(answer).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}/g, '');
      expect(text).not.toMatch(TWELVE_DIGITS);
    }
    const { rows } = pullPage.parse((await pull(officer, 'records')).value);
    const imported = rows.find(({ revision }) => revision.payload?.name === 'Trần Văn Bảy')?.revision;
    expect(imported?.payload).toMatchObject({ cccdTail: '019', cccdHash: hashOf(NUMBER) });
    // Nothing that everybody sees is made of the number without the secret.
    const sha256 = createHash('sha256');
    for (const guess of [NUMBER, `citizen|${SCOPE}|${NUMBER}`]) {
      const plain = sha256.copy().update(guess).digest();
      expect(imported?.payload?.cccdHash).not.toBe(plain.subarray(0, 16).toString('base64url'));
      expect(imported?.entityId.replaceAll('-', '').slice(0, 12)).not.toBe(plain.toString('hex').slice(0, 12));
    }
    expect(await lookup(officer, NUMBER)).toMatchObject({ status: 200, citizens: [imported?.entityId] });
  });

  it('are found by their newest number only, in whatever order these come', async () => {
    const [wrong, right] = ['091075000011', '091075000029'];
    const first = person(wrong);
    const second = person(right, { entityId: first.entityId, parents: [first.revId] });
    await station.push(officer, [second]);
    await station.push(officer, [first]);
    expect(await lookup(officer, wrong)).toMatchObject({ citizens: [] });
    expect(await lookup(officer, right)).toMatchObject({ citizens: [first.entityId] });
    await station.push(officer, [person(null, { entityId: first.entityId, parents: [second.revId] })]);
    expect(await lookup(officer, right)).toMatchObject({ citizens: [] });
  });

  it('are found by their newest number where all come in one push, and two replace the same', async () => {
    const [wrong, one, other] = ['091075000037', '091075000045', '091075000052'];
    const first = person(wrong);
    const { entityId, revId } = first;
    const corrections = [one, other].map((number) => person(number, { entityId, parents: [revId] }));
    await station.push(officer, [...corrections, first]);
    expect(await lookup(officer, wrong)).toMatchObject({ citizens: [] });
    for (const number of [one, other]) expect(await lookup(officer, number)).toMatchObject({ citizens: [entityId] });
  });

  it('are looked up in one’s own commune, thirty times a minute, with one answer for known and unknown', async () => {
    station.millis += IDENTITY_LOOKUP_LIMITS.windowMs;
    expect(await lookup(officer, NUMBER, OTHER_SCOPE)).toMatchObject({ status: 403 });
    expect(await lookup('nobody', NUMBER)).toMatchObject({ status: 401 });
    expect(await lookup(officer, '12')).toMatchObject({ status: 400 });
    const [known, unknown] = [await lookup(officer, NUMBER), await lookup(officer, '091062000027')];
    expect(Object.keys(known)).toEqual(Object.keys(unknown));
    expect(
      known.status === 200 && 'hash' in known && 'hash' in unknown && known.hash.length === unknown.hash.length,
    ).toBe(true);
    const statuses: number[] = [];
    for (let n = 0; n < IDENTITY_LOOKUP_LIMITS.askedMax; n += 1) {
      statuses.push((await lookup(officer, `0910620001${String(n).padStart(2, '0')}`)).status);
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect(await lookup(officer, NUMBER)).toEqual({ status: 429, value: { error: 'too-many-lookups' } });
    expect(await lookup(supervisor, NUMBER), 'each person by themself').toMatchObject({ status: 200 });
    station.millis += IDENTITY_LOOKUP_LIMITS.windowMs;
    expect(await lookup(officer, NUMBER)).toMatchObject({ status: 200 });
  });

  it('have a secret that is the database’s own, and stays', async () => {
    const [hash, again] = [
      (await station.store.identityHasher())(NUMBER),
      (await station.store.identityHasher())(NUMBER),
    ];
    expect(hash).toBe(again);
    const other = await Station.open('sqlite');
    expect((await other.store.identityHasher())(NUMBER)).not.toBe(hash);
    await other.dispose();
  });
});
