/**
 * Goal: the endpoint keeps what it acknowledges, once, in order, for those it is for, on both databases. Method: the
 * real routes over a real SQLite file and a real PostgreSQL; only the socket is left out.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, loadBuiltIn, score, setHash } from '../../src/criteria/index.ts';
import { createApp } from '../../src/endpoint/app.ts';
import { addBuiltInSets } from '../../src/endpoint/criteria/built-in-sets.ts';
import type { Store } from '../../src/endpoint/store/api.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { answersOf, grantsOn } from '../../src/programme/index.ts';
import { pullPage, pushResponse, type Revision, session } from '../../src/protocol/index.ts';
import { deviceOf, enrolBody, signedRevision } from '../devices.ts';
import { putOfficersWithCodes } from '../officers.ts';
import { type TestDatabase, testDatabase } from '../shared/postgres.ts';
import { STORES } from './station.ts';

const NOW = '2026-11-24T02:00:00.000Z';
const clock = { now: () => NOW, millis: () => Date.parse(NOW) };
const OFFICER = '0192a000-0000-7000-8000-0000000000a1';
const DEVICE = deviceOf('CB-1');

let counter = 0;
const uuid = () => {
  counter += 1;
  return `0192a000-0000-7000-8000-${counter.toString(16).padStart(12, '0')}`;
};

let database: TestDatabase | undefined;
const folder = mkdtempSync(join(tmpdir(), 'cdht-store-'));
afterAll(async () => {
  await database?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const OPEN = {
  sqlite: () => openStore({ dataDir: folder }),
  postgres: async () => {
    database = await testDatabase();
    return await openStore({ databaseUrl: database.url });
  },
} as const;

describe.each(STORES)('the endpoint on %s', (kind) => {
  let store: Store;
  let app: Hono;
  let token: string;

  beforeAll(async () => {
    store = await OPEN[kind]();
    await addBuiltInSets(store, NOW);
    const commune = (scope: string, code: string) => ({
      scope,
      code,
      name: `Xã ${code}`,
      province: 'An Giang',
      criteriaVariant: '80' as const,
    });
    await store.putCommunes([commune('scope-here', '31064'), commune('scope-there', '31069')]);
    await putOfficersWithCodes(store, [
      { id: OFFICER, name: 'Cán bộ', grants: grantsOn('officer', ['scope-here']), code: 'CB-1' },
      { id: 'gs', name: 'Giám sát', grants: grantsOn('supervisor', ['scope-here']), code: 'GS-1' },
      { id: 'qt', name: 'Quản trị', grants: [{ role: 'administrator', on: 'instance' }], code: 'QT-1' },
    ]);
    app = createApp({ store, clock, version: 'test' });
    token = await enrol('CB-1');
  });
  afterAll(async () => {
    await store?.close();
  });

  const call = (path: string, init: RequestInit & { as?: string } = {}) =>
    app.request(path, {
      ...init,
      headers: { authorization: `Bearer ${init.as ?? token}`, 'content-type': 'application/json', ...init.headers },
    });
  async function enrol(code: string): Promise<string> {
    const answer = await app.request('/v1/enrol', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: enrolBody(code),
    });
    return session.parse(await answer.json()).token;
  }
  let seq = 0;
  let prevHash = '';
  const revision = (kind: string, payload: object, changed: Partial<Revision> = {}): Revision => {
    seq += 1;
    const encrypted = signedRevision({
      revId: uuid(),
      schema: 1,
      kind,
      entityId: uuid(),
      parents: [],
      scope: 'scope-here',
      author: OFFICER,
      device: DEVICE,
      deviceSeq: seq,
      prevHash,
      deviceTime: NOW,
      payload: payload as Record<string, unknown>,
      ...changed,
    });
    prevHash = encrypted.contentHash;
    return encrypted;
  };
  const household = (number: string, changed: Partial<Revision> = {}) =>
    revision('household', { number, hamlet: 'Bình Hòa' }, changed);
  const push = async (revisions: readonly unknown[], as = token) => {
    const body = JSON.stringify({ proto: 'cdht.push/1', device: DEVICE, deviceTime: NOW, revisions });
    const answer = await call('/v1/push', { method: 'POST', body, as });
    expect(answer.status).toBe(200);
    return pushResponse.parse(await answer.json()).receipts;
  };
  const pull = async (after = 0, query = '', as = token) => {
    const answer = await call(`/v1/pull?scope=scope-here&after=${after}${query}`, { as });
    expect(answer.status).toBe(200);
    return pullPage.parse(await answer.json());
  };

  it('gives each record a receipt with its hash and its number, and the same again for the same push', async () => {
    const records = [household('1'), household('2')];
    const first = await push(records);
    expect(first.map(({ status, contentHash }) => [status, contentHash])).toEqual(
      records.map((r) => ['created', r.contentHash]),
    );
    expect((first[1]?.scopeSeq ?? 0) - (first[0]?.scopeSeq ?? 0)).toBe(1);
    const again = await push(records);
    expect(again.map(({ status, scopeSeq }) => [status, scopeSeq])).toEqual(
      first.map(({ scopeSeq }) => ['duplicate', scopeSeq]),
    );
    const page = await pull();
    expect(page.rows.map(({ revision: held }) => held)).toEqual(records);
  });

  it('numbers without a hole when the same and other records are pushed at once', async () => {
    const shared = household('3');
    const pushes = Array.from({ length: 12 }, (_, at) => [shared, household(`4${at}`)]);
    const answers = await Promise.all(pushes.map((records) => push(records)));
    const numbers = new Set(answers.map((receipts) => receipts[0]?.scopeSeq));
    expect(numbers.size).toBe(1);
    expect(answers.flat().filter(({ status }) => status === 'created')).toHaveLength(13);
    const { rows } = await pull();
    expect(rows.map(({ scopeSeq }) => scopeSeq)).toEqual(rows.map((_, at) => at + 1));
  });

  it('pages by cursor, and starts anew for a cursor of another epoch', async () => {
    const first = await pull(0, '&limit=3');
    expect(first).toMatchObject({ more: true, next: 3 });
    const rest = await pull(first.next, `&epoch=${first.epoch}`);
    expect(rest.rows[0]?.scopeSeq).toBe(4);
    const fromOldEpoch = await pull(first.next, '&epoch=another');
    expect(fromOldEpoch.rows[0]?.scopeSeq).toBe(1);
    expect(fromOldEpoch.epoch).toBe(first.epoch);
  });

  it('keeps what it cannot accept, with its reason, and acknowledges it as such', async () => {
    const good = household('5');
    const cases: [unknown, string][] = [
      [{ ...good, revId: uuid() }, 'hash-mismatch'],
      ['nonsense', 'unreadable'],
      [household('6', { scope: 'scope-there' }), 'out-of-scope'],
      [household('7', { author: uuid() }), 'unknown-author'],
      [household('8', { schema: 99 }), 'unknown-schema'],
      [revision('spaceship', { a: 1 }), 'unknown-kind'],
      [revision('household', { number: 9 }), 'bad-payload'],
      [revision('review', { evaluationId: uuid(), revId: uuid(), decision: 'accepted', at: NOW }), 'not-allowed'],
    ];
    const receipts = await push(cases.map(([record]) => record));
    expect(receipts.map(({ status, code }) => [status, code])).toEqual(cases.map(([, code]) => ['quarantined', code]));
    const { rows } = await pull();
    expect(rows.some(({ revision: held }) => held.scope !== 'scope-here')).toBe(false);
  });

  it('never writes over a record: other bytes under a known id are a conflict with the hash that is held', async () => {
    const held = household('10');
    await push([held]);
    const other = household('11', { revId: held.revId });
    const [result] = await push([other]);
    expect(result).toMatchObject({ status: 'conflict', contentHash: held.contentHash, code: 'rev-id-reused' });
    const { rows } = await pull();
    expect(rows.filter((row) => row.revision.revId === held.revId).map((row) => row.revision)).toEqual([held]);
  });

  describe('scores again', () => {
    const evaluationOf = async (changed: object = {}) => {
      const set = await loadBuiltIn('cdht-1');
      const answers = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [String(at + 1), { level: 'kha' }]));
      const { total, max, verdict, hash } = score(compile(set), answersOf({ answers }));
      return {
        subject: { kind: 'citizen', id: uuid() },
        hamlet: 'Ấp 3',
        period: '2026',
        criteriaSet: { id: set.id, version: set.version, sha256: setHash(set) },
        answers,
        clientResult: { total, max, verdict, hash },
        finishedAt: NOW,
        ...changed,
      };
    };
    it('and agrees with an honest phone', async () => {
      const [result] = await push([revision('evaluation', await evaluationOf())]);
      expect(result).toMatchObject({ status: 'created', score: { total: 80, agrees: true } });
    });
    it('and keeps both results when they differ', async () => {
      const clientResult = { total: 99, max: 100, verdict: 'pass', hash: 'f'.repeat(64) };
      const record = revision('evaluation', await evaluationOf({ clientResult }));
      const [result] = await push([record]);
      expect(result).toMatchObject({ status: 'created', score: { total: 80, agrees: false } });
      const { rows } = await pull(0, '');
      const kept = rows.find(({ revision: held }) => held.revId === record.revId);
      expect(kept?.revision.payload).toMatchObject({ clientResult: { total: 99 } });
    });
    it('and quarantines a set it does not have', async () => {
      const criteriaSet = { id: 'x', version: '1', sha256: 'a'.repeat(64) };
      const [result] = await push([revision('evaluation', await evaluationOf({ criteriaSet }))]);
      expect(result).toMatchObject({ status: 'quarantined', code: 'unknown-set' });
    });
  });

  it('shows nothing to a stranger, nor another commune to an officer', async () => {
    for (const path of [
      '/v1/pull?scope=scope-here',
      '/v1/session',
      '/v1/criteria-sets',
      `/v1/blobs/${'a'.repeat(64)}`,
    ]) {
      const answer = await call(path, { as: 'wrong' });
      expect([path, answer.status]).toEqual([path, 401]);
      expect(await answer.json()).toEqual({ error: 'signed-out' });
    }
    const other = await call('/v1/pull?scope=scope-there');
    expect(other.status).toBe(403);
    const wrong = await app.request('/v1/enrol', {
      method: 'POST',
      body: enrolBody('XX-9999'),
    });
    expect([wrong.status, await wrong.json()]).toEqual([403, { error: 'wrong-code' }]);
  });

  it('rejects bodies that are too deep or not JSON with a code, not with an error', async () => {
    for (const [body, error] of [
      ['['.repeat(5000), 'too-deep'],
      ['{', 'not-json'],
      ['{}', 'bad-request'],
    ]) {
      const answer = await call('/v1/push', { method: 'POST', body: body ?? '' });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error });
    }
  });

  it('takes a criteria set of an administrator, and names the faults of a broken one', async () => {
    const admin = await enrol('QT-1');
    const set = { ...(await loadBuiltIn('cdht-1')), version: '2026.1' };
    const post = (body: unknown, as: string) =>
      call('/v1/criteria-sets', { method: 'POST', body: JSON.stringify(body), as });
    expect((await post(set, token)).status).toBe(403);
    const taken = await post(set, admin);
    expect(await taken.json()).toEqual({ id: 'cdht-1', version: '2026.1', sha256: setHash(set) });
    const broken = await post({ ...set, weightSum: 7 }, admin);
    expect(broken.status).toBe(422);
    expect(JSON.stringify(await broken.json())).toContain('weight');
  });

  it('is the same store after it was closed and opened again', async () => {
    if (kind === 'postgres') return;
    const before = await pull();
    await store.close();
    store = await OPEN.sqlite();
    app = createApp({ store, clock, version: 'test' });
    expect(await pull()).toEqual(before);
  });
});
