/** Evaluations: the status in their life, and the result that counts. */
import type { Evaluation, Review, Subject, SubjectGroup } from '../kinds/index.ts';
import { type EvaluationDecision, type EvaluationStatus, evaluationLife } from '../lifecycle.ts';
import { materialize } from '../materialize.ts';
import { requireTexts, type View, type ViewRevision } from './view.ts';

export interface EvaluationRow {
  readonly subject: Subject;
  readonly period: string;
  /** Hamlet, unit and group as they were when the evaluation was made. */
  readonly hamlet: string | null;
  readonly unit: string | null;
  readonly group: SubjectGroup | null;
  readonly status: EvaluationStatus;
  /** Verdict of the revision that counts; where none does, of the first head. */
  readonly verdict: string;
  /** Points that were reached, of `max`. */
  readonly total: number;
  readonly max: number;
  readonly author: string;
  /** ISO instant. */
  readonly finishedAt: string;
  /** SHA-256 hex of the criteria set. */
  readonly criteriaSet: string;
  /** Id of the revision that figures are made from; null: there is none. */
  readonly countedRevId: string | null;
  /** Count of the revisions beside the accepted one that wait for a supervisor. */
  readonly waiting: number;
  readonly conflict: boolean;
}

export const evaluations: View<EvaluationRow> = {
  name: 'evaluations',
  version: 2,
  kind: 'evaluation',
  attachedKinds: ['review'],
  row(entity, reviews) {
    const { current, shownRevId, conflict } = materialize(entity);
    if (current === null) return null;
    const life = evaluationLife(
      entity.map(({ payload, ...revision }) => ({ ...revision, erased: payload === null })),
      reviews.flatMap(decisionOf),
    );
    const counted = entity.find(({ revId }) => revId === life.countedRevId);
    const shown = counted ?? entity.find(({ revId }) => revId === shownRevId);
    const payload = counted?.payload ?? current;
    requireTexts(payload, 'period', 'finishedAt');
    const evaluation = payload as unknown as Evaluation;
    const {
      subject,
      period,
      hamlet = null,
      unit = null,
      group = null,
      clientResult,
      finishedAt,
      criteriaSet,
    } = evaluation;
    return {
      subject,
      period,
      hamlet,
      unit,
      group,
      status: life.status,
      verdict: shown?.score?.verdict ?? clientResult.verdict,
      total: shown?.score?.total ?? clientResult.total,
      max: clientResult.max,
      author: shown?.author ?? '',
      finishedAt,
      criteriaSet: criteriaSet.sha256,
      countedRevId: life.countedRevId,
      waiting: life.waitingRevIds.length,
      conflict: conflict || life.conflict,
    };
  },
};

/** @returns the decision of a review; none where it was erased */
function decisionOf({ payload, revId: reviewId, scopeSeq, deviceSeq }: ViewRevision): EvaluationDecision[] {
  if (payload === null) return [];
  const { revId, decision } = payload as unknown as Review;
  return [{ reviewId, revId, decision, scopeSeq, deviceSeq }];
}
