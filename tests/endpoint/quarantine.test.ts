/**
 * Goal: what could not be accepted is seen by the right person, comes in once when what was missing is there, or is
 * closed with a reason; the phone learns of it. Method: the real routes over both databases, the real sync client.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, loadBuiltIn, score, setHash } from '../../src/criteria/index.ts';
import { answersOf, newRevision } from '../../src/programme/index.ts';
import { canonicalText, hashText, quarantineList, quarantineRecord, retryResponse } from '../../src/protocol/index.ts';
import { uuidv7 } from '../../src/vault/index.ts';
import { OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

describe.each(STORES_AND_MEMORY)('the quarantine on %s', (kind) => {
  let station: Station;
  let officer: string;
  let supervisor: string;
  let stranger: string;
  let versions = 0;

  beforeAll(async () => {
    station = await Station.open(kind);
    officer = await station.enrol('CB-1');
    supervisor = await station.enrol('GS-1');
    stranger = await station.enrol('GS-2');
  });
  afterAll(() => station?.dispose());

  const rowsOf = async (state = 'open', as = supervisor, commune = SCOPE) => {
    const { value } = await station.ask(as, `/v1/quarantine?scope=${commune}&state=${state}`);
    return quarantineList.parse(value).rows;
  };
  const retry = async (body: object = {}) => {
    const { value } = await station.ask(supervisor, '/v1/quarantine/retry', { scope: SCOPE, ...body });
    return retryResponse.parse(value);
  };

  /** An evaluation with a set that the endpoint does not have yet. */
  const unknownSet = async () => {
    const set = { ...(await loadBuiltIn('cdht-1')), version: `2026.${++versions}` };
    const answers = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [String(at + 1), { level: 'kha' }]));
    const { total, max, verdict, hash } = score(compile(set), answersOf({ answers }));
    const payload = {
      subject: { kind: 'citizen', id: station.uuid() },
      hamlet: 'Bình Hòa',
      period: '2026',
      criteriaSet: { id: set.id, version: set.version, sha256: setHash(set) },
      answers,
      clientResult: { total, max, verdict, hash },
      finishedAt: station.now(),
    } as const;
    const arrive = async () => {
      const body = canonicalText(set);
      await station.store.addSet({ ...payload.criteriaSet, sha256: hashText(body), body, at: station.now() });
    };
    return { payload, arrive };
  };

  it('is for supervisors of the commune: no officer, no stranger, nobody unknown', async () => {
    await station.push(officer, [station.household('1', { author: station.uuid() })]);
    const [row] = await rowsOf();
    for (const path of [`/v1/quarantine?scope=${SCOPE}`, `/v1/quarantine/${row?.id}?scope=${SCOPE}`]) {
      expect((await station.ask('wrong', path)).status).toBe(401);
      expect(await station.ask(officer, path)).toEqual({ status: 403, value: { error: 'not-allowed' } });
      expect(await station.ask(stranger, path)).toEqual({ status: 403, value: { error: 'out-of-scope' } });
    }
    for (const path of ['/v1/quarantine/retry', '/v1/quarantine/close']) {
      const body = { scope: SCOPE, id: row?.id, reason: 'không phải của xã' };
      expect((await station.ask(officer, path, body)).status).toBe(403);
      expect((await station.ask(stranger, path, body)).status).toBe(403);
    }
    expect(await rowsOf('open', stranger, OTHER_SCOPE)).toEqual([]);
    const elsewhere = await station.ask(stranger, `/v1/quarantine/${row?.id}?scope=${OTHER_SCOPE}`);
    expect(elsewhere).toEqual({ status: 404, value: { error: 'unknown-record' } });
  });

  it('tells what, when, by whom and why; the exact text on demand', async () => {
    const record = station.household('17', { author: 'not-an-officer' });
    await station.push(officer, [record, 'nonsense']);
    const rows = await rowsOf();
    const row = rows.find(({ revId }) => revId === record.revId);
    expect(row).toMatchObject({
      code: 'unknown-author',
      kind: 'household',
      subject: '17, Bình Hòa',
      submittedBy: { id: 'cb-1', name: 'Tên cb-1' },
      author: { id: 'not-an-officer', name: null },
      receivedAt: station.now(),
      resolved: null,
    });
    const { value } = await station.ask(supervisor, `/v1/quarantine/${row?.id}?scope=${SCOPE}`);
    expect(JSON.parse(quarantineRecord.parse(value).body)).toEqual(record);
    expect(rows.find(({ code }) => code === 'unreadable')).toMatchObject({ revId: null, kind: null, subject: null });
  });

  it('a record comes in once when its set has arrived, though two judge it again at once', async () => {
    const { payload, arrive } = await unknownSet();
    const record = station.household('', { kind: 'evaluation', payload });
    expect((await station.push(officer, [record])).results[0]).toMatchObject({ code: 'unknown-set' });
    const [first] = (await rowsOf()).filter(({ revId }) => revId === record.revId);
    const ids = [first?.id];
    expect((await retry({ ids })).results).toEqual([{ id: first?.id, outcome: 'kept', code: 'unknown-set' }]);
    expect((await rowsOf()).find(({ id }) => id === first?.id)).toMatchObject({ retriedAt: station.now() });

    await arrive();
    const both = await Promise.all([retry({ ids }), retry({ ids })]);
    expect(both.flatMap(({ results }) => results.map(({ outcome }) => outcome))).toContain('accepted');
    const page = await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 1000);
    expect(page.rows.filter(({ body }) => body.includes(record.revId)).map(({ body }) => JSON.parse(body))).toEqual([
      record,
    ]);
    const done = (await rowsOf('resolved')).find(({ id }) => id === first?.id);
    expect(done?.resolved).toEqual({
      at: station.now(),
      by: { id: 'gs-1', name: 'Tên gs-1' },
      outcome: 'accepted',
      reason: null,
    });
    expect((await rowsOf()).some(({ id }) => id === first?.id)).toBe(false);
    const again = await station.push(officer, [record]);
    expect(again.results[0]).toMatchObject({ status: 'duplicate', contentHash: record.contentHash });
  });

  it('what an officer brought comes in when the officer is given the commune, all at once', async () => {
    const records = ['21', '22'].map((number) => station.household(number, { scope: OTHER_SCOPE }));
    await station.push(officer, records);
    await station.putOfficers([{ id: 'cb-1', role: 'officer', scopes: [SCOPE, OTHER_SCOPE], code: 'CB-1' }]);
    const { results } = await retry();
    expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(2);
    for (const { revId } of records)
      expect(await station.heldOf(revId, OTHER_SCOPE)).toMatchObject({ scope: OTHER_SCOPE });

    // Later the officer moves back: what is held stays received, whatever would be judged today.
    await station.putOfficers([{ id: 'cb-1', role: 'officer', scopes: [SCOPE], code: 'CB-1' }]);
    const again = await station.push(officer, records);
    expect(again.results.map(({ status }) => status)).toEqual(['duplicate', 'duplicate']);
  });

  it('never puts other bytes in the place of a record, however often it is asked', async () => {
    const held = station.household('31');
    const other = station.household('32', { revId: held.revId });
    await station.push(officer, [held]);
    await station.push(officer, [other]);
    const { results } = await retry();
    const [row] = (await rowsOf()).filter(({ revId }) => revId === held.revId);
    expect(results.find(({ id }) => id === row?.id)).toMatchObject({ outcome: 'kept', code: 'rev-id-reused' });
    expect(await station.heldOf(held.revId)).toMatchObject({ contentHash: held.contentHash });
  });

  it('is closed only with a reason, which is kept with the record', async () => {
    await station.push(officer, [station.household('41', { author: 'nobody' })]);
    const row = (await rowsOf()).find(({ subject }) => subject === '41, Bình Hòa');
    const close = (reason: string) =>
      station.ask(supervisor, '/v1/quarantine/close', { scope: SCOPE, id: row?.id, reason });
    expect((await close('   x   ')).status).toBe(400);
    const rejection = { status: 400, value: { error: 'bad-request', detail: 'reason' } };
    expect(await close('máy thử\0 của huyện'), 'PostgreSQL could not keep it').toEqual(rejection);
    expect((await close('máy thử, không phải hộ thật')).status).toBe(200);
    expect(await close('lần nữa cho chắc')).toEqual({ status: 404, value: { error: 'unknown-record' } });
    const closed = (await rowsOf('resolved')).find(({ id }) => id === row?.id);
    expect(closed?.resolved).toMatchObject({ outcome: 'closed', reason: 'máy thử, không phải hộ thật' });
    expect((await retry({ ids: [row?.id] })).results).toEqual([]);
    const { value } = await station.ask(supervisor, `/v1/quarantine/${row?.id}?scope=${SCOPE}`);
    expect(JSON.parse(quarantineRecord.parse(value).body)).toMatchObject({ payload: { number: '41' } });
  });

  it('the phone that was told “cần xem lại” learns at its next sync that the record is received', async () => {
    const { payload, arrive } = await unknownSet();
    const { phone, vault, syncClient } = await station.phone(kind === 'sqlite' ? 71 : 72);
    const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
    await vault.commit([newRevision('evaluation', ref, payload)]);
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', attention: 1 });
    const state = async () => (await vault.outbox())[0]?.state;
    expect(await state()).toEqual({ kind: 'needs-attention', code: 'unknown-set' });
    await arrive();
    await retry();
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await state()).toMatchObject({ kind: 'received' });
  });
});
