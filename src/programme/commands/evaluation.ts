import type { EntityRef } from '../entity-ref.ts';
import type { Evaluation, EvaluationAnswer, Subject, SubjectGroup } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';
import { recordVisit } from './visit.ts';

/** A form that is filled in, with the engine's result. */
export interface FinishedForm {
  readonly subject: Subject;
  /** Hamlet, unit and group of the subject today. The evaluation keeps them, whatever becomes of the subject. */
  readonly hamlet: string | null;
  readonly unit: string | null;
  readonly group: SubjectGroup | null;
  /** Campaign year, e.g. "2026". */
  readonly period: string;
  readonly criteriaSet: Evaluation['criteriaSet'];
  readonly answers: Readonly<Record<string, EvaluationAnswer>>;
  readonly flags: Readonly<Record<string, { readonly value: boolean; readonly reason: string }>>;
  readonly conditions: readonly string[];
  readonly result: Evaluation['clientResult'];
  readonly consentId: string;
  /** SVG path data; empty when the citizen did not sign. */
  readonly signature: string;
  /** ISO 8601 instants with offset. */
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** The visit in which a form was filled in: its own id, and the household. */
export interface FormVisit {
  readonly id: string;
  readonly householdId: string;
}

/** The revisions of a finished form, or why there are none. */
export type Finished =
  | { readonly kind: 'finished'; readonly revisions: readonly NewRevision[] }
  /** Some indicators are unanswered, which is not zero. */
  | { readonly kind: 'incomplete' };

/**
 * Makes the evaluation of a form that is filled in, and the visit in which it was made.
 * @param ref of the evaluation; its id is that of the draft, so that saving twice makes one evaluation
 * @param visit null for a subject that lives in no household
 */
export function finishEvaluation(ref: EntityRef, form: FinishedForm, visit: FormVisit | null): Finished {
  if (form.result.verdict === 'incomplete') return { kind: 'incomplete' };
  const { subject, finishedAt: at } = form;
  const evaluation = newRevision('evaluation', ref, payloadOf(form), NO_PARENTS);
  if (visit === null) return { kind: 'finished', revisions: [evaluation] };
  const ofWhom = subject.kind === 'citizen' ? { citizenId: subject.id } : {};
  const { id, householdId } = visit;
  const visited = recordVisit({ scope: ref.scope, id }, { householdId, ...ofWhom, outcome: 'evaluated', at });
  return { kind: 'finished', revisions: [evaluation, ...visited] };
}

/** Makes the same evaluation with other answers, on the heads that the store holds. */
export function reviseEvaluation(ref: EntityRef, form: FinishedForm): Finished {
  if (form.result.verdict === 'incomplete') return { kind: 'incomplete' };
  return { kind: 'finished', revisions: [newRevision('evaluation', ref, payloadOf(form))] };
}

function payloadOf(form: FinishedForm): Evaluation {
  const { total, max, verdict, hash } = form.result;
  const durationMs = Math.max(0, Date.parse(form.finishedAt) - Date.parse(form.startedAt));
  return {
    subject: form.subject,
    period: form.period,
    ...(form.hamlet === null ? {} : { hamlet: form.hamlet }),
    ...(form.unit === null ? {} : { unit: form.unit }),
    ...(form.group === null ? {} : { group: form.group }),
    criteriaSet: form.criteriaSet,
    answers: { ...form.answers },
    ...(Object.keys(form.flags).length === 0 ? {} : { flags: { ...form.flags } }),
    ...(form.conditions.length === 0 ? {} : { conditions: [...form.conditions] }),
    clientResult: { total, max, verdict, hash },
    consentId: form.consentId,
    ...(form.signature === '' ? {} : { signature: form.signature }),
    finishedAt: form.finishedAt,
    paradata: { startedAt: form.startedAt, durationMs },
  };
}
