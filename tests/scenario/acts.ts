/** Consents and forms as the app's screens hand them to the programme's commands. */
import type { CompiledSet } from '../../src/app/phone/evaluate/criteria-of.ts';
import { score } from '../../src/criteria/index.ts';
import {
  answersOf,
  type Citizen,
  type EntityRef,
  type Evaluation,
  type FinishedForm,
  finishEvaluation,
  type NewRevision,
  recordConsent,
  reviseEvaluation,
} from '../../src/programme/index.ts';
import type { StoredEvaluation, SubjectView } from '../../src/vault/index.ts';

/** The level words of the criteria sets, as officers say them. */
const LEVELS = { chưa: 'chua', đạt: 'dat', khá: 'kha', tốt: 'tot' } as const;
export type Level = keyof typeof LEVELS;

/** What a form needs to know of the one who is evaluated, as the phone shows them, and of the moment. */
export interface FormSubject extends SubjectView {
  /** The set that the form began with. */
  readonly criteria: CompiledSet;
  /** Campaign year. */
  readonly period: string;
  readonly consentId: string;
  readonly visitId: string;
  /** Instants with offset, of the phone's clock. */
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** What a form leaves out of a person, as most in the commune are. */
export function aPerson(householdId: string, name: string, changed: Partial<Citizen> = {}): Citizen {
  return { householdId, name, birthYear: 1970, sex: 'nu', relation: 'khac', group: '1', ...changed };
}

/** Consent is saved before the first question. */
export function consentOf({ scope, subject, consentId, startedAt: at }: FormSubject): NewRevision[] {
  const agreement = { citizenId: subject.id, by: 'self', how: 'spoken', textVersion: 'test', at } as const;
  return recordConsent({ scope, id: consentId }, agreement);
}

/** The indicators of a criteria set, in their order. */
export function indicatorsOf({ compiled }: CompiledSet): readonly string[] {
  return compiled.indicators.map(({ id }) => id);
}

/** @throws Error with a sentence where the set has no such indicator */
export function answered(
  criteria: CompiledSet,
  answers: Evaluation['answers'],
  indicator: string,
  change: { readonly level?: Level; readonly evidence?: readonly object[] },
): Evaluation['answers'] {
  const indicators = indicatorsOf(criteria);
  if (!indicators.includes(indicator)) {
    throw new Error(`the criteria set has no indicator ${indicator}; it has ${indicators.join(', ')}`);
  }
  const before = answers[indicator] ?? {};
  const { level, evidence = [] } = change;
  return {
    ...answers,
    [indicator]: {
      ...before,
      ...(level !== undefined && { level: LEVELS[level] }),
      ...(evidence.length > 0 && { evidence: [...(before.evidence ?? []), ...evidence] }),
    } as Evaluation['answers'][string],
  };
}

/**
 * The evaluation, and the visit in which it was made.
 * @throws Error that names what is unanswered: such a form cannot be finished
 */
export function finishedForm(
  subject: FormSubject,
  answers: Evaluation['answers'],
  evaluation: EntityRef,
): readonly NewRevision[] {
  const { visitId: id, householdId } = subject;
  const visit = householdId === null ? null : { id, householdId };
  return complete(subject, answers, finishEvaluation(evaluation, formOf(subject, answers), visit));
}

/**
 * The same evaluation with other answers, of where and what the subject was when it was made.
 * @throws Error that names what is unanswered
 */
export function correctedForm(
  subject: FormSubject,
  answers: Evaluation['answers'],
  { scope, id, evaluation }: StoredEvaluation,
): readonly NewRevision[] {
  const { hamlet = null, unit = null, group = null } = evaluation;
  const form = formOf({ ...subject, hamlet, unit, group }, answers);
  return complete(subject, answers, reviseEvaluation({ scope, id }, form));
}

function formOf(subject: FormSubject, answers: Evaluation['answers']): FinishedForm {
  const { compiled, pinned: criteriaSet } = subject.criteria;
  const result = score(compiled, answersOf({ answers }));
  return { ...subject, criteriaSet, answers, flags: {}, conditions: [], result, signature: '' };
}

function complete(
  { criteria }: FormSubject,
  answers: Evaluation['answers'],
  finished: ReturnType<typeof finishEvaluation>,
) {
  if (finished.kind === 'finished') return finished.revisions;
  const open = indicatorsOf(criteria).filter((indicator) => answers[indicator] === undefined);
  throw new Error(`the form is not complete: ${open.join(', ')} not answered (say "others" for all the rest)`);
}
