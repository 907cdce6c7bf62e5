/**
 * Goal: a payload that the law had erased is a state like any other: the phone opens, lists, searches, shows, saves,
 * starts anew, is wiped and compares digests with any of its records erased, and what was erased is in none of its lists.
 * Method: histories of a household, its people, their evaluations, reviews and visits, drawn at random; any of the
 * revisions erased, before they are pulled or after; a phone that met them one by one against one that pulled all at once.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeHousehold, materialize } from '../../programme/index.ts';
import {
  isErased,
  monthDigests,
  PULL_PROTOCOL,
  type PullRow,
  type Revision,
  withContentHash,
} from '../../protocol/index.ts';
import type { Vault } from '../api.ts';
import { memoryJournal } from '../journal/journal-memory.ts';
import { evaluationWith, type TestPhone, testPhone } from '../testing/test-phone.ts';

const SCOPE = 'scope-here';
const HAMLET = 'Ấp 3';
const PERIOD = '2026';
const NOON = '2026-11-24T12:00:00.000+07:00';
const id = (place: number) => `0190a000-0000-7000-8000-${String(place).padStart(12, '0')}`;
const ref = (entity: number) => ({ scope: SCOPE, id: id(entity) });
const zeros = '0'.repeat(64);

/**
 * The entities that can be drawn: the household 1, the people 2 and 3, their evaluations 4 and 5, a review 6, a visit
 * 7.
 */
const ENTITIES: Readonly<Record<number, (place: number) => Pick<Revision, 'kind' | 'payload'>>> = {
  1: (place) => ({ kind: 'household', payload: { number: String(place), hamlet: HAMLET } }),
  2: (place) => person(place, false),
  3: (place) => person(place, place % 3 === 0),
  4: () => evaluation(2),
  5: () => evaluation(3),
  6: () => ({
    kind: 'review',
    payload: { evaluationId: id(4), revId: id(100), decision: 'accepted', at: NOON },
  }),
  7: (place) => ({
    kind: 'visit',
    payload: { householdId: id(1), outcome: 'vang-nha', at: `2026-11-${10 + place}T12:00:00.000+07:00` },
  }),
};
const COUNT = Object.keys(ENTITIES).length;

function person(place: number, movedOut: boolean): Pick<Revision, 'kind' | 'payload'> {
  const payload = {
    householdId: id(1),
    name: `Người ${place}`,
    birthYear: 1962,
    sex: 'nu',
    relation: 'con',
    group: '1',
  };
  return { kind: 'citizen', payload: { ...payload, ...(movedOut && { movedOut }) } };
}

function evaluation(of: number): Pick<Revision, 'kind' | 'payload'> {
  return {
    kind: 'evaluation',
    payload: {
      subject: { kind: 'citizen', id: id(of) },
      hamlet: HAMLET,
      period: PERIOD,
      criteriaSet: { id: 'cdht-1', version: '1', sha256: zeros },
      answers: {},
      clientResult: { total: 8, max: 100, verdict: 'incomplete', hash: zeros },
      finishedAt: NOON,
    },
  };
}

interface Drawn {
  readonly entity: number;
  readonly parent: number | null;
}

/** Each entity has a first revision; the others are made on any of its own that came before. */
function historyOf(drawn: readonly Drawn[]): Revision[] {
  const all: Revision[] = [];
  const firsts = Array.from({ length: COUNT }, (_, at): Drawn => ({ entity: at + 1, parent: null }));
  for (const [place, { entity, parent }] of [...firsts, ...drawn].entries()) {
    const own = all.filter(({ entityId }) => entityId === id(entity));
    const on = parent === null ? undefined : own[parent % own.length];
    const content = ENTITIES[entity]?.(place);
    if (content === undefined) continue;
    all.push(
      withContentHash({
        revId: id(100 + place),
        schema: 1,
        ...content,
        entityId: id(entity),
        parents: on ? [on.revId] : [],
        scope: SCOPE,
        author: 'cb-1001',
        device: id(999_999),
        deviceSeq: place + 1,
        prevHash: '',
        deviceTime: NOON,
        salt: 'A'.repeat(22),
      }),
    );
  }
  return all;
}

const erase = (revision: Revision): Revision => ({ ...revision, payload: null, erasedAt: '2026-11-28T00:00:00.000Z' });

