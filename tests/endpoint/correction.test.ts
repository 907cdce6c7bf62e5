/**
 * Goal: a supervisor corrects what kept a record from being accepted; it comes in once, as a revision of its own that takes
 * the quarantined one's place everywhere, and what came stays to the letter. Method: the real routes over both databases, two
 * real phones.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, loadBuiltIn, score, setHash } from '../../src/criteria/index.ts';
import { checkViews } from '../../src/endpoint/views/upkeep.ts';
import { addHousehold, answersOf, type Evaluation } from '../../src/programme/index.ts';
import {
  canonicalText,
  contentHash,
  correctionResponse,
  type MemberCorrection,
  quarantineList,
  quarantineRecord,
  type Revision,
} from '../../src/protocol/index.ts';
import { uuidv7 } from '../../src/vault/index.ts';
import { OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

const set = await loadBuiltIn('cdht-1');

describe.each(STORES_AND_MEMORY)('correcting on %s', (kind) => {
  let station: Station;
  let officer: string;
  let supervisor: string;
  let stranger: string;

  beforeAll(async () => {
    station = await Station.open(kind);
    officer = await station.enrol('CB-1');
    supervisor = await station.enrol('GS-1');
    stranger = await station.enrol('GS-2');
  });
  afterAll(async () => {
    const differences = await checkViews(station.store, () => undefined);
    await station.dispose();
    expect(differences).toEqual([]);
  });

  const rowOf = async (revId: string, state = 'open') => {
    const { value } = await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}&state=${state}`);
    return quarantineList.parse(value).rows.find((row) => row.revId === revId);
  };
  const recordOf = async (id: string | undefined) => {
    const { value } = await station.ask(supervisor, `/v1/quarantine/${id}?scope=${SCOPE}`);
    return quarantineRecord.parse(value);
  };
  const ask = (id: string | undefined, corrections: readonly MemberCorrection[], as = supervisor) =>
    station.ask(as, '/v1/quarantine/correct', { scope: SCOPE, id, corrections });
  const correct = async (id: string | undefined, corrections: readonly MemberCorrection[]) => {
    const { status, value } = await ask(id, corrections);
    expect(status, JSON.stringify(value)).toBe(200);
    return correctionResponse.parse(value);
  };
  const newest = async (): Promise<Revision> => {
    const { rows } = await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 1000);
    return JSON.parse(rows.at(-1)?.body ?? 'null') as Revision;
  };
  const count = async () => (await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 1000)).rows.length;
  /** A record that was pushed and is in quarantine. */
  const quarantined = async (changed: Partial<Revision>) => {
    const record = station.household('', changed);
    expect((await station.push(officer, [record])).results).toMatchObject([{ status: 'quarantined' }]);
    const row = await rowOf(record.revId);
    return { record, id: row?.id, text: canonicalText(record) };
  };
  const household = { number: '1', hamlet: 'Bình Hòa' };
  const evaluation = (answers: Evaluation['answers']): Evaluation => {
    const hash = 'a'.repeat(64);
    return {
      subject: { kind: 'citizen', id: station.uuid() },
      hamlet: 'Bình Hòa',
      period: '2026',
      criteriaSet: { id: set.id, version: set.version, sha256: setHash(set) },
      answers,
      clientResult: { total: 80, max: 100, verdict: 'pass', hash },
      finishedAt: station.now(),
    };
  };

  it('a wrong commune is corrected: a new revision on the refused one, which stays to the letter', async () => {
    const parent = station.uuid();
    const { record, id, text } = await quarantined({ scope: 'elsewhere', payload: household, parents: [parent] });
    const { refused: members } = await recordOf(id);
    expect(members).toMatchObject([
      {
        path: ['scope'],
        why: 'scope',
        value: 'elsewhere',
        choices: [{ value: SCOPE, label: 'Xã Vĩnh Bình (31064)' }],
      },
    ]);
    const corrections = members?.map(({ path }) => ({ path, to: SCOPE })) ?? [];
    expect(await correct(id, corrections)).toMatchObject({ outcome: 'accepted', refused: [] });

    const made = await newest();
    expect(made).toMatchObject({
      kind: 'household',
      entityId: record.entityId,
      scope: SCOPE,
      author: 'gs-1',
      deviceTime: record.deviceTime,
      parents: [record.revId, parent],
      corrects: record.revId,
      payload: household,
    });
    expect(made.contentHash).toBe(contentHash(made));
    expect(made.revId).not.toBe(record.revId);
    const done = await rowOf(record.revId, 'resolved');
    expect(done?.resolved).toEqual({
      at: station.now(),
      by: { id: 'gs-1', name: 'Tên gs-1' },
      outcome: 'accepted',
      reason: null,
      correctedAs: made.revId,
    });
    expect(await recordOf(id)).toMatchObject({
      body: text,
      refused: [],
      changes: corrections.map(({ path }) => ({ path, from: 'elsewhere', to: SCOPE })),
    });
    expect(await rowOf(record.revId)).toBeUndefined();
  });

  it('the same corrections twice, also at once, are one revision; others come too late', async () => {
    const { id } = await quarantined({ payload: { ...household, number: '' } });
    const before = await count();
    const to = (number: string) => [{ path: ['payload', 'number'], to: number }];
    const both = await Promise.all([ask(id, to('7')), ask(id, to('7'))]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await correct(id, to('7'))).toMatchObject({ outcome: 'accepted' });
    expect(await ask(id, to('8'))).toEqual({ status: 404, value: { error: 'unknown-record' } });
    expect(await count()).toBe(before + 1);

    const { id: other } = await quarantined({ payload: { ...household, number: '' } });
    const race = await Promise.all([ask(other, to('8')), ask(other, to('9'))]);
    expect(race.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await count()).toBe(before + 2);
  });

  it('what still does not fit is kept as it was, and says why', async () => {
    const { record, id, text } = await quarantined({ payload: { ...household, number: '', hamlet: 3 } });
    expect((await recordOf(id)).refused).toEqual([
      { path: ['payload', 'number'], why: 'missing', value: '', takes: 'text', min: 1 },
      { path: ['payload', 'hamlet'], why: 'form', value: 3, takes: 'text' },
    ]);
    const number = { path: ['payload', 'number'], to: '12' };
    const before = await count();
    expect(await correct(id, [number])).toMatchObject({
      outcome: 'kept',
      code: 'bad-payload',
      refused: [{ path: ['payload', 'hamlet'], why: 'form', value: 3 }],
      row: { resolved: null },
    });
    // A member taken away is one that is missing.
    expect(await correct(id, [number, { path: ['payload', 'hamlet'] }])).toMatchObject({
      outcome: 'kept',
      refused: [{ path: ['payload', 'hamlet'], why: 'missing', takes: 'text' }],
    });
    const nul = await correct(id, [number, { path: ['payload', 'hamlet'], to: 'Ấp\0' }]);
    expect(nul).toMatchObject({ outcome: 'kept', code: 'nul-character', refused: [{ why: 'nul' }] });
    expect(await count()).toBe(before);
    expect((await recordOf(id)).body).toBe(text);
    expect(await rowOf(record.revId)).toMatchObject({ code: 'bad-payload', resolved: null });
  });

  it('only what was refused can be corrected, only in words that have bytes, only by supervisors of the commune', async () => {
    const { id } = await quarantined({ payload: { ...household, number: '' } });
    const number = { path: ['payload', 'number'], to: '12' };
    const wrong = (path: string) => ({ status: 400, value: { error: 'bad-request', detail: path } });
    const hamlet = { path: ['payload', 'hamlet'], to: 'Ấp khác' };
    expect(await ask(id, [number, hamlet])).toEqual(wrong('payload.hamlet'));
    expect(await ask(id, [{ path: ['author'], to: 'cb-1' }])).toEqual(wrong('author'));
    expect(await ask(id, [{ ...number, to: '\ud800' }])).toEqual(wrong('payload.number'));
    expect((await ask(id, [])).status).toBe(400);
    expect(await ask(id, [number], officer)).toEqual({ status: 403, value: { error: 'not-allowed' } });
    expect(await ask(id, [number], stranger)).toEqual({ status: 403, value: { error: 'out-of-scope' } });
    expect((await ask(id, [number], 'nobody')).status).toBe(401);
    const elsewhere = { scope: OTHER_SCOPE, id, corrections: [number] };
    expect((await station.ask(stranger, '/v1/quarantine/correct', elsewhere)).status).toBe(404);

    const forged = { ...station.household('', { payload: { ...household, number: '' } }), deviceSeq: 999 };
    const { results } = await station.push(officer, [forged, station.household('3', { corrects: station.uuid() })]);
    expect(results.map(({ code }) => code)).toEqual(['hash-mismatch', 'not-allowed']);
    const row = await rowOf(forged.revId);
    expect((await recordOf(row?.id)).refused, 'not what its phone signed').toEqual([]);
    expect((await ask(row?.id, [number])).status).toBe(400);
  });

  it('never takes the place of a record that is held under its id', async () => {
    const held = station.household('31');
    await station.push(officer, [held]);
    const { id } = await quarantined({ revId: held.revId, payload: { ...household, number: '' } });
    expect(await correct(id, [{ path: ['payload', 'number'], to: '32' }])).toMatchObject({
      outcome: 'kept',
      code: 'rev-id-reused',
    });
    expect(await newest()).toEqual(held);
  });

  it('answers out of bounds and an unknown set; the score beside them is reckoned anew and told', async () => {
    const unknown = { id: set.id, version: '1999', sha256: 'b'.repeat(64) };
    const answers: Evaluation['answers'] = Object.fromEntries(
      Array.from({ length: 10 }, (_, at) => [String(at + 1), { level: 'kha' }]),
    );
    const payload = { ...evaluation({ ...answers, '3': { points: 99 } }), criteriaSet: unknown };
    const { id } = await quarantined({ kind: 'evaluation', payload });
    const { refused: members } = await recordOf(id);
    expect(members).toMatchObject([{ path: ['payload', 'criteriaSet'], why: 'set', value: unknown }]);
    const choice = members?.[0]?.choices?.find(({ label }) => label === `${set.id} ${set.version}`);
    const setCorrected = { path: ['payload', 'criteriaSet'], to: choice?.value };
    const next = await correct(id, [setCorrected]);
    expect(next).toMatchObject({ outcome: 'kept', code: 'bad-answers' });
    expect(next.refused).toEqual([
      { path: ['payload', 'answers', '3', 'points'], why: 'range', takes: 'json', value: 99, min: 0, max: 10 },
    ]);
    const path = ['payload', 'answers', '3', 'points'];
    expect(await correct(id, [setCorrected, { path, to: 9 }])).toMatchObject({ outcome: 'accepted' });

    const made = await newest();
    const wanted = score(compile(set), answersOf({ answers: { ...answers, '3': { points: 9 } } }));
    const { total, max, verdict, hash } = wanted;
    expect(made.payload).toMatchObject({ criteriaSet: choice?.value, clientResult: { total, max, verdict, hash } });
    expect((await station.heldOf(made.revId))?.score).toMatchObject({ total, agrees: true });
    expect((await recordOf(id)).changes?.map((change) => change.path.join('.'))).toEqual([
      'payload.criteriaSet',
      'payload.answers.3.points',
      'payload.clientResult',
    ]);
  });

  it('the phone is told that it was corrected, shows the corrected one, and never offers the refused one again', async () => {
    const own = await station.phone(kind === 'sqlite' ? 501 : 502);
    const other = await station.phone(kind === 'sqlite' ? 503 : 504);
    const entityId = uuidv7(own.phone.clock, own.phone.rng);
    // What a screen with a fault might write.
    const tooLong = { ...household, number: 'số '.repeat(9) };
    await own.vault.commit(addHousehold({ scope: SCOPE, id: entityId }, tooLong));
    expect(await own.syncClient.sync()).toMatchObject({ kind: 'done', attention: 1 });
    const state = async () => (await own.vault.outbox())[0]?.state;
    expect(await state()).toEqual({ kind: 'needs-attention', code: 'bad-payload' });

    const { revision } = (await own.vault.outbox())[0] ?? {};
    const row = await rowOf(revision?.revId ?? '');
    await correct(row?.id, [{ path: ['payload', 'number'], to: '77' }]);
    for (const { syncClient } of [own, other]) expect((await syncClient.sync()).kind).toBe('done');
    expect(await state()).toMatchObject({ kind: 'received', corrected: true });
    expect((await own.vault.health()).unreceivedCount).toBe(0);
    for (const { vault } of [own, other]) {
      const home = (await vault.household({ scope: SCOPE, id: entityId }))?.home;
      expect(home).toMatchObject({ household: { number: '77' }, conflict: false });
    }
    expect(await (await own.vault.reconciling()).digests(SCOPE), 'of what the endpoint holds as it is here').toEqual(
      [],
    );

    // A restored endpoint is offered all again, and says the same as before: the corrected one is still there.
    await station.store.setMeta('epoch', `another-${kind}`);
    for (let round = 0; round < 3; round += 1) expect((await own.syncClient.sync()).kind).toBe('done');
    expect(await state()).toMatchObject({ kind: 'received', corrected: true });
  });
});
