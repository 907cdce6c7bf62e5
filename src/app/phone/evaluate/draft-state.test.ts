/**
 * Goal: a form keeps its set from the first answer to the record, and begun again with a newer one it keeps what still fits.
 * Method: a form by hand over a shipped set and a changed one.
 */
import { describe, expect, it } from 'vitest';
import { type CriteriaSet, compile, engineAnswers, loadBuiltIn, score, setHash } from '../../../criteria/index.ts';
import type { CompiledSet } from './criteria-of.ts';
import { beganAgain, type FormState, formReducer, fromDraft, toDraft } from './draft-state.ts';
import { replacedBy } from './replaced-drafts.ts';

const shipped = await loadBuiltIn('cdht-1');

function loaded(set: CriteriaSet): CompiledSet {
  const { id, version } = set;
  return { compiled: compile(set), pinned: { id, version, sha256: setHash(set) } };
}

/** A later version: the first indicator asks something else, and the second has no level `kha` any more. */
function changed(): CriteriaSet {
  const set = structuredClone(shipped);
  const [first, second] = set.competencies.flatMap(({ indicators }) => indicators);
  if (first?.kind !== 'levels' || second?.kind !== 'levels') throw new Error('the shipped set has levels');
  first.title = { vi: 'Điều khác', en: 'Something else' };
  second.levels = second.levels.filter(({ id }) => id !== 'kha');
  return { ...set, version: '2027.1' };
}

const before = loaded(shipped);
const after = loaded(changed());
const note = { kind: 'note' as const, text: 'Sổ theo dõi' };
const form: FormState = {
  evaluationId: 'old',
  subject: { kind: 'citizen', id: 'c' },
  subjectName: 'Đặng Thị Hoa',
  consentId: 'consent',
  criteriaSet: before.pinned,
  startedAt: '2026-11-28T09:00:00+07:00',
  index: 3,
  answers: {
    '1': { level: 'kha' },
    '2': { level: 'kha' },
    '3': { level: 'tot', evidence: [note] },
    '4': { evidence: [note] },
  },
  flags: {},
  conditions: [],
  signature: 'M0 0',
  replaces: [],
};
const draftOf = (state: FormState, { compiled }: CompiledSet) =>
  toDraft(state, 'scope', score(compiled, engineAnswers(compiled, state)), state.startedAt);

describe('a form and its criteria set', () => {
  it('goes through its draft with the set it began with', () => {
    const draft = draftOf(form, before);
    expect(draft.setHash).toBe(before.pinned.sha256);
    expect(fromDraft(JSON.parse(JSON.stringify(draft)))).toEqual(form);
    expect(fromDraft({ ...draft, value: { ...draft.value, criteriaSet: undefined } })).toBeNull();
  });

  it('begun again keeps what asks the same and fits, with its evidence, and is to be signed anew', () => {
    const again = beganAgain(form, before, after, { evaluationId: 'new', startedAt: '2027-01-02T09:00:00+07:00' });
    expect(again).toMatchObject({
      evaluationId: 'new',
      consentId: 'consent',
      criteriaSet: after.pinned,
      index: 0,
      signature: '',
      replaces: ['old'],
    });
    expect(again.answers).toEqual({ '3': { level: 'tot', evidence: [note] }, '4': { evidence: [note] } });
    const answered = formReducer(again, { kind: 'answer', indicator: '1', choice: { kind: 'level', level: 'dat' } });
    const third = beganAgain(answered, after, before, { evaluationId: 'third', startedAt: form.startedAt });
    expect(third.replaces).toEqual(['old', 'new']);
    expect(replacedBy([draftOf(form, before), draftOf(third, before)])).toEqual(new Set(['old', 'new']));
  });
});
