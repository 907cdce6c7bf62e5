/**
 * Goal: what no honest phone makes its record on is kept apart for a supervisor, also when it is judged again, and what
 * honest phones push is never kept apart for its parents, in whatever order it comes. Method: real pushes over both
 * databases: each attack, then honest histories drawn at random and cut into pushes at random.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quarantineList, type Revision, retryResponse } from '../../src/protocol/index.ts';
import { SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

describe.each(STORES_AND_MEMORY)('parents on %s', (kind) => {
  let station: Station;
  let officer: string;
  let supervisor: string;
  beforeAll(async () => {
    station = await Station.open(kind);
    officer = await station.enrol('CB-1');
    supervisor = await station.enrol('GS-1');
  });
  afterAll(() => station?.dispose());

  const made = (entityId: string, parents: string[], changed: Partial<Revision> = {}) =>
    station.household('017', { entityId, parents, ...changed });
  const push = async (...revisions: readonly Revision[]) =>
    (await station.push(officer, revisions)).receipts.map(({ status, code }) => code ?? status);

  it('itself, and one parent twice', async () => {
    const [entity, revId, other] = [station.uuid(), station.uuid(), station.uuid()];
    expect(await push(made(entity, [revId], { revId }))).toEqual(['bad-parents']);
    expect(await push(made(entity, [other, other]))).toEqual(['bad-parents']);
  });

  it('more than a revision may name', async () => {
    const parents = Array.from({ length: 21 }, () => station.uuid());
    expect(await push(made(station.uuid(), parents))).toEqual(['unreadable']);
  });

  it('a record of another household, or of another kind', async () => {
    const [first, entity] = [made(station.uuid(), []), station.uuid()];
    expect(await push(first)).toEqual(['created']);
    expect(await push(made(entity, [first.revId]))).toEqual(['foreign-parent']);
    const citizen = { householdId: entity, name: 'A', birthYear: 1962, sex: 'nu', relation: 'con', group: '1' };
    const asCitizen = made(first.entityId, [first.revId], { kind: 'citizen', payload: citizen });
    expect(await push(asCitizen)).toEqual(['foreign-parent']);
  });

  it.each([2, 3, 5])('a circle of %i, in one push and in several: the one that closes it', async (size) => {
    for (const together of [true, false]) {
      const entity = station.uuid();
      const revIds = Array.from({ length: size }, () => station.uuid());
      const circle = revIds.map((revId, at) => made(entity, [revIds[(at + 1) % size] ?? ''], { revId }));
      const outcomes: string[] = [];
      if (together) outcomes.push(...(await push(...circle)));
      else for (const each of circle) outcomes.push(...(await push(each)));
      expect(outcomes).toEqual([...Array(size - 1).fill('created'), 'bad-parents']);
    }
  });

  it('stays apart when it is judged again', async () => {
    const [first, entity] = [made(station.uuid(), []), station.uuid()];
    await push(first);
    const forged = made(entity, [first.revId]);
    await push(forged);
    const { value } = await station.ask(supervisor, `/v1/quarantine?scope=${SCOPE}&state=open`);
    const row = quarantineList.parse(value).rows.find(({ revId }) => revId === forged.revId);
    const again = await station.ask(supervisor, '/v1/quarantine/retry', { scope: SCOPE, ids: [row?.id] });
    expect(retryResponse.parse(again.value).results).toMatchObject([{ outcome: 'kept', code: 'foreign-parent' }]);
  });

  it('honest histories come in whole, in any order and in any pushes, and again after that', async () => {
    const history = fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(history, fc.func(fc.integer()), fc.integer({ min: 1, max: 5 }), async (drawn, place, size) => {
        const entity = station.uuid();
        const all = [made(entity, [])];
        for (const on of drawn) {
          const parents = new Set(on.map((at) => all[at % all.length]?.revId ?? ''));
          all.push(made(entity, [...parents]));
        }
        const shuffled = [...all].sort((a, b) => place(a.revId) - place(b.revId));
        for (const expected of ['created', 'duplicate']) {
          for (let from = 0; from < shuffled.length; from += size) {
            const outcomes = await push(...shuffled.slice(from, from + size));
            expect(new Set(outcomes)).toEqual(new Set([expected]));
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
