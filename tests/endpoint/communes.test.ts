/**
 * Goal: communes are added, changed and merged by the administrators of the instance alone, and a merger loses no record and
 * rewrites none. Method: the real routes; what the store holds of every record before a merger and after; real phones of the
 * merged commune.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addHousehold, heirsOf, mergedCommunes } from '../../src/programme/index.ts';
import {
  communeList,
  communeResponse,
  proposalList,
  proposalResponse,
  session as sessionSchema,
} from '../../src/protocol/index.ts';
import { putOfficersWithCodes } from '../officers.ts';
import { OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

const FIELDS = { code: '31051', name: 'Xã Vĩnh Phong', province: 'An Giang', criteriaVariant: '80' } as const;
const FROM = '2026-11-20';

describe.each(STORES_AND_MEMORY)('communes on %s', (kind) => {
  let station: Station;
  let administrator: string;
  beforeEach(async () => {
    station = await Station.open(kind);
    const grants = [{ role: 'administrator', on: 'instance' }] as const;
    await putOfficersWithCodes(station.store, [{ id: 'qt-all', name: 'Quản trị tỉnh', grants, code: 'QT-ALL' }]);
    administrator = await station.enrol('QT-ALL');
  });
  afterEach(() => station?.dispose());

  const change = async (scope: string, body: object) => {
    const answer = await station.app.request(`/v1/communes/${scope}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${administrator}` },
      body: JSON.stringify(body),
    });
    return { status: answer.status, value: (await answer.json()) as unknown };
  };
  const listed = async (token = administrator) =>
    communeList.parse((await station.ask(token, '/v1/communes')).value).communes;
  const propose = (body: object) =>
    station.ask(administrator, '/v1/communes/merge', { into: null, commune: FIELDS, from: FROM, ...body });
  const decide = (answer: { value: unknown }, token: string, outcome = 'confirmed') => {
    const { id, scope } = proposalResponse.parse(answer.value).proposal;
    return station.ask(token, `/v1/proposals/${id}/decide`, { scope, outcome, reason: 'Chưa đúng' });
  };
  /** Proposes a merger, and has the administrator of both communes confirm it. */
  const merge = async (body: object) => {
    const proposed = await propose(body);
    return proposed.status === 200 ? await decide(proposed, await station.enrol('QT-1')) : proposed;
  };
  const allHeld = async () => {
    const pages = [SCOPE, OTHER_SCOPE].flatMap((scope) =>
      (['records', 'identity'] as const).map((stream) => station.store.page({ scope, stream }, 0, 1000)),
    );
    return (await Promise.all(pages)).map(({ rows }) => rows);
  };

  it('are added and changed; a former code stays with its days, and a code that is in use is refused', async () => {
    const added = await station.ask(administrator, '/v1/communes', { ...FIELDS, from: '2025-07-01' });
    const { commune } = communeResponse.parse(added.value);
    expect(commune).toMatchObject({ ...FIELDS, from: '2025-07-01', to: null, codes: [], predecessors: [] });
    expect(await station.ask(administrator, '/v1/communes', { ...FIELDS, from: null })).toEqual({
      status: 409,
      value: { error: 'code-taken' },
    });
    const wanted = { ...FIELDS, code: '31052', name: 'Xã Vĩnh Phong Mới', from: '2025-07-01', to: null, day: FROM };
    expect((await change(commune.scope, wanted)).value).toEqual({
      commune: {
        ...commune,
        code: '31052',
        name: 'Xã Vĩnh Phong Mới',
        codes: [{ code: '31051', from: '2025-07-01', to: '2026-11-19' }],
      },
    });
    expect(await change(commune.scope, { ...wanted, code: '31064' })).toMatchObject({ status: 409 });
    expect(await change(commune.scope, { ...wanted, to: '2025-06-30' })).toMatchObject({
      status: 409,
      value: { error: 'ends-before-begin' },
    });
    expect((await change('nobody', wanted)).status).toBe(404);
    expect((await change(commune.scope, { ...wanted, day: '2026-02-31' })).status).toBe(400);
    expect((await listed()).map(({ code }) => code)).toEqual(['31052', '31064', '31069']);
    expect((await listed(await station.enrol('QT-1'))).map(({ scope }) => scope)).toEqual([SCOPE, OTHER_SCOPE]);
    expect(await listed(await station.enrol('CB-1'))).toEqual([]);
    const events = (await station.store.events()).filter(({ scope }) => scope === commune.scope);
    expect(events.map((event) => [event.kind, event.actor])).toEqual([
      ['commune-added', 'qt-all'],
      ['commune-changed', 'qt-all'],
    ]);
  });

  it('are not merged before the first day of the merger, and the proposal waits', async () => {
    const proposed = await propose({
      predecessors: [SCOPE, OTHER_SCOPE],
      commune: { ...FIELDS, code: '31064' },
      from: '2027-07-01',
    });
    const second = await station.enrol('QT-1');
    expect(await decide(proposed, second)).toMatchObject({ status: 409, value: { error: 'not-yet' } });
    expect((await listed()).every(({ predecessors }) => predecessors.length === 0)).toBe(true);
    station.millis = Date.parse('2027-07-01T00:00:00+07:00');
    expect((await decide(proposed, await station.enrol('QT-1', station.uuid()))).status).toBe(200);
  });

  it('merged lose no record and rewrite none; whoever works in the new one goes on with theirs', async () => {
    const [one, two] = [station.household('1'), station.household('2', { scope: OTHER_SCOPE, author: 'gs-2' })];
    await station.push(await station.enrol('CB-1'), [one]);
    await station.push(await station.enrol('GS-2'), [two]);
    const before = await allHeld();
    await merge({ predecessors: [SCOPE, OTHER_SCOPE], commune: { ...FIELDS, code: '31064' } });
    const commune = (await listed()).find(({ predecessors }) => predecessors.length > 0);
    if (commune === undefined) throw new Error('there is a merged commune');
    expect(commune).toMatchObject({ code: '31064', from: FROM, predecessors: [SCOPE, OTHER_SCOPE] });
    expect(await allHeld()).toEqual(before);
    expect((await listed()).map(({ scope, to }) => [scope, to])).toEqual(
      expect.arrayContaining([
        [SCOPE, '2026-11-19'],
        [OTHER_SCOPE, '2026-11-19'],
        [commune.scope, null],
      ]),
    );

    await station.putOfficers([{ id: 'cb-9', role: 'officer', scopes: [commune.scope], code: 'CB-9' }]);
    const { vault, syncClient } = await station.phone(77, 'CB-9');
    await syncClient.sync();
    const session = sessionSchema.parse(await vault.session());
    expect(session.communes.find(({ scope }) => scope === commune.scope)?.predecessors?.sort()).toEqual(
      [SCOPE, OTHER_SCOPE].sort(),
    );
    expect((await vault.hamlets('2026')).map(({ scope }) => scope).sort()).toEqual([SCOPE, OTHER_SCOPE].sort());
    const id = station.uuid();
    await vault.commit(addHousehold({ scope: SCOPE, id }, { number: '3', hamlet: 'Bình Hòa' }));
    await syncClient.sync();
    expect(await vault.pending(9)).toEqual([]);
    const rows = await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 1000);
    expect(rows.rows.map(({ scopeSeq }) => scopeSeq)).toEqual([1, 2]);

    // Nobody of a former commune reads the new one by that.
    const former = await station.enrol('CB-1');
    expect((await station.ask(former, `/v1/pull?scope=${commune.scope}`)).status).toBe(403);
    const merged = (await station.store.events()).filter((event) => event.kind === 'communes-merged');
    expect(merged.map(({ scope }) => scope).sort()).toEqual([SCOPE, OTHER_SCOPE, commune.scope].sort());
  });

  it('are merged only when a second person who administers each of them confirms; each of them is shown the proposal', async () => {
    const ofBoth = await station.enrol('QT-1');
    const supervisor = await station.enrol('GS-1');
    const before = await listed();
    const proposed = await propose({ predecessors: [SCOPE], into: OTHER_SCOPE, commune: null });
    expect(await listed()).toEqual(before);
    for (const scope of [SCOPE, OTHER_SCOPE]) {
      const { proposals } = proposalList.parse((await station.ask(ofBoth, `/v1/proposals?scope=${scope}`)).value);
      expect(proposals).toMatchObject([
        {
          ...{ scope: 'instance', kind: 'merge-communes', madeBy: { id: 'qt-all' }, decided: null },
          ...{ content: { names: { former: ['Xã Vĩnh Bình'], into: 'Xã Vĩnh Thuận' } } },
          ...{ mayDecide: ['confirmed', 'declined'], confirmers: [{ id: 'qt-1' }] },
        },
      ]);
    }
    expect((await decide(proposed, administrator)).value).toEqual({ error: 'second-person' });
    expect((await decide(proposed, supervisor)).value).toEqual({ error: 'out-of-scope' });
    expect((await decide(proposed, await station.enrol('CB-1'))).status).toBe(403);
    expect((await decide(proposed, ofBoth, 'declined')).status).toBe(200);
    expect(await listed()).toEqual(before);
    expect((await decide(proposed, ofBoth)).value).toEqual({ error: 'decided' });

    const [first, second] = [
      await propose({ predecessors: [SCOPE], into: OTHER_SCOPE, commune: null }),
      await propose({ predecessors: [SCOPE] }),
    ];
    expect((await decide(first, ofBoth)).status).toBe(200);
    expect(await decide(second, ofBoth)).toEqual({ status: 409, value: { error: 'already-merged' } });
    expect((await decide(second, administrator, 'withdrawn')).status).toBe(200);
    const kinds = (await station.store.events())
      .filter(({ scope }) => scope === OTHER_SCOPE)
      .map((event) => event.kind);
    expect(kinds.filter((each) => each === 'proposal-made')).toHaveLength(2);
    expect(kinds.filter((each) => each === 'communes-merged')).toHaveLength(1);
  });

  it('a merger that was done before it was marked is confirmed again, and done once', async () => {
    const proposed = await propose({ predecessors: [SCOPE, OTHER_SCOPE], commune: { ...FIELDS, code: '31064' } });
    const { proposal } = proposalResponse.parse(proposed.value);
    const { decideProposal } = station.store;
    station.store.decideProposal = () => Promise.reject(new Error('the process dies'));
    expect((await decide(proposed, await station.enrol('QT-1'))).status).toBe(500);
    station.store.decideProposal = decideProposal;
    expect((await decide({ value: { proposal } }, await station.enrol('QT-1'))).status).toBe(200);
    expect(await listed()).toHaveLength(3);
  });

  it('are not merged against a rule, and nothing is changed then', async () => {
    const before = await listed();
    const refused = async (body: object) => (await merge(body)).value;
    expect(await refused({ predecessors: ['nobody'] })).toEqual({ error: 'unknown-commune' });
    expect(await refused({ predecessors: [SCOPE], into: 'nobody', commune: null })).toEqual({
      error: 'unknown-commune',
    });
    expect(await refused({ predecessors: [SCOPE], into: SCOPE, commune: null })).toEqual({
      error: 'merged-into-itself',
    });
    expect(await refused({ predecessors: [SCOPE], commune: { ...FIELDS, code: '31069' } })).toEqual({
      error: 'code-taken',
    });
    expect((await merge({ predecessors: [SCOPE], into: OTHER_SCOPE })).status).toBe(400);
    expect(await listed()).toEqual(before);
    expect((await merge({ predecessors: [SCOPE], into: OTHER_SCOPE, commune: null })).status).toBe(200);
    expect(await refused({ predecessors: [SCOPE] })).toEqual({ error: 'already-merged' });
    expect(await refused({ predecessors: [OTHER_SCOPE], into: SCOPE, commune: null })).toEqual({
      error: 'merged-into-itself',
    });
  });
});

