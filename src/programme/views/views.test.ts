import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../kinds/index.ts';
import { evaluations } from './evaluations.ts';
import { households } from './households.ts';
import { identities } from './identities.ts';
import { VIEWS } from './index.ts';
import { people } from './people.ts';
import type { ViewRevision } from './view.ts';
import { visits } from './visits.ts';

const revision = (revId: string, kind: string, payload: object | null, changed: Partial<ViewRevision> = {}) => ({
  revId,
  kind,
  entityId: 'e',
  parents: [],
  author: 'cb-1',
  deviceSeq: 1,
  scopeSeq: 1,
  payload: payload as ViewRevision['payload'],
  ...changed,
});
const evaluation = {
  subject: { kind: 'citizen', id: 'c' },
  period: '2026',
  hamlet: 'Ấp Một',
  group: '2',
  criteriaSet: { id: 'cdht-1', version: '1', sha256: 'f'.repeat(64) },
  answers: {},
  clientResult: { total: 70, max: 100, verdict: 'fail', hash: '0'.repeat(64) },
  finishedAt: '2026-11-24T09:00:00+07:00',
};
const review = (revId: string, of: string, decision: Decision, scopeSeq: number) =>
  revision(revId, 'review', { evaluationId: 'e', revId: of, decision, at: '2026-11-25T09:00:00+07:00' }, { scopeSeq });

describe('views', () => {
  it('have names, versions and kinds of their own', () => {
    const all = Object.entries(VIEWS);
    expect(all.every(([name, view]) => view.name === name && view.version >= 1)).toBe(true);
    expect(new Set(all.map(([, view]) => view.kind)).size).toBe(all.length);
  });

  it('households and people: the row of what is known now, none of what was erased', () => {
    const made = revision('1', 'household', { number: '017', hamlet: 'Ấp Một' });
    const changed = revision('2', 'household', { number: '018', hamlet: 'Ấp Một' }, { parents: ['1'] });
    expect(households.row([changed, made], [])).toEqual({ number: '018', hamlet: 'Ấp Một', conflict: false });
    expect(households.row([revision('1', 'household', null)], [])).toBeNull();
    const hoa = { householdId: 'h', name: 'Đặng Thị Hoa', birthYear: 1962, sex: 'nu', relation: 'chu-ho', group: '1' };
    expect(people.row([revision('1', 'citizen', { ...hoa, unit: 'Trường' })], [])).toEqual({
      householdId: 'h',
      name: 'Đặng Thị Hoa',
      birthYear: 1962,
      birthDate: null,
      sex: 'nu',
      group: '1',
      unit: 'Trường',
      isHead: true,
      movedOut: false,
      cccdTail: null,
      cccdHash: null,
      conflict: false,
    });
    expect(people.row([revision('1', 'citizen', null)], [])).toBeNull();
  });

  it('identity numbers and visits: what is known now, none of what was erased', () => {
    const number = revision('1', 'identity', { citizenId: 'c', cccd: '091162000001' });
    expect(identities.row([number], [])).toEqual({ cccd: '091162000001', conflict: false });
    const taken = revision('2', 'identity', { citizenId: 'c', cccd: null }, { parents: ['1'] });
    expect(identities.row([number, taken], [])).toEqual({ cccd: null, conflict: false });
    expect(identities.row([{ ...number, payload: null }], [])).toBeNull();
    const made = { householdId: 'h', outcome: 'vang-nha', at: '2026-11-24T09:00:00+07:00' };
    const visit = revision('1', 'visit', made);
    expect(visits.row([visit], [])).toEqual({ ...made, nextDate: null });
    expect(visits.row([revision('1', 'visit', { ...made, nextDate: '2026-12-01' })], [])?.nextDate).toBe('2026-12-01');
    expect(visits.row([{ ...visit, payload: null }], [])).toBeNull();
  });

  it('evaluations: status, and the endpoint’s score before the phone’s', () => {
    const first = revision('1', 'evaluation', evaluation);
    expect(evaluations.row([first], [])).toMatchObject({ status: 'received', verdict: 'fail', total: 70, waiting: 0 });
    const scored = { ...first, score: { total: 81, verdict: 'pass' } };
    expect(evaluations.row([scored], [review('r', '1', 'accepted', 2)])).toMatchObject({
      status: 'accepted',
      verdict: 'pass',
      total: 81,
      countedRevId: '1',
      hamlet: 'Ấp Một',
      unit: null,
      group: '2',
    });
    const revised = revision('2', 'evaluation', evaluation, { parents: ['1'], scopeSeq: 3 });
    expect(evaluations.row([scored, revised], [review('r', '1', 'accepted', 2)])).toMatchObject({
      countedRevId: '1',
      waiting: 1,
      total: 81,
    });
    expect(evaluations.row([{ ...first, payload: null }], [])).toBeNull();
    expect(evaluations.row([first], [{ ...review('r', '1', 'void', 2), payload: null }])?.status).toBe('received');
  });

  it('say so where a record is of a form that this version cannot take', () => {
    expect(() => households.row([revision('1', 'household', { number: 5 })], [])).toThrow('number is no text');
    expect(() => people.row([revision('1', 'citizen', { name: 'Hoa' })], [])).toThrow('householdId is no text');
    expect(() => evaluations.row([revision('1', 'evaluation', {})], [])).toThrow('period is no text');
  });

  it('the same row in whatever order the records came', () => {
    const decisions: readonly Decision[] = ['returned', 'accepted', 'void', 'proposed'];
    const anEvaluation = fc.record({ parent: fc.nat(3), erased: fc.boolean(), seq: fc.option(fc.nat(50)) });
    const aReview = fc.record({ of: fc.nat(4), decision: fc.constantFrom(...decisions), seq: fc.nat(50) });
    fc.assert(
      fc.property(
        fc.array(anEvaluation, { minLength: 1, maxLength: 5 }),
        fc.array(aReview, { maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        (made, decided, chance) => {
          const own = made.map(({ parent, erased, seq }, at) =>
            revision(`e${at}`, 'evaluation', erased ? null : evaluation, {
              parents: parent < at ? [`e${parent}`] : [],
              scopeSeq: seq,
            }),
          );
          const reviews = decided.map(({ of, decision, seq }, at) => review(`r${at}`, `e${of}`, decision, seq));
          const shuffled = <T>(list: readonly T[]) =>
            list
              .map((value) => ({ value, at: chance.next().value ?? 0 }))
              .sort((a, b) => a.at - b.at)
              .map(({ value }) => value);
          expect(evaluations.row(shuffled(own), shuffled(reviews))).toEqual(evaluations.row(own, reviews));
        },
      ),
    );
  });
});
