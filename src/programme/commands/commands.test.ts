import { describe, expect, it } from 'vitest';
import { definitionOf, KINDS } from '../kinds/index.ts';
import {
  addCitizen,
  addHousehold,
  changeCitizen,
  changeHousehold,
  type FinishedForm,
  finishEvaluation,
  type NewRevision,
  newRevision,
  recordConsent,
  recordDecline,
  recordVisit,
  reviewEvaluation,
  reviseEvaluation,
} from './index.ts';

const id = (place: number) => `0190a000-0000-7000-8000-${String(place).padStart(12, '0')}`;
const ref = { scope: 's', id: id(1) };
const at = '2026-11-24T09:00:00+07:00';
const person = {
  householdId: id(2),
  name: 'Đặng Thị Hoa',
  birthYear: 1962,
  sex: 'nu',
  relation: 'chu-ho',
  group: '1',
} as const;
const form: FinishedForm = {
  subject: { kind: 'citizen', id: id(3) },
  hamlet: 'Ấp Một',
  unit: null,
  group: '1',
  period: '2026',
  criteriaSet: { id: 'cdht-1', version: '1', sha256: 'a'.repeat(64) },
  answers: { '1': { level: 'kha' } },
  flags: {},
  conditions: [],
  result: { total: 80, max: 100, verdict: 'pass', hash: 'b'.repeat(64) },
  consentId: id(4),
  signature: '',
  startedAt: at,
  finishedAt: '2026-11-24T09:20:00+07:00',
};

/** `kind parents`, each payload one that its kind takes. */
const madeOf = (revisions: readonly NewRevision[]): string[] =>
  revisions.map(({ kind, parents, payload }) => {
    expect(definitionOf(kind)?.payload.safeParse(payload).success, kind).toBe(true);
    return `${kind} ${parents === undefined ? 'on what is there' : `[${parents}]`}`;
  });

describe('commands', () => {
  it('enter what is new on nothing, and change what is there on its heads', () => {
    const household = { number: '017', hamlet: 'Ấp Một' };
    expect(madeOf(addHousehold(ref, household))).toEqual(['household []']);
    expect(madeOf(changeHousehold(ref, household))).toEqual(['household on what is there']);
    expect(madeOf(changeHousehold(ref, household, ['h']))).toEqual(['household [h]']);
    expect(madeOf(addCitizen(ref, person))).toEqual(['citizen []']);
    expect(madeOf(addCitizen(ref, person, '091162000001'))).toEqual(['citizen []', 'identity []']);
    expect(madeOf(changeCitizen(ref, person))).toEqual(['citizen on what is there']);
    expect(madeOf(changeCitizen(ref, person, null))).toEqual(['citizen on what is there', 'identity on what is there']);
    const heads = { citizen: ['c'], identity: ['i'] };
    expect(madeOf(changeCitizen(ref, person, '091162000001', heads))).toEqual(['citizen [c]', 'identity [i]']);
  });

  it('write down consents, visits, declines and decisions', () => {
    const consent = { citizenId: id(3), by: 'self', how: 'spoken', textVersion: '2026-1', at } as const;
    expect(madeOf(recordConsent(ref, consent))).toEqual(['consent []']);
    expect(recordConsent(ref, consent)[0]?.payload).toMatchObject({ agreed: true });
    expect(madeOf(recordVisit(ref, { householdId: id(2), outcome: 'vang-nha', at }))).toEqual(['visit []']);
    const declined = recordDecline(ref, { householdId: id(2), citizenId: id(3), at });
    expect(madeOf(declined)).toEqual(['visit []']);
    expect(declined[0]?.payload).toMatchObject({ outcome: 'tu-choi', citizenId: id(3) });
    const review = { evaluationId: id(5), revId: id(6), decision: 'accepted', at } as const;
    expect(madeOf(reviewEvaluation(ref, review))).toEqual(['review []']);
    expect(madeOf([newRevision('household', ref, { number: '1', hamlet: 'Ấp Một' })])).toHaveLength(1);
  });

  it('finish a form: the evaluation, and the visit where there is a house', () => {
    const visit = { id: id(7), householdId: id(2) };
    const done = finishEvaluation(ref, form, visit);
    if (done.kind === 'incomplete') throw new Error('all is answered');
    expect(madeOf(done.revisions)).toEqual(['evaluation []', 'visit []']);
    expect(done.revisions[0]?.payload).toMatchObject({
      hamlet: 'Ấp Một',
      group: '1',
      paradata: { durationMs: 1_200_000 },
    });
    expect(done.revisions[0]?.payload).not.toHaveProperty('unit');
    expect(done.revisions[1]?.payload).toMatchObject({ citizenId: id(3), outcome: 'evaluated' });
    const household = { ...form, subject: { kind: 'household', id: id(2) }, hamlet: null, group: null } as const;
    const ofHome = finishEvaluation(ref, household, visit);
    if (ofHome.kind === 'incomplete') throw new Error('all is answered');
    expect(ofHome.revisions[1]?.payload).not.toHaveProperty('citizenId');
    expect(ofHome.revisions[0]?.payload).not.toHaveProperty('hamlet');
    const nowhere = finishEvaluation(ref, { ...form, unit: 'Trường' }, null);
    expect(nowhere).toMatchObject({ revisions: [{ payload: { unit: 'Trường' } }] });
    const whole = { ...form, flags: { f: { value: true, reason: 'r' } }, conditions: ['c'], signature: 'M0 0' };
    const revised = reviseEvaluation(ref, whole);
    if (revised.kind === 'incomplete') throw new Error('all is answered');
    expect(madeOf(revised.revisions)).toEqual(['evaluation on what is there']);
    expect(revised.revisions[0]?.payload).toMatchObject({
      flags: { f: { value: true } },
      conditions: ['c'],
      signature: 'M0 0',
    });
  });

  it('finish nothing while an indicator is unanswered: that is not a zero', () => {
    const open: FinishedForm = { ...form, result: { ...form.result, verdict: 'incomplete' } };
    expect(finishEvaluation(ref, open, null)).toEqual({ kind: 'incomplete' });
    expect(reviseEvaluation(ref, open)).toEqual({ kind: 'incomplete' });
  });

  it('every kind’s example is one that its schema takes', () => {
    for (const kind of KINDS) {
      const definition = definitionOf(kind);
      expect(definition?.payload.safeParse(definition.example).success, kind).toBe(true);
    }
  });
});
