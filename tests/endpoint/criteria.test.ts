/**
 * Goal: a commune's criteria set is replaced by those who may, from a day on, and no honest record is held back for it.
 * Method: the routes and the command over real databases, with sets that differ from the shipped ones.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CriteriaSet, compile, loadBuiltIn, score } from '../../src/criteria/index.ts';
import { addSet } from '../../src/endpoint/criteria/add-set.ts';
import { retryHeld, retryWaiting } from '../../src/endpoint/criteria/retry-waiting.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { answersOf } from '../../src/programme/index.ts';
import {
  proposalList,
  proposalResponse,
  pullPage,
  type Revision,
  setPreviewResponse,
} from '../../src/protocol/index.ts';
import { putOfficersWithCodes } from '../officers.ts';
import { laterVersion, pinned } from '../shared/criteria.ts';
import { COMMUNES, OTHER_SCOPE, SCOPE, STORES, STORES_AND_MEMORY, Station } from './station.ts';

const CLI = new URL('../../src/endpoint/cli/main.ts', import.meta.url).pathname;
const next = await laterVersion('cdht-1', '2027.1', 90);
/** An evaluation that the first officer finished with this set. */
function evaluationWith(station: Station, set: CriteriaSet, more: object = {}): Revision {
  const answers = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [String(at + 1), { level: 'kha' }]));
  const { total, max, verdict, hash } = score(compile(set), answersOf({ answers }));
  const payload = {
    subject: { kind: 'citizen', id: station.uuid() },
    period: '2027',
    // Another group than today: it may change while a form is filled in.
    group: '4',
    criteriaSet: pinned(set),
    answers,
    clientResult: { total, max, verdict, hash },
    finishedAt: station.now(),
    ...more,
  };
  return station.household('', { kind: 'evaluation', payload });
}

const CITIZEN = { kind: 'citizen', group: '1' };