it('however communes are merged, there is no circle, each is merged once, and no other is touched', () => {
  const place = (at: number) => `c${at}`;
  const commune = (at: number) => ({
    ...{ ...FIELDS, scope: place(at), code: `${31000 + at}`, from: null, to: null, codes: [], predecessors: [] },
  });
  const merger = fc.record({
    into: fc.nat(7),
    predecessors: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(merger, { maxLength: 12 }), (mergers) => {
      let all: Parameters<typeof mergedCommunes>[0] = Array.from({ length: 8 }, (_, at) => commune(at));
      for (const { into, predecessors } of mergers) {
        const target = all.find(({ scope }) => scope === place(into));
        if (target === undefined) throw new Error('it is there');
        const merged = mergedCommunes(all, { predecessors: predecessors.map(place), into: target, from: FROM });
        if (typeof merged === 'string') continue;
        const touched = [into, ...predecessors].map(place).sort();
        expect(merged.map(({ scope }) => scope).sort()).toEqual(touched);
        const after = new Map(merged.map((each) => [each.scope, each]));
        all = all.map((each) => after.get(each.scope) ?? each);
      }
      for (const { scope } of all) {
        expect(heirsOf(all, scope).some((heir) => heir.scope === scope)).toBe(false);
        expect(all.filter(({ predecessors }) => predecessors.includes(scope)).length).toBeLessThan(2);
      }
    }),
  );
});
