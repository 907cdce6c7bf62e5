/** Finishing a form: from what was answered to the payload of the evaluation's revision. */
import type { Evaluation, EvaluationAnswer } from './model.ts';

/** What finishing a form needs; the result is the engine's. */
export interface FinishedForm {
  readonly citizenId: string;
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

export type Finished =
  | { readonly kind: 'finished'; readonly evaluation: Evaluation }
  /** Still to be answered: an unanswered indicator is not a zero. */
  | { readonly kind: 'incomplete' };

/** Makes the payload of an evaluation's revision from a form in which everything is answered. */
export function finish(form: FinishedForm): Finished {
  if (form.result.verdict === 'incomplete') return { kind: 'incomplete' };
  const { total, max, verdict, hash } = form.result;
  const durationMs = Math.max(0, Date.parse(form.finishedAt) - Date.parse(form.startedAt));
  return {
    kind: 'finished',
    evaluation: {
      citizenId: form.citizenId,
      period: form.period,
      criteriaSet: form.criteriaSet,
      answers: { ...form.answers },
      ...(Object.keys(form.flags).length === 0 ? {} : { flags: { ...form.flags } }),
      ...(form.conditions.length === 0 ? {} : { conditions: [...form.conditions] }),
      clientResult: { total, max, verdict, hash },
      consentId: form.consentId,
      ...(form.signature === '' ? {} : { signature: form.signature }),
      finishedAt: form.finishedAt,
      paradata: { startedAt: form.startedAt, durationMs },
    },
  };
}