describe.each(STORES)('criteria sets over %s', (kind) => {
  let station: Station;
  let administrator: string;
  let ofCommune: string;

  beforeAll(async () => {
    station = await Station.open(kind);
    const grants = [{ role: 'administrator', on: 'instance' }] as const;
    await putOfficersWithCodes(station.store, [{ id: 'qt-9', name: 'Quản trị', grants, code: 'QT-9' }]);
    administrator = await station.enrol('QT-9');
    ofCommune = await station.enrol('QT-1');
  });
  afterAll(() => station.dispose());

  const add = (set: object, token = administrator, query = '') => station.ask(token, `/v1/criteria-sets${query}`, set);
  const propose = (set: CriteriaSet | string, body: object, token = ofCommune) =>
    station.ask(token, `/v1/criteria-sets/${typeof set === 'string' ? set : pinned(set).sha256}/publications`, {
      scope: SCOPE,
      from: '2027-01-01',
      ...body,
    });
  const decide = (answer: { value: unknown }, outcome = 'confirmed', token = administrator) => {
    const { proposal } = proposalResponse.parse(answer.value);
    return station.ask(token, `/v1/proposals/${proposal.id}/decide`, { scope: SCOPE, outcome, reason: 'Chưa đúng' });
  };
  /** Proposes the set, and has another person confirm it. */
  const publish = async (set: CriteriaSet | string, body: object) => {
    const proposed = await propose(set, body);
    return proposed.status === 200 ? await decide(proposed) : proposed;
  };
  /** What phones of the commune pull. */
  const publications = async (scope = SCOPE): Promise<Revision[]> => {
    const { value } = await station.ask(administrator, `/v1/pull?scope=${scope}`);
    return pullPage.parse(value).rows.flatMap(({ revision }) => (revision.kind === 'publication' ? [revision] : []));
  };

  it('are added by who administers the endpoint, and published for a commune by who administers it', async () => {
    expect((await add(next, ofCommune)).status).toBe(403);
    expect(await add(next)).toEqual({ status: 200, value: pinned(next) });
    const supervisor = await station.enrol('GS-1');
    expect(await propose(next, {}, supervisor)).toEqual({ status: 403, value: { error: 'not-allowed' } });
    const elsewhere = await station.enrol('GS-2');
    expect((await propose(next, {}, elsewhere)).status).toBe(403);

    const proposed = await propose(next, { subject: CITIZEN });
    expect(
      proposalResponse
        .parse(proposed.value)
        .proposal.confirmers.map(({ id }) => id)
        .sort(),
    ).toEqual(['gs-1', 'qt-9']);
    expect(await publications()).toEqual([]);
    expect((await decide(proposed, 'confirmed', ofCommune)).value).toEqual({ error: 'second-person' });
    expect((await decide(proposed, 'confirmed', elsewhere)).status).toBe(403);
    expect((await decide(proposed, 'withdrawn', supervisor)).value).toEqual({ error: 'second-person' });
    expect(await publications()).toEqual([]);
    expect((await decide(proposed, 'confirmed', supervisor)).status).toBe(200);
    expect((await decide(proposed, 'confirmed', supervisor)).value).toEqual({ error: 'decided' });
    const [record, ...more] = await publications();
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      author: 'qt-1',
      payload: { subject: CITIZEN, criteriaSet: pinned(next), from: '2027-01-01' },
    });
    expect(await publications(OTHER_SCOPE)).toEqual([]);
    const events = (await station.store.events()).filter((event) => event.kind === 'criteria-published');
    expect(events.map(({ scope, actor }) => [scope, actor])).toEqual([[SCOPE, 'qt-1']]);
  });

  it('published again it is one record, also at once; published otherwise it is another, which comes later', async () => {
    const other = await laterVersion('cdht-1', '2027.2', 85);
    await add(other);
    const before = (await publications()).length;
    await publish(next, {});
    expect(await publications()).toHaveLength(before);
    await Promise.all([publish(other, {}), publish(other, {}), publish(other, {})]);
    await publish(next, {});
    const after = (await publications()).slice(before);
    expect(after.map(({ payload }) => payload?.criteriaSet)).toEqual([pinned(other), pinned(next)]);
  });

  it('what the second person declines, or its maker takes back, is published nowhere', async () => {
    const set = await laterVersion('cdht-1', '2027.7', 75);
    await add(set);
    const before = (await publications()).length;
    expect((await decide(await propose(set, {}), 'declined')).value).toMatchObject({
      proposal: { decided: { outcome: 'declined', by: { id: 'qt-9' }, reason: 'Chưa đúng' }, mayDecide: [] },
    });
    expect((await decide(await propose(set, {}), 'withdrawn', ofCommune)).status).toBe(200);
    expect(await publications()).toHaveLength(before);
    const { value } = await station.ask(ofCommune, `/v1/proposals?scope=${SCOPE}`);
    const outcomes = proposalList.parse(value).proposals.map(({ decided }) => decided?.outcome);
    expect(outcomes.filter((outcome) => outcome !== 'confirmed').sort()).toEqual(['declined', 'withdrawn']);
  });

  it('a variant goes with its base, and is not published alone', async () => {
    const base = await laterVersion('cdht-2', '2027.1', 90);
    const { rules } = await laterVersion('cdht-2', '2027.1', 70);
    const title = { vi: 'Địa bàn khó khăn', en: 'Disadvantaged area' };
    await add(base);
    const variant = await add(
      { variantOf: 'cdht-2', id: 'cdht-2-70', title, rules },
      administrator,
      `?base=${pinned(base).sha256}`,
    );
    expect(variant).toMatchObject({ status: 200, value: { id: 'cdht-2-70', version: '2027.1' } });
    const { sha256 } = variant.value as { sha256: string };
    expect(await publish(sha256, {})).toEqual({ status: 422, value: { error: 'variant' } });
    await publish(base, {});
    expect((await publications()).at(-1)?.payload).toMatchObject({
      criteriaSet: pinned(base),
      variants: { '70': { sha256 } },
    });
  });

  it('what cannot be published is rejected with a reason', async () => {
    const before = (await publications()).length;
    expect(await publish('a'.repeat(64), {})).toEqual({ status: 404, value: { error: 'unknown-set' } });
    const others = { subject: { kind: 'citizen', group: '3' } };
    expect(await publish(next, others)).toEqual({ status: 422, value: { error: 'other-subject' } });
    expect(await publish(next, { from: '2023-01-01' })).toEqual({ status: 422, value: { error: 'not-effective' } });
    expect(await publish(next, { to: '2026-12-31' })).toEqual({ status: 422, value: { error: 'bad-days' } });
    expect((await publish(next, { from: '2027-02-30' })).status).toBe(400);
    expect((await add({ variantOf: 'x', id: 'y' }, administrator, `?base=${'a'.repeat(64)}`)).status).toBe(404);
    expect(await publications()).toHaveLength(before);
  });

  it('a set that is lost here comes back from who works with it, and from nobody else', async () => {
    const lost = await laterVersion('cdht-4', '2027.1', 90);
    const { sha256 } = pinned(lost);
    const put = async (token: string, body: object, hash = sha256) => {
      const headers = { authorization: `Bearer ${token}` };
      const path = `/v1/criteria-sets/${hash}`;
      return (await station.app.request(path, { method: 'PUT', headers, body: JSON.stringify(body) })).status;
    };
    const officer = await station.enrol('CB-1');
    expect(await put(officer, lost)).toBe(403);
    await add(lost);
    await publish(lost, {});
    await station.sql(`delete from criteria_sets where sha256 = '${sha256}'`);
    expect(await put(await station.enrol('GS-2'), lost)).toBe(403);
    expect(await put(officer, next)).toBe(422);
    expect(await put(officer, { id: 'x' })).toBe(422);
    expect((await station.ask(officer, `/v1/criteria-sets/${sha256}`)).status).toBe(404);
    expect(await put(officer, lost)).toBe(200);
    expect(await station.ask(officer, `/v1/criteria-sets/${sha256}`)).toEqual({ status: 200, value: lost });
  });

  it('a publication that a phone made counts nowhere, and brings no set in: no second person has confirmed it', async () => {
    const stranger = await laterVersion('cdht-3', '2027.9', 70);
    const payload = { subject: { kind: 'citizen', group: '3' }, criteriaSet: pinned(stranger), from: '2027-01-01' };
    const made = station.household('', { kind: 'publication', entityId: station.uuid(), author: 'qt-1', payload });
    const { receipts } = await station.push(ofCommune, [made]);
    expect(receipts).toMatchObject([{ status: 'quarantined', code: 'not-allowed' }]);
    const headers = { authorization: `Bearer ${ofCommune}` };
    const path = `/v1/criteria-sets/${pinned(stranger).sha256}`;
    const answer = await station.app.request(path, { method: 'PUT', headers, body: JSON.stringify(stranger) });
    expect([answer.status, await answer.json()]).toEqual([403, { error: 'not-published' }]);
  });

  it('evaluations with the old set and with the new one are both scored; one for other subjects waits', async () => {
    const officer = await station.enrol('CB-1');
    const shipped = await loadBuiltIn('cdht-1');
    const old = evaluationWith(station, shipped);
    const fresh = evaluationWith(station, next);
    const household = evaluationWith(station, next, { subject: { kind: 'household', id: station.uuid() } });
    const { receipts } = await station.push(officer, [old, fresh, household]);
    expect(receipts).toMatchObject([
      { status: 'created', score: { total: 80, agrees: true } },
      { status: 'created', score: { total: 80, agrees: true } },
      { status: 'quarantined', code: 'other-subject' },
    ]);
    expect([old, fresh].map(({ payload }) => payload?.clientResult)).toMatchObject([
      { verdict: 'pass' },
      { verdict: 'fail' },
    ]);
  });

  it('a set is looked at before it is kept: its faults with their places, or what it makes of a period', async () => {
    const look = async (set: object, token = ofCommune) => {
      const path = `/v1/criteria-sets/preview?scope=${SCOPE}&period=${period}`;
      const { status, value } = await station.ask(token, path, set);
      return { status, ...(status === 200 ? setPreviewResponse.parse(value) : {}) };
    };
    const officer = await station.enrol('CB-1');
    const made = [80, 80].map(() => evaluationWith(station, next));
    const period = String(made[0]?.payload?.period);
    const { passedBefore: passed = 0, compared: before = 0 } = (await look(next)).preview ?? {};
    await station.push(officer, made);
    // With a mark of 90 points none of these passes, with one of 70 both do.
    const easier = await laterVersion('cdht-1', '2028.1', 70);
    expect(await look(next)).toMatchObject({ preview: { compared: before + 2, passedAfter: 0 } });
    const { preview, set } = await look(easier);
    expect(preview).toMatchObject({ compared: before + 2, passedBefore: passed, passedAfter: before + 2, dropped: [] });
    expect(preview?.changed).toContainEqual(
      expect.objectContaining({ evaluationId: made[0]?.entityId, before: { total: 80, verdict: 'fail' } }),
    );
    expect((await station.ask(officer, `/v1/criteria-sets/${set?.sha256}`)).status).toBe(404);
    const broken = { ...easier, competencies: [] };
    expect((await look(broken)).faults?.length).toBeGreaterThan(0);
    expect((await look(easier, officer)).status).toBe(403);
  });
});

