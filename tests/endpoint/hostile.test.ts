/**
 * Goal: nothing in an authenticated push makes storing fail: a record that a database cannot hold as it is ends in the
 * quarantine with its exact text, and the others beside it are received. Method: the real routes over both databases.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { canonicalText, hashText, quarantineList, quarantineRecord } from '../../src/protocol/index.ts';
import { SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

describe.each(STORES_AND_MEMORY)('hostile records on %s', (kind) => {
  let station: Station;
  let officer: string;
  let supervisor: string;
  beforeAll(async () => {
    station = await Station.open(kind);
    officer = await station.enrol('CB-1');
    supervisor = await station.enrol('GS-1');
  });
  afterAll(() => station?.dispose());

  const rows = async () => {
    const { status, value } = await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}`);
    expect(status).toBe(200);
    return quarantineList.parse(value).rows;
  };

  it('a NUL in any string and numbers beyond all bounds are kept to the letter, and hold nothing up', async () => {
    const payload = { number: '1', hamlet: 'Bình Hòa' };
    const set = { id: 'x', version: '1', sha256: 'a\0b' };
    const cases: [unknown, string][] = [
      [station.household('', { payload: { ...payload, hamlet: 'Bình\0Hòa' } }), 'nul-character'],
      [station.household('', { payload: { ...payload, 'na\0me': 1 } }), 'nul-character'],
      [station.household('1', { author: 'cb\0-1' }), 'nul-character'],
      [station.household('2', { scope: `${SCOPE}\0` }), 'unreadable'],
      [station.household('3', { kind: 'house\0hold' }), 'nul-character'],
      [station.household('', { kind: 'citizen', payload: { householdId: 'a\0', name: 'A' } }), 'nul-character'],
      [station.household('', { kind: 'evaluation', payload: { criteriaSet: set } }), 'nul-character'],
      [{ text: '\0' }, 'unreadable'],
      [{ text: '\ud800' }, 'unreadable'],
      [station.household('4', { deviceSeq: 2 ** 31 }), 'number-too-large'],
      [station.household('5', { deviceSeq: Number.MAX_SAFE_INTEGER }), 'number-too-large'],
      [{ ...station.household('6'), deviceSeq: 1e300 }, 'unreadable'],
    ];
    // A backslash before "u0000" that somebody typed is no NUL.
    const good = [station.household('7'), station.household('8\\u0000'), station.household('9')];
    const [one, ...others] = good;
    const { results } = await station.push(officer, [one, ...cases.map(([record]) => record), ...others]);
    const outcomes = results.map(({ status, code }) => code ?? status);
    expect(outcomes).toEqual(['created', ...cases.map(([, code]) => code), 'created', 'created']);

    const kept = await rows();
    for (const [record, code] of cases.filter(([, each]) => each !== 'unreadable')) {
      const text = canonicalText(record);
      const row = kept.find(({ id }) => id === hashText(text));
      expect(row).toMatchObject({ code });
      const { value } = await station.ask(supervisor, `/v1/quarantine/${row?.id}?scope=${SCOPE}`);
      expect(quarantineRecord.parse(value).body).toBe(text);
      // Its receipt names the very bytes, so that the phone's queue goes on.
      const { revId, contentHash } = record as { revId: string; contentHash: string };
      expect(results.find((result) => result.revId === revId)?.contentHash).toBe(contentHash);
    }
    expect(kept.filter(({ code }) => code === 'unreadable')).toHaveLength(4);
    const again = await station.ask(supervisor, '/v1/quarantine/retry', { scope: SCOPE });
    expect(again.status).toBe(200);
    expect(await rows()).toHaveLength(cases.length);
  });

  it('an error of ours in judging one keeps it, lets its neighbours in, and is made good by judging again', async () => {
    const sound = station.app;
    const fails = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const broken = {
      id: 'gs-1',
      name: 'Tên gs-1',
      posts: [],
      get scopes(): readonly string[] {
        throw new Error('a fault of ours');
      },
    };
    station.app = station.newApp({
      store: {
        ...station.store,
        officers: async (ids) => {
          const people = await station.store.officers(ids);
          return people.has('gs-1') ? new Map([...people, ['gs-1', broken]]) : people;
        },
      },
    });
    const wrong = station.household('41', { author: 'gs-1' });
    const { results } = await station.push(officer, [station.household('40'), wrong, station.household('42')]);
    station.app = sound;
    expect(fails).toHaveBeenCalledWith('judge', wrong.revId, expect.any(Error));
    fails.mockRestore();
    expect(results.map(({ status, code }) => code ?? status)).toEqual(['created', 'not-judged', 'created']);
    expect(results[1], 'its receipt names the very bytes').toMatchObject({ contentHash: wrong.contentHash });

    const row = (await rows()).find(({ revId }) => revId === wrong.revId);
    expect(row).toMatchObject({ code: 'not-judged', subject: '41, Bình Hòa' });
    const again = await station.ask(supervisor, '/v1/quarantine/retry', { scope: SCOPE, ids: [row?.id] });
    expect(again.value).toMatchObject({ results: [{ id: row?.id, outcome: 'accepted' }] });
    expect((await station.push(officer, [wrong])).results).toMatchObject([{ status: 'duplicate' }]);
  });

  it('nor does what a phone tells of itself, or asks for', async () => {
    const heartbeat = {
      pendingCount: 2 ** 40,
      oldestPendingAt: 'a\0',
      persisted: null,
      appVersion: '\0',
      quarantinedCount: 0,
      maxDeviceSeq: 0,
      journalKind: 'a\0',
    };
    const pull = [
      { scope: SCOPE, stream: 'records', epoch: null, after: 2 ** 40 },
      { scope: `${SCOPE}/\0`, stream: 'records', epoch: null, after: 0 },
    ];
    const { results } = await station.push(officer, [station.household('10')], { heartbeat, pull });
    expect(results).toMatchObject([{ status: 'created' }]);
    expect((await station.ask(supervisor, `/v1/phones?scope=${SCOPE}`)).status).toBe(200);
  });
});
