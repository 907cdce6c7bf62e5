/** What a criteria set would have made of evaluations that were made with another one. Nothing is changed by it. Pure. */
import { type CriteriaSet, compare, type DropReason } from '../criteria/index.ts';
import { answersOf } from './answers.ts';
import type { Evaluation } from './kinds/index.ts';

/** How many evaluations a preview names one by one. */
const NAMED_MAX = 50;

/** An evaluation whose verdict would change. */
export interface ChangedVerdict {
  readonly evaluationId: string;
  readonly subjectId: string;
  readonly before: { readonly total: number; readonly verdict: string };
  readonly after: { readonly total: number; readonly verdict: string };
}

export interface SetPreview {
  /** Evaluations that were compared. */
  readonly compared: number;
  /** Evaluations of the period that are for other subjects, or whose set is not known here. */
  readonly leftOut: number;
  readonly passedBefore: number;
  readonly passedAfter: number;
  /** The first 50 evaluations whose verdict would change. */
  readonly changed: readonly ChangedVerdict[];
  readonly changedCount: number;
  /** Answers that the new set does not take over: old indicator and reason → count of evaluations. */
  readonly dropped: readonly { readonly id: string; readonly why: DropReason; readonly count: number }[];
  /** Indicators of the new set that would be unanswered → count of evaluations. */
  readonly unanswered: readonly { readonly id: string; readonly count: number }[];
}

/** Adds evaluations up, one after the other. */
export class SetPreviewer {
  readonly #set: CriteriaSet;
  readonly #changed: ChangedVerdict[] = [];
  readonly #dropped = new Map<string, { id: string; why: DropReason; count: number }>();
  readonly #unanswered = new Map<string, number>();
  #compared = 0;
  #leftOut = 0;
  #passedBefore = 0;
  #passedAfter = 0;
  #changedCount = 0;

  constructor(set: CriteriaSet) {
    this.#set = set;
  }

  /** @param made the set that the evaluation was made with; null: it is not known here */
  add(evaluationId: string, evaluation: Evaluation, made: CriteriaSet | null): void {
    const { kind, group } = this.#set.subject;
    if (made === null || made.subject.kind !== kind || made.subject.group !== group) {
      this.#leftOut += 1;
      return;
    }
    const { before, after, dropped, unanswered } = compare(made, this.#set, answersOf(evaluation));
    this.#compared += 1;
    if (before.verdict === 'pass') this.#passedBefore += 1;
    if (after.verdict === 'pass') this.#passedAfter += 1;
    if (before.verdict !== after.verdict) {
      this.#changedCount += 1;
      if (this.#changed.length < NAMED_MAX) {
        this.#changed.push({
          evaluationId,
          subjectId: evaluation.subject.id,
          before: { total: before.total, verdict: before.verdict },
          after: { total: after.total, verdict: after.verdict },
        });
      }
    }
    for (const { id, why } of dropped) {
      const key = `${id} ${why}`;
      this.#dropped.set(key, { id, why, count: (this.#dropped.get(key)?.count ?? 0) + 1 });
    }
    for (const id of unanswered) this.#unanswered.set(id, (this.#unanswered.get(id) ?? 0) + 1);
  }

  result(): SetPreview {
    return {
      compared: this.#compared,
      leftOut: this.#leftOut,
      passedBefore: this.#passedBefore,
      passedAfter: this.#passedAfter,
      changed: this.#changed,
      changedCount: this.#changedCount,
      dropped: [...this.#dropped.values()],
      unanswered: [...this.#unanswered].map(([id, count]) => ({ id, count })),
    };
  }
}