describe.each(STORES_AND_MEMORY)('evaluations that came before their set, over %s', (kind) => {
  let station: Station;
  beforeAll(async () => {
    station = await Station.open(kind);
    const grants = [{ role: 'administrator', on: 'instance' }] as const;
    await putOfficersWithCodes(station.store, [{ id: 'qt-9', name: 'Quản trị', grants, code: 'QT-9' }]);
  });
  afterAll(() => station.dispose());

  /** Pushes as many evaluations of either commune as are asked for, and one that stays in quarantine whatever comes. */
  const waitFor = async (set: CriteriaSet, count: number): Promise<string[]> => {
    const revisions = Array.from({ length: count }, () => evaluationWith(station, set));
    const household = evaluationWith(station, set, { subject: { kind: 'household', id: station.uuid() } });
    const token = await station.enrol('CB-1');
    for (let at = 0; at < count; at += 100) await station.push(token, revisions.slice(at, at + 100));
    await station.push(token, [household]);
    return revisions.map(({ revId }) => revId);
  };
  const codesOpen = async () => {
    const open = await station.store.quarantined(SCOPE, { open: true, limit: 2000 });
    return [...new Set(open.map(({ code }) => code))];
  };

  it('are all taken in when it is added, however many they are and whatever else waits before them', async () => {
    const set = await laterVersion('cdht-1', `2027-${kind}-1`, 90);
    const other = await laterVersion('cdht-1', `2027-${kind}-2`, 90);
    await waitFor(other, 3);
    const waiting = await waitFor(set, 520);
    const added = await station.ask(await station.enrol('QT-9'), '/v1/criteria-sets', set);
    expect(added.status).toBe(200);
    const heldRevisions = await station.store.held(waiting.map((revId) => ({ scope: SCOPE, revId })));
    expect(heldRevisions.size).toBe(520);
    expect((await codesOpen()).toSorted()).toEqual(['other-subject', 'unknown-set']);
  });

  it('are judged once each, in batches of the size that is asked for, until none is left', async () => {
    const set = await laterVersion('cdht-1', `2027-${kind}-3`, 90);
    await waitFor(set, 7);
    const { sha256 } = await addSet(station.store, set, null, station.now()).then((added) =>
      added.kind === 'added' ? added : Promise.reject(new Error('a faulty set')),
    );
    const sizes: number[] = [];
    const counted: typeof station.store = {
      ...station.store,
      quarantinedForSet: async (...asked) => {
        const rows = await station.store.quarantinedForSet(...asked);
        if (rows.length > 0) sizes.push(rows.length);
        return rows;
      },
    };
    const decided = { by: 'qt-9', at: station.now() };
    expect(await retryWaiting(counted, sha256, decided, 3)).toEqual({ accepted: 7, kept: 1 });
    expect(sizes).toEqual([3, 3, 2]);
    expect(await retryWaiting(counted, sha256, decided, 3)).toEqual({ accepted: 0, kept: 0 });
  });

  it('are taken in by the endpoint itself where the set came without a request, as a shipped one does', async () => {
    const set = await laterVersion('cdht-1', `2027-${kind}-4`, 90);
    const waiting = await waitFor(set, 2);
    await addSet(station.store, set, null, station.now());
    const laterOnly = new Date(station.millis + 1000).toISOString();
    expect(await retryHeld(station.store, station.now(), laterOnly)).toBe(0);
    expect(await retryHeld(station.store, station.now())).toBe(2);
    const held = await station.store.held(waiting.map((revId) => ({ scope: SCOPE, revId })));
    expect(held.size).toBe(2);
  });
});