async function pull(vault: Vault, revisions: readonly Revision[], pageSize: number, epoch = 'e'): Promise<void> {
  for (let from = 0; from < revisions.length; from += pageSize) {
    const rows: PullRow[] = revisions
      .slice(from, from + pageSize)
      .map((revision, at) => ({ scopeSeq: from + at + 1, revision }));
    const next = from + rows.length;
    const more = next < revisions.length;
    await vault.applyPull({ proto: PULL_PROTOCOL, epoch, scope: SCOPE, stream: 'records', rows, next, more });
  }
}

/** The first page of a restored endpoint names another epoch, and all pages are asked for again. */
async function pullAgain(vault: Vault, revisions: readonly Revision[], pageSize: number): Promise<void> {
  await pull(vault, revisions.slice(0, 1), 1, 'another');
  await pull(vault, revisions, pageSize, 'another');
}

async function shownBy(vault: Vault) {
  const people = [...(await vault.roster())].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    hamlets: await vault.hamlets(PERIOD),
    households: await vault.households(SCOPE, HAMLET, PERIOD),
    people,
    found: (await vault.search('nguoi', 10)).length,
    household: await vault.household(ref(1)),
    persons: await Promise.all([2, 3].map((entity) => vault.person(ref(entity)))),
    evaluations: await Promise.all([4, 5].map((entity) => vault.evaluation(ref(entity)))),
  };
}

/** An entity is shown when one of its heads still has a payload, and in no list when none has. */
function expectShown(shown: Awaited<ReturnType<typeof shownBy>>, revisions: readonly Revision[]): void {
  const currentOf = (entity: number) =>
    materialize(revisions.filter(({ entityId }) => entityId === id(entity))).current;
  expect(shown.households.length).toBe(currentOf(1) === null ? 0 : 1);
  expect(shown.household === null).toBe(currentOf(1) === null);
  for (const [at, entity] of [2, 3].entries()) {
    const current = currentOf(entity);
    expect(shown.persons[at] === null).toBe(current === null);
    const isListed = current !== null && current.movedOut !== true;
    expect(shown.people.some((row) => row.id === id(entity))).toBe(isListed);
  }
  for (const [at, entity] of [4, 5].entries()) {
    const isCounted = currentOf(entity) !== null;
    const row = shown.people.find((each) => each.id === id(at + 2));
    if (row) expect(row.evaluated).toBe(isCounted);
  }
}

const anyHistory = fc.array(
  fc.record({ entity: fc.integer({ min: 1, max: COUNT }), parent: fc.option(fc.nat(), { freq: 6 }) }),
  { maxLength: 10 },
);
const anySubset = fc.func(fc.boolean());

describe('any revisions erased', () => {
  it('before they are pulled: everything opens, and the lists are those of what is left', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyHistory,
        anySubset,
        fc.func(fc.integer()),
        fc.integer({ min: 1, max: 20 }),
        async (drawn, isChosen, place, size) => {
          const revisions = historyOf(drawn).map((each) => (isChosen(each.revId) ? erase(each) : each));
          const arrived = [...revisions].sort((a, b) => place(a.revId) - place(b.revId));
          const phone = testPhone(1);
          const vault = await phone.open();
          await vault.roster();
          await pull(vault, arrived, size);
          const shown = await shownBy(vault);
          expectShown(shown, revisions);
          await vault.close();
          const again = await phone.open();
          expect(await shownBy(again)).toEqual(shown);
          const saved = await again.commit(changeHousehold(ref(1), { number: '9', hamlet: HAMLET }));
          expect(saved.kind).toBe('saved');
          expect(await again.household(ref(1))).not.toBeNull();
          await again.close();
        },
      ),
      { numRuns: 50 },
    );
  }, 60_000);

  it('after they were pulled: the phone shows what one shows that never had them', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, anySubset, fc.integer({ min: 1, max: 20 }), async (drawn, isChosen, size) => {
        const whole = historyOf(drawn);
        const left = whole.map((each) => (isChosen(each.revId) ? erase(each) : each));
        const [old, fresh] = [await testPhone(1).open(), await testPhone(2).open()];
        await pull(old, whole, size);
        await shownBy(old);
        await pullAgain(old, left, size);
        await pull(fresh, left, 500);
        expect(await shownBy(old)).toEqual(await shownBy(fresh));
        await Promise.all([old.close(), fresh.close()]);
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});

