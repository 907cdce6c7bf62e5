/**
 * Goal: the view tables are a function of the revisions alone, whatever came in which order, in how many pushes, erased since,
 * or of a form that this version cannot take. Method: histories drawn at random (any parents, decisions about any revision,
 * values that no column can hold), put into both real databases behind the judgement's back in a random order and split; then
 * every row is compared with one made from scratch, and the rows of each entity with those of another order.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkViewsCommand, rebuildViewsCommand } from '../../src/endpoint/cli/views.ts';
import { currentRoster } from '../../src/endpoint/roster/apply.ts';
import type { Store } from '../../src/endpoint/store/api.ts';
import { HISTORY_BYTES_MAX } from '../../src/endpoint/views/derive.ts';
import { checkViews, rebuildViews, upgradeViews, VIEWS_KEY } from '../../src/endpoint/views/upkeep.ts';
import { addHousehold, definitionOf, type Kind } from '../../src/programme/index.ts';
import { canonicalText, quarantineList, type Revision } from '../../src/protocol/index.ts';
import { memoryStore, newRows } from '../simulation/endpoint-disk/memory-store/store.ts';
import { OTHER_SCOPE, SCOPE, STORES, Station } from './station.ts';

const silent = () => undefined;
const ENTITIES = 4;

/** A revision of a kind, on a few of those before or after it, with a member that may be of another form. */
const drawnRevision = fc.record({
  kind: fc.constantFrom<Kind>(
    'household',
    'citizen',
    'identity',
    'evaluation',
    'evaluation',
    'review',
    'review',
    'visit',
  ),
  entity: fc.nat(ENTITIES - 1),
  parents: fc.array(fc.nat(14), { maxLength: 3 }),
  about: fc.nat(14),
  number: fc.nat(3),
  odd: fc.constantFrom(undefined, undefined, undefined, 'x', 5, 2 ** 40, null, 'with \0', { a: 1 }),
  place: fc.nat(7),
  isErased: fc.boolean(),
});
type Drawn = typeof drawnRevision extends fc.Arbitrary<infer D> ? D : never;