it('the command takes in what waited for the set', async () => {
  const station = await Station.open('sqlite');
  try {
    const set = await laterVersion('cdht-1', '2027.7', 90);
    const officer = await station.enrol('CB-1');
    const waiting = Array.from({ length: 3 }, () => evaluationWith(station, set));
    await station.push(officer, waiting);
    const file = join(station.folder, 'set.json');
    writeFileSync(file, JSON.stringify(set));
    const env = { ...process.env, DATA_DIR: station.folder, DATABASE_URL: '' };
    const args = [CLI, 'publish-set', file, '--commune', '31064', '--from', '2027-01-01', '--by', 'qt-1'];
    const printed = execFileSync(process.execPath, args, { env, encoding: 'utf8' });
    expect(JSON.parse(printed)).toMatchObject({ criteriaSet: pinned(set), evaluationsAccepted: 3 });
    const heldRevisions = await station.store.held(waiting);
    expect(heldRevisions.size).toBe(3);
    expect(await station.store.openCount(SCOPE)).toBe(0);
  } finally {
    await station.dispose();
  }
});

it('the command adds a file and publishes it, for an administrator of the commune alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdht-publish-'));
  try {
    const store = await openStore({ dataDir: folder });
    await store.putCommunes(COMMUNES);
    const grantsOn = (role: 'officer' | 'administrator') => [{ role, on: 'commune', scope: SCOPE }] as const;
    await putOfficersWithCodes(store, [
      { id: 'cb-1', name: 'Cán bộ', grants: grantsOn('officer'), code: 'a' },
      { id: 'qt-1', name: 'Quản trị', grants: grantsOn('administrator'), code: 'b' },
    ]);
    await store.close();
    const file = join(folder, 'next.json');
    writeFileSync(file, JSON.stringify(next));
    const env = { ...process.env, DATA_DIR: folder, DATABASE_URL: '' };
    const args = [CLI, 'publish-set', file, '--commune', '31064', '--from', '2027-01-01', '--by'];
    const printed = execFileSync(process.execPath, [...args, 'qt-1'], { env, encoding: 'utf8' });
    expect(JSON.parse(printed)).toMatchObject({ commune: '31064', criteriaSet: pinned(next), from: '2027-01-01' });
    const denied = spawnSync(process.execPath, [...args, 'cb-1'], { env, encoding: 'utf8' });
    expect([denied.status, denied.stderr]).toEqual([2, 'publish-set: "cb-1" is no administrator of commune 31064\n']);
    const after = await openStore({ dataDir: folder });
    expect((await after.listed(SCOPE, 'publication', '', 10)).entities).toHaveLength(1);
    await after.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