/** A phone with two of its own evaluations received, one of which comes back erased from a restored endpoint. */
async function phoneWithErased(phone: TestPhone): Promise<{ vault: Vault; own: Revision[]; rows: Revision[] }> {
  const vault = await phone.open({ journal: memoryJournal(phone.disk) });
  const forms = [evaluationWith(phone, SCOPE, 'a'.repeat(64)), evaluationWith(phone, SCOPE, 'b'.repeat(64))];
  const saved = await vault.commit(forms);
  if (saved.kind !== 'saved') throw new Error(saved.reason);
  const own = [...saved.revisions];
  const rows = own.map((each, at) => (at === 0 ? erase(each) : each));
  await pull(vault, own, 10);
  await pullAgain(vault, rows, 10);
  return { vault, own, rows };
}

it('what others made and the law had erased is not brought back to an endpoint that lacks it', async () => {
  const vault = await testPhone(7).open();
  const [household, citizen] = historyOf([]);
  if (!household || !citizen) throw new Error('drawn too little');
  await pull(vault, [household, erase(citizen)], 10);
  await pullAgain(vault, [withContentHash({ ...household, revId: id(500), entityId: id(501) })], 10);
  expect((await vault.toSend(10)).map(({ revId }) => revId)).toEqual([household.revId]);
});

describe('own records', () => {
  it('are received, though a restored endpoint has them erased, and are not offered again', async () => {
    const { vault, own, rows } = await phoneWithErased(testPhone(3));
    expect(await vault.pending(10)).toEqual([]);
    expect(await vault.health()).toMatchObject({ pendingCount: 0, attentionCount: 0 });
    const [first, second] = await vault.outbox();
    expect([first, second].map((item) => item?.state.kind)).not.toContain('needs-attention');
    expect((await vault.outbox()).filter(({ revision }) => isErased(revision))).toHaveLength(1);
    // The next restored endpoint is offered what can be checked, and no more.
    await pull(vault, rows.slice(1), 1, 'a third');
    expect((await vault.pending(10)).map(({ revId }) => revId)).toEqual([own[1]?.revId]);
  });

  it('have the same digest as before', async () => {
    const { vault, own } = await phoneWithErased(testPhone(4));
    expect(await (await vault.reconciling()).digests(SCOPE)).toEqual(monthDigests(own));
    const months = [{ month: '2026-11', held: [] }];
    await (await vault.reconciling()).offerMissing({
      proto: 'cdht.reconcile/1',
      scope: SCOPE,
      epoch: 'another',
      months,
    });
    expect((await vault.pending(10)).map(({ revId }) => revId)).toEqual([own[1]?.revId]);
  });

  it('stay erased over a start, and over a database that was wiped', async () => {
    const phone = testPhone(5);
    const { vault, own, rows } = await phoneWithErased(phone);
    await vault.close();
    const again = await phone.open();
    expect(await again.evaluation({ scope: SCOPE, id: own[0]?.entityId ?? '' })).toBeNull();
    expect(await again.pending(10)).toEqual([]);
    await again.close();
    phone.wipe();
    const wiped = await phone.open();
    await pull(wiped, rows, 10, 'another');
    expect(await wiped.evaluation({ scope: SCOPE, id: own[0]?.entityId ?? '' })).toBeNull();
    expect(await wiped.evaluation({ scope: SCOPE, id: own[1]?.entityId ?? '' })).not.toBeNull();
    expect(await wiped.pending(10)).toEqual([]);
  });
});

it('somebody who moved out stays out, also where the first record of them comes last', async () => {
  const phone = testPhone(6);
  const make = (parents: string[], place: number, movedOut: boolean) =>
    withContentHash({
      ...{ revId: id(100 + place), schema: 1, entityId: id(2), parents, scope: SCOPE, author: 'cb-1001' },
      ...{ device: id(999_999), deviceSeq: place + 1, prevHash: '', deviceTime: NOON, salt: 'A'.repeat(22) },
      ...person(place, movedOut),
    });
  const first = make([], 0, false);
  const left = make([first.revId], 1, true);
  const vault = await phone.open();
  await vault.roster();
  await pull(vault, [left, first], 1);
  expect(await vault.roster()).toEqual([]);
});
