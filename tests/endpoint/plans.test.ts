/**
 * Goal: what a push, an import and the desk cost does not grow with the rows of a commune. Method: every statement that real
 * requests send to SQLite, and the plan that SQLite makes of it: a table that grows is never walked, nor is all of one commune.
 */
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SCOPE, Station } from './station.ts';

const GROWING =
  /^(SCAN|SEARCH) (revisions|entities|households|people|evaluations|pending_views|quarantine|identity_index)\b/;
/** Columns that every row of a commune shares. */
const OF_ALL = new Set(['scope', 'stream']);
/** In the order of these rows are shown, and no more are read; or they hold only what is open or pending. */
const LISTS = /INDEX (quarantine_open|sqlite_autoindex_pending_views_1)\b/;

let station: Station;
beforeAll(async () => {
  station = await Station.open('sqlite');
});
afterAll(() => station?.dispose());

it('no statement of a push, an import or the desk walks a commune', async () => {
  const sent = new Set<string>();
  const prepare = DatabaseSync.prototype.prepare;
  const spy = vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, ...args) {
    sent.add(args[0]);
    return prepare.apply(this, args);
  });
  const officer = await station.enrol('CB-1');
  const supervisor = await station.enrol('GS-1');
  const evaluationId = station.uuid();
  const household = station.household('1');
  const changed = station.household('2', { entityId: household.entityId, parents: [household.revId] });
  const review = station.household('', {
    kind: 'review',
    author: 'gs-1',
    payload: { evaluationId, revId: station.uuid(), decision: 'accepted', at: '2026-11-25T09:00:00+07:00' },
  });
  const unreadable = station.household('', { kind: 'evaluation', entityId: evaluationId, payload: {} });
  await station.push(officer, [household, unreadable]);
  expect((await station.push(officer, [household, changed, review])).results.map(({ status }) => status)).toEqual([
    'duplicate',
    'created',
    'created',
  ]);
  const file = 'ấp;số hộ;họ tên;năm sinh;giới tính;CCCD;quan hệ;nhóm\nBình Hòa;2;Lê Văn An;1962;nam;091062000017;con;1';
  const preview = await station.app.request(`/v1/roster/preview?scope=${SCOPE}&file=x.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${supervisor}` },
    body: file,
  });
  expect(await preview.json()).toMatchObject({ newHouseholds: 0, counts: { added: 1 } });
  expect((await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}`)).status).toBe(200);
  expect((await station.ask(supervisor, `/v1/records/visit?scope=${SCOPE}`)).status).toBe(200);
  spy.mockRestore();

  const database = new DatabaseSync(`${station.folder}/survey.sqlite`);
  const walks = [...sent].flatMap((sql) => {
    if (!/^\s*(select|update|delete|insert)/i.test(sql)) return [];
    const steps = database.prepare(`explain query plan ${sql}`).all();
    return steps.flatMap(({ detail }) => {
      const step = String(detail);
      if (!GROWING.test(step) || LISTS.test(step)) return [];
      // From an id on there may be every other kind of the commune before the next of this one.
      if (/\bentities\b.*entity_id>/.test(step) && !/kind=/.test(step)) return [`${step}: ${sql}`];
      const columns = [...step.matchAll(/(\w+)[=<>]/g)].map(([, column = '']) => column);
      return columns.some((column) => !OF_ALL.has(column)) ? [] : [`${step}: ${sql}`];
    });
  });
  database.close();
  expect(walks).toEqual([]);
  expect(sent.size).toBeGreaterThan(30);
});
