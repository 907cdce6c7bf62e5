/**
 * The state of a Phiếu being filled in, and every step it can take, as pure functions: the screen shows it, the vault
 * keeps it as a draft, the engine scores it. It is finished with the criteria set that it began with. An answer that this set
 * does not take stays in the draft (nothing typed is thrown away) but is not handed to the engine.
 */
import { compare, engineAnswers, type Result } from '../../../criteria/index.ts';
import {
  type EvaluationAnswer,
  type EvidenceItem,
  type PinnedSet,
  pinnedSet,
  SUBJECT_KINDS,
  type Subject,
} from '../../../programme/index.ts';
import type { Draft } from '../../../vault/index.ts';
import type { CompiledSet } from './criteria-of.ts';

/** Most pieces of evidence of one indicator (the payload's own limit). */
export const EVIDENCE_COUNT_MAX = 20;
export const NOTE_LENGTH_MAX = 1000;
export const REASON_LENGTH_MAX = 300;

export interface FlagOverride {
  readonly value: boolean;
  readonly reason: string;
}

export interface FormState {
  /** Id of the evaluation to be, and of its draft. */
  readonly evaluationId: string;
  readonly subject: Subject;
  readonly subjectName: string;
  readonly consentId: string;
  readonly criteriaSet: PinnedSet;
  readonly startedAt: string;
  /** The card on show. */
  readonly index: number;
  readonly answers: Readonly<Record<string, EvaluationAnswer>>;
  readonly flags: Readonly<Record<string, FlagOverride>>;
  readonly conditions: readonly string[];
  readonly signature: string;
  /** Drafts of this form that were begun with older sets: they stay until this one is saved. */
  readonly replaces: readonly string[];
}

/** The one value of an answer; evidence is kept beside it. */
export type AnswerChoice =
  | { readonly kind: 'level'; readonly level: string }
  | { readonly kind: 'points'; readonly points: number }
  | { readonly kind: 'yes'; readonly yes: boolean }
  | { readonly kind: 'measured'; readonly measured: number }
  | { readonly kind: 'not-applicable' };

export type FormStep =
  | { readonly kind: 'answer'; readonly indicator: string; readonly choice: AnswerChoice }
  | { readonly kind: 'add-evidence'; readonly indicator: string; readonly item: EvidenceItem }
  | { readonly kind: 'remove-evidence'; readonly indicator: string; readonly at: number }
  | { readonly kind: 'flag'; readonly flag: string; readonly override: FlagOverride | null }
  | { readonly kind: 'condition'; readonly condition: string; readonly holds: boolean }
  | { readonly kind: 'sign'; readonly path: string }
  | { readonly kind: 'go'; readonly index: number };

/** The next state of the form. Steps that change nothing give back the same object. */
export function formReducer(state: FormState, step: FormStep): FormState {
  switch (step.kind) {
    case 'answer': {
      const evidence = state.answers[step.indicator]?.evidence;
      return withAnswer(state, step.indicator, { ...answerOf(step.choice), ...(evidence ? { evidence } : {}) });
    }
    case 'add-evidence': {
      const before = state.answers[step.indicator] ?? {};
      const evidence = before.evidence ?? [];
      if (evidence.length >= EVIDENCE_COUNT_MAX) return state;
      return withAnswer(state, step.indicator, { ...before, evidence: [...evidence, step.item] });
    }
    case 'remove-evidence': {
      const before = state.answers[step.indicator];
      if (before?.evidence === undefined) return state;
      return withAnswer(state, step.indicator, {
        ...before,
        evidence: before.evidence.filter((_, at) => at !== step.at),
      });
    }
    case 'flag': {
      const { [step.flag]: _, ...others } = state.flags;
      return { ...state, flags: step.override === null ? others : { ...others, [step.flag]: step.override } };
    }
    case 'condition': {
      const others = state.conditions.filter((id) => id !== step.condition);
      return { ...state, conditions: step.holds ? [...others, step.condition] : others };
    }
    case 'sign':
      return { ...state, signature: step.path };
    case 'go':
      return state.index === step.index ? state : { ...state, index: Math.max(0, step.index) };
  }
}

function withAnswer(state: FormState, indicator: string, answer: EvaluationAnswer): FormState {
  return { ...state, answers: { ...state.answers, [indicator]: answer } };
}

function answerOf(choice: AnswerChoice): EvaluationAnswer {
  switch (choice.kind) {
    case 'level':
      return { level: choice.level };
    case 'points':
      return { points: choice.points };
    case 'yes':
      return { yes: choice.yes };
    case 'measured':
      return { measured: choice.measured };
    case 'not-applicable':
      return { notApplicable: true };
  }
}

/**
 * The form begun again with a newer criteria set: what asks the same there keeps its answer and evidence. It is to be signed
 * anew, for the citizen signs a result.
 */
export function beganAgain(
  state: FormState,
  before: CompiledSet,
  after: CompiledSet,
  { evaluationId, startedAt }: Pick<FormState, 'evaluationId' | 'startedAt'>,
): FormState {
  const { answers, mapped } = compare(before.compiled.set, after.compiled.set, engineAnswers(before.compiled, state));
  const { flags = {}, conditions = [] } = answers;
  return {
    ...state,
    evaluationId,
    criteriaSet: after.pinned,
    startedAt,
    index: 0,
    answers: Object.fromEntries(mapped.map(({ from, to }) => [to, state.answers[from] ?? {}])),
    flags: Object.fromEntries(Object.entries(state.flags).filter(([id]) => flags[id] !== undefined)),
    conditions,
    signature: '',
    replaces: [...state.replaces, state.evaluationId],
  };
}

/** The draft the vault keeps: the whole state, and what the list of drafts shows. */
export function toDraft(state: FormState, scope: string, result: Result, updatedAt: string): Draft {
  const value = {
    ...state,
    missingAnswers: result.missingAnswers,
    missingEvidence: result.missingEvidence,
  };
  const { evaluationId: draftId, subject, criteriaSet } = state;
  const setHash = criteriaSet.sha256;
  return { draftId, kind: 'evaluation', scope, subject, setHash, updatedAt, value };
}

/** @returns null when the draft is not one of a Phiếu this app understands. */
export function fromDraft(draft: Draft): FormState | null {
  const { value, subject } = draft;
  const { subjectName, consentId, startedAt, index, answers, flags, conditions, signature, replaces } = value;
  const criteriaSet = pinnedSet.safeParse(value.criteriaSet);
  const kind = SUBJECT_KINDS.find((known) => known === subject.kind);
  if (draft.kind !== 'evaluation' || kind === undefined) return null;
  if (!isText(consentId) || !criteriaSet.success || !isText(startedAt)) return null;
  return {
    evaluationId: draft.draftId,
    subject: { kind, id: subject.id },
    subjectName: isText(subjectName) ? subjectName : '',
    consentId,
    criteriaSet: criteriaSet.data,
    startedAt,
    index: typeof index === 'number' ? index : 0,
    answers: isRecord(answers) ? (answers as FormState['answers']) : {},
    flags: isRecord(flags) ? (flags as FormState['flags']) : {},
    conditions: Array.isArray(conditions) ? conditions.filter(isText) : [],
    signature: isText(signature) ? signature : '',
    replaces: Array.isArray(replaces) ? replaces.filter(isText) : [],
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
