/**
 * Goal: each step of a form changes what it names and nothing else, and a draft that this app did not write is taken for what
 * can be read of it. Method: steps by hand on a form by hand.
 */
import { describe, expect, it } from 'vitest';
import type { EvidenceItem } from '../../../programme/index.ts';
import type { Draft } from '../../../vault/index.ts';
import {
  type AnswerChoice,
  EVIDENCE_COUNT_MAX,
  type FormState,
  type FormStep,
  formReducer,
  fromDraft,
} from './draft-state.ts';

const form: FormState = {
  evaluationId: 'e',
  subject: { kind: 'citizen', id: 'c' },
  subjectName: 'Đặng Thị Hoa',
  consentId: 'consent',
  criteriaSet: { id: 'cdht-1', version: '1', sha256: '0'.repeat(64) },
  startedAt: '2026-11-28T09:00:00+07:00',
  index: 3,
  answers: {},
  flags: {},
  conditions: [],
  signature: '',
  replaces: [],
};
const note = (text: string): EvidenceItem => ({ kind: 'note', text });
const filled = (...steps: readonly FormStep[]) => steps.reduce(formReducer, form);
const answer = (choice: AnswerChoice): FormStep => ({ kind: 'answer', indicator: '1', choice });

describe('an answer', () => {
  it.each<[AnswerChoice, object]>([
    [{ kind: 'level', level: 'kha' }, { level: 'kha' }],
    [{ kind: 'points', points: 7 }, { points: 7 }],
    [{ kind: 'yes', yes: false }, { yes: false }],
    [{ kind: 'measured', measured: 40 }, { measured: 40 }],
    [{ kind: 'not-applicable' }, { notApplicable: true }],
  ])('%o takes the place of the one before, and its evidence stays', (choice, value) => {
    const steps = [
      answer({ kind: 'level', level: 'dat' }),
      { kind: 'add-evidence', indicator: '1', item: note('sổ') },
    ] as const;
    expect(filled(...steps, answer(choice)).answers).toEqual({ '1': { ...value, evidence: [note('sổ')] } });
    expect(filled(answer(choice)).answers).toEqual({ '1': value });
  });
});

describe('evidence', () => {
  const add = (text: string): FormStep => ({ kind: 'add-evidence', indicator: '1', item: note(text) });
  it('may come before the answer, and goes one by one', () => {
    const both = filled(add('một'), add('hai'));
    expect(both.answers['1']?.evidence).toEqual([note('một'), note('hai')]);
    const left = formReducer(both, { kind: 'remove-evidence', indicator: '1', at: 0 });
    expect(left.answers['1']?.evidence).toEqual([note('hai')]);
  });

  it('is never more than the endpoint takes', () => {
    const full = filled(...Array.from({ length: EVIDENCE_COUNT_MAX }, (_, at) => add(`${at}`)));
    expect(formReducer(full, add('một nữa'))).toBe(full);
  });

  it('that is not there is not taken away', () => {
    expect(filled({ kind: 'remove-evidence', indicator: '1', at: 0 })).toBe(form);
  });
});

describe('the other steps', () => {
  it('note a flag with its reason, and take it back to what follows from the answers', () => {
    const override = { value: true, reason: 'Tự dùng điện thoại' };
    const flagged = filled({ kind: 'flag', flag: 'T4', override }, { kind: 'flag', flag: 'T5', override });
    expect(flagged.flags).toEqual({ T4: override, T5: override });
    expect(formReducer(flagged, { kind: 'flag', flag: 'T4', override: null }).flags).toEqual({ T5: override });
  });

  it('note a condition once', () => {
    const condition = (holds: boolean): FormStep => ({ kind: 'condition', condition: 'no-crime', holds });
    expect(filled(condition(true), condition(true)).conditions).toEqual(['no-crime']);
    expect(filled(condition(true), condition(false)).conditions).toEqual([]);
  });

  it('go to a card, never before the first', () => {
    expect(filled({ kind: 'go', index: 3 })).toBe(form);
    expect(filled({ kind: 'go', index: -1 }).index).toBe(0);
    expect(filled({ kind: 'go', index: 9 }).index).toBe(9);
  });

  it('keep the signature', () => {
    expect(filled({ kind: 'sign', path: 'M1 2l3 4' }).signature).toBe('M1 2l3 4');
  });
});

describe('a draft', () => {
  const { evaluationId, subject, ...value } = form;
  const draft = (changed: object, more: Partial<Draft> = {}): Draft => ({
    draftId: evaluationId,
    kind: 'evaluation',
    scope: 'here',
    subject,
    setHash: form.criteriaSet.sha256,
    updatedAt: form.startedAt,
    value: { ...value, ...changed },
    ...more,
  });

  it('whose smaller members cannot be read is gone on with without them', () => {
    const odd = { subjectName: 1, index: '3', answers: [], flags: 'x', conditions: 'x', signature: null, replaces: {} };
    expect(fromDraft(draft(odd))).toEqual({ ...form, subjectName: '', index: 0 });
    expect(fromDraft(draft({ conditions: ['a', 1], replaces: [null, 'b'] }))).toMatchObject({
      conditions: ['a'],
      replaces: ['b'],
    });
  });

  it.each<[string, object, Partial<Draft>]>([
    ['without a consent', { consentId: undefined }, {}],
    ['without a set', { criteriaSet: { id: 'cdht-1' } }, {}],
    ['without a beginning', { startedAt: 1 }, {}],
    ['of another form', {}, { kind: 'citizen' }],
    ['of a subject that this app does not know', {}, { subject: { kind: 'planet' as 'citizen', id: 'c' } }],
  ])('%s is no form to go on with', (_, changed, more) => {
    expect(fromDraft(draft(changed, more))).toBeNull();
  });
});