describe.each(STORES)('view tables on %s', (kind) => {
  let station: Station;
  beforeAll(async () => {
    station = await Station.open(kind);
  });
  afterAll(() => station?.dispose());

  const append = (revisions: readonly Revision[], store: Store = station.store) =>
    store.append({
      accepted: revisions.map((revision) => ({
        revision,
        body: canonicalText(revision),
        score: revision.kind === 'evaluation' ? { total: 81, verdict: 'pass', hash: '', agrees: true } : null,
        blobs: [],
      })),
      quarantined: [],
      submittedBy: 'cb-1',
      receivedAt: station.now(),
    });
  const differences = () => checkViews(station.store, silent);
  const erase = async (revision: Revision) => {
    const erased = { ...revision, payload: null, erasedAt: '2026-11-28T00:00:00.000Z' };
    const body = canonicalText(erased).replaceAll("'", "''");
    await station.sql(`update revisions set body = '${body}' where rev_id = '${revision.revId}'`);
  };

  const newIds = () => Array.from({ length: ENTITIES }, () => station.uuid());
  const historyOf = (drawn: readonly Drawn[], entityIds = newIds()): Revision[] => {
    const revIds = drawn.map(() => station.uuid());
    const evaluations = drawn.flatMap(({ kind: of }, at) => (of === 'evaluation' ? [at] : []));
    const any = (ids: readonly string[], at: number) => ids[at % ids.length] ?? '';
    return drawn.map(({ kind: of, entity, parents, about, number, odd, place }, at) => {
      const example = definitionOf(of)?.example as object;
      const changing: Partial<Record<Kind, object>> = {
        household: { number: String(number) },
        citizen: { householdId: any(entityIds, about), name: `Danh ${number}` },
        identity: { citizenId: any(entityIds, entity), cccd: `09116200000${number}` },
        evaluation: { subject: { kind: 'citizen', id: any(entityIds, about) }, period: `202${number}` },
        review: {
          evaluationId: any(entityIds, drawn[evaluations[about % evaluations.length] ?? 0]?.entity ?? about),
          revId: any(revIds, evaluations[about % evaluations.length] ?? about),
          decision: any(DECISIONS, number),
        },
        visit: { householdId: any(entityIds, about) },
        consent: {},
        publication: { from: `202${number}-01-01` },
      };
      const payload: Record<string, unknown> = { ...example, ...changing[of] };
      const members = Object.keys(payload);
      if (odd !== undefined) payload[any(members, place)] = odd;
      const parentIds = [...new Set(parents.map((parent) => any(revIds, parent)))];
      return station.household('', {
        revId: any(revIds, at),
        kind: of,
        entityId: any(entityIds, entity),
        parents: parentIds,
        payload,
      });
    });
  };

  it('any history, order, split and erasure: every row is as made from scratch', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawnRevision, { minLength: 1, maxLength: 14 }),
        fc.infiniteStream(fc.nat()),
        async (drawn, chance) => {
          const next = () => chance.next().value ?? 0;
          const entityIds = newIds();
          const history = historyOf(drawn, entityIds);
          const order = history.map((revision) => ({ revision, at: next() })).sort((a, b) => a.at - b.at);
          for (let at = 0; at < order.length; ) {
            const length = 1 + (next() % order.length);
            await append(order.slice(at, at + length).map(({ revision }) => revision));
            at += length;
          }
          expect(await differences()).toEqual([]);
          const chosen = history.filter((_, at) => drawn[at]?.isErased);
          for (const revision of chosen) await erase(revision);
          await rebuildViews(station.store, silent);
          expect(await differences()).toEqual([]);
          // What comes after an erasure meets what is left.
          for (const revision of historyOf(drawn, entityIds)) await append([revision]);
          expect(await differences()).toEqual([]);
        },
      ),
      { numRuns: kind === 'sqlite' ? 60 : 25 },
    );
  });

  it('of two orders of arrival in two communes: the same rows', async () => {
    const rowsOf = async (table: string, scope: string, ids: readonly string[]) => {
      const list = ids.map((id) => `'${id}'`).join();
      const rows = await station.sql(`select * from ${table} where scope = '${scope}' and entity_id in (${list})`);
      const texts = rows.map((row) => JSON.stringify({ ...(row as object), scope: '' }));
      return texts.sort();
    };
    await fc.assert(
      fc.asyncProperty(fc.array(drawnRevision, { minLength: 1, maxLength: 10 }), async (drawn) => {
        // A decision's place among others is by the order in which the endpoint received them.
        const history = historyOf(drawn.filter(({ kind: of }) => of !== 'review'));
        if (history.length === 0) return;
        await append(history);
        for (const revision of history.toReversed()) await append([{ ...revision, scope: OTHER_SCOPE }]);
        const ids = history.map(({ entityId }) => entityId);
        for (const table of ['entities', 'households', 'people', 'evaluations', 'pending_views']) {
          expect(await rowsOf(table, OTHER_SCOPE, ids)).toEqual(await rowsOf(table, SCOPE, ids));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('a store in memory answers the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(drawnRevision, { minLength: 1, maxLength: 10 }), async (drawn) => {
        const entityIds = newIds();
        const history = historyOf(drawn, entityIds);
        const memory = memoryStore(newRows());
        for (const store of [station.store, memory]) await append(history, store);
        const answers = async (store: Store) => {
          const isOwn = (id: string) => entityIds.includes(id);
          const people = [0, 1, 2, 3].map((number) => ({ name: `danh ${number}`, birthYear: 1962 }));
          const households = await store.householdsAt(SCOPE, ['binh phuoc|0', 'binh phuoc|1', 'binh phuoc|2']);
          const pending = await store.pendingViews(SCOPE);
          const sorted = <T>(list: readonly T[]) => list.map((each) => JSON.stringify(each)).sort();
          return {
            citizens: sorted(await store.current(SCOPE, 'citizen', entityIds)),
            identities: sorted(await store.current(SCOPE, 'identity', entityIds)),
            titled: sorted([...(await store.titles(SCOPE, entityIds)).keys()]),
            households: households.filter(isOwn).sort(),
            named: (await store.peopleNamed(SCOPE, people)).filter(isOwn).sort(),
            pending: sorted(pending.filter(({ entityId }) => isOwn(entityId))),
          };
        };
        expect(await answers(memory)).toEqual(await answers(station.store));
      }),
      { numRuns: 20 },
    );
  });

  it('pushes at once, and a rebuild meanwhile: none is missed', async () => {
    const entityId = station.uuid();
    const first = station.household('1', { entityId });
    await append([first]);
    const writes = Array.from({ length: 12 }, async (_, at) => {
      const revision = station.household(String(at), { entityId, parents: [first.revId] });
      const others = [station.household(`${at}a`), station.household(`${at}b`)];
      await append([revision, ...others]);
    });
    await Promise.all([...writes, rebuildViews(station.store, silent), rebuildViews(station.store, silent)]);
    expect(await differences()).toEqual([]);
    const [current] = await station.store.current(SCOPE, 'household', [entityId]);
    expect(current).toMatchObject({ conflict: true });
    expect(current?.heads).toHaveLength(12);
  });

  it('a record that a view cannot take is stored, pending and shown, and nobody waits for it', async () => {
    const odd = station.household('', { payload: { number: 5, hamlet: 'Ấp Lạ' } });
    const sound = station.household('6', { payload: { number: '6', hamlet: 'Ấp Lạ' } });
    const { heldRevisions } = await append([odd, sound]);
    expect([...heldRevisions.values()].map(({ created }) => created)).toEqual([true, true]);
    const pending = async () =>
      (await station.store.pendingViews(SCOPE)).filter(({ entityId }) => entityId === odd.entityId);
    expect(await pending()).toEqual([{ view: 'households', entityId: odd.entityId, why: 'number is no text' }]);
    expect(await station.store.householdsAt(SCOPE, ['la|6'])).toEqual([sound.entityId]);
    const supervisor = await station.enrol('GS-1');
    const list = async () =>
      quarantineList.parse((await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}`)).value).pendingViewCount;
    const before = await list();
    expect(before).toBeGreaterThan(0);
    // A push goes on, and a version of the record that can be taken settles it.
    const officer = await station.enrol('CB-1');
    const corrected = station.household('5', { entityId: odd.entityId, parents: [odd.revId] });
    expect((await station.push(officer, [corrected])).receipts).toMatchObject([{ status: 'created' }]);
    expect(await pending()).toEqual([]);
    expect(await list()).toBe((before ?? 0) - 1);
  });

  it('a history that is too large to be read with every push is pending, whatever kind it is of', async () => {
    const note = 'x'.repeat(60_000);
    // Under one id, as nobody honest would: each kind is pending for itself, also in one push.
    const entityId = station.uuid();
    for (const [of, view, change] of [
      ['household', 'households', { address: note }],
      ['visit', 'entities visit', { note }],
      ['consent', 'entities consent', { note }],
    ] as const) {
      const payload = { ...(definitionOf(of)?.example as object) };
      const small = station.household('', { kind: of, entityId, payload });
      const large = Array.from({ length: 40 }, () =>
        station.household('', { kind: of, entityId, parents: [small.revId], payload: { ...payload, ...change } }),
      );
      await append([small, ...large.slice(0, 20)]);
      expect(await station.store.current(SCOPE, of, [entityId])).toHaveLength(1);
      await append(large.slice(20));
      const why = `its history is larger than ${HISTORY_BYTES_MAX} bytes`;
      expect(await station.store.pendingViews(SCOPE)).toContainEqual({ view, entityId, why });
      expect(await station.store.current(SCOPE, of, [entityId])).toEqual([]);
    }
    const both = (['visit', 'consent'] as const).map((of) =>
      station.household('', { kind: of, entityId, payload: { ...(definitionOf(of)?.example as object) } }),
    );
    await append(both);
    expect(await differences()).toEqual([]);
  });

  it('rows that were tampered with are named, and right after a rebuild', async () => {
    const [one, two, three] = [station.household('71'), station.household('72'), station.household('73')];
    await append([one, two, three]);
    await station.sql(`update households set hamlet = 'Nơi khác' where entity_id = '${one.entityId}'`);
    await station.sql(`delete from entities where entity_id = '${two.entityId}'`);
    await station.sql(`delete from revisions where entity_id = '${three.entityId}'`);
    const found = await differences();
    expect(found).toHaveLength(4);
    expect(found).toEqual(
      expect.arrayContaining([
        { scope: SCOPE, table: 'households', entityId: one.entityId, is: 'different' },
        { scope: SCOPE, table: 'entities', entityId: two.entityId, is: 'missing' },
        { scope: SCOPE, table: 'entities', entityId: three.entityId, is: 'superfluous' },
        { scope: SCOPE, table: 'households', entityId: three.entityId, is: 'superfluous' },
      ]),
    );
    expect(await rebuildViews(station.store, silent)).toHaveLength(4);
    expect(await differences()).toEqual([]);
  });

  it('of another version are made anew; until then nobody matches against them', async () => {
    const made = station.household('81');
    await append([made]);
    expect(await upgradeViews(station.store, silent)).toBe(false);
    await station.store.setMeta(VIEWS_KEY, 'households 0');
    await station.sql('delete from households');
    const supervisor = await station.enrol('GS-1');
    const file = 'ấp;số hộ;họ tên;năm sinh;giới tính;quan hệ;nhóm\nBình Hòa;81;Lê Văn An;1990;nam;con;1';
    const preview = () =>
      station.app.request(`/v1/roster/preview?scope=${SCOPE}&file=x.csv`, {
        method: 'POST',
        headers: { authorization: `Bearer ${supervisor}` },
        body: file,
      });
    expect((await preview()).status).toBe(503);
    const progress = vi.fn();
    expect(await upgradeViews(station.store, progress)).toBe(true);
    expect(progress).toHaveBeenCalled();
    expect(await (await preview()).json()).toMatchObject({ newHouseholds: 0, counts: { added: 1 } });
  });

  it('the two commands, while the endpoint runs', async () => {
    const made = station.household('95');
    await append([made]);
    const before = { ...process.env };
    Object.assign(process.env, { DATA_DIR: station.folder, DATABASE_URL: station.url ?? '' });
    try {
      await station.sql(`update entities set title = 'x' where entity_id = '${made.entityId}'`);
      const difference = { scope: SCOPE, table: 'entities', entityId: made.entityId, is: 'different' };
      const check = await checkViewsCommand([]);
      expect(check.code).toBe(1);
      expect(JSON.parse(check.stdout ?? '')).toMatchObject({ differing: 1, differences: [difference] });
      const rebuild = await rebuildViewsCommand([]);
      expect(rebuild.code).toBe(0);
      expect(JSON.parse(rebuild.stdout ?? '')).toMatchObject({ changed: 1 });
      expect(await checkViewsCommand([])).toMatchObject({ code: 0 });
      expect(await checkViewsCommand(['--help'])).toMatchObject({ code: 2 });
    } finally {
      process.env = before;
    }
  });

  it('an import reads no more of the commune than its file names', async () => {
    const ref = { scope: SCOPE, id: station.uuid() };
    const [{ payload } = { payload: {} }] = addHousehold(ref, { number: '091', hamlet: 'Ấp Xa' });
    await append([station.household('', { entityId: ref.id, payload: { ...payload } }), station.household('92')]);
    const wanted = { places: ['xa|91'], people: [], numberHashes: [], citizenIds: [] };
    const { households, citizens } = await currentRoster(station.store, SCOPE, wanted);
    expect([...households].map(({ id }) => id)).toEqual([ref.id]);
    expect([...citizens]).toEqual([]);
  });
});

const DECISIONS = ['accepted', 'returned', 'void', 'proposed'] as const;
