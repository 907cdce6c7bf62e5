/**
 * Conditions (pass rules, flags) are compiled to functions from a sheet of points to a *margin*: a whole number that is
 * ≥ 0 exactly when the condition holds, and says by how much. The margin of `and` is the least of its parts, that of `or` the
 * greatest, and that of `not` is −m − 1.
 *
 * Unanswered is not zero. `each` looks at the answered indicators only, so that a least number of points is not missed by a
 * blank; `count`, `total` and `competency` count what is there; `indicator`, a required one, needs its answer.
 */
import type { Condition } from './schema.ts';

/** Stand for points that there are not. */
export const UNANSWERED = -1;
export const NOT_APPLICABLE = -2;

/** The points of one evaluation while it is scored. */
export interface Sheet {
  /** Raw points by indicator index, or UNANSWERED, or NOT_APPLICABLE. */
  readonly points: readonly number[];
  /** Points by competency index, after cap and rescaling. */
  readonly subtotals: readonly number[];
  readonly total: number;
  /** Ids of the disqualifying conditions that the officer found. */
  readonly found: readonly string[];
}

/** By how much a condition holds (≥ 0) or fails (< 0), in points or counts. */
export type Margin = (sheet: Sheet) => number;

/** From ids to indexes. */
export interface Names {
  readonly indicator: (id: string) => number;
  readonly competency: (id: string) => number;
  readonly count: number;
}

/** @returns indexes of the indicators that a condition names; where it names none, of all */
export function indexesOf(of: readonly string[] | undefined, names: Names): readonly number[] {
  return of === undefined ? Array.from({ length: names.count }, (_, index) => index) : of.map(names.indicator);
}

/** @returns the condition's margin as a function */
export function compileCondition(condition: Condition, names: Names): Margin {
  switch (condition.kind) {
    case 'total': {
      const { atLeast } = condition;
      return (sheet) => sheet.total - atLeast;
    }
    case 'competency': {
      const index = names.competency(condition.id);
      const { atLeast } = condition;
      return (sheet) => (sheet.subtotals[index] ?? 0) - atLeast;
    }
    case 'each':
      return eachMargin(indexesOf(condition.of, names), condition.atLeast);
    case 'count':
      return countMargin(indexesOf(condition.of, names), condition.atLeast, condition.count);
    case 'indicator': {
      const index = names.indicator(condition.id);
      const { atLeast } = condition;
      return (sheet) => {
        const points = sheet.points[index] ?? UNANSWERED;
        return points === NOT_APPLICABLE
          ? 0
          : Math.max(points, 0) - atLeast - (points === UNANSWERED && atLeast === 0 ? 1 : 0);
      };
    }
    case 'disqualifier': {
      const id = condition.condition;
      return (sheet) => (sheet.found.includes(id) ? -1 : 0);
    }
    case 'and':
    case 'or': {
      const parts = condition.of.map((part) => compileCondition(part, names));
      const pick = condition.kind === 'and' ? Math.min : Math.max;
      return (sheet) => parts.map((part) => part(sheet)).reduce((a, b) => pick(a, b));
    }
    case 'not': {
      const inner = compileCondition(condition.of, names);
      return (sheet) => -inner(sheet) - 1;
    }
  }
}

function eachMargin(indexes: readonly number[], atLeast: number): Margin {
  return (sheet) => {
    let least = Number.MAX_SAFE_INTEGER;
    for (const index of indexes) {
      const points = sheet.points[index] ?? UNANSWERED;
      if (points >= 0 && points < least) least = points;
    }
    return least === Number.MAX_SAFE_INTEGER ? 0 : least - atLeast;
  };
}

function countMargin(indexes: readonly number[], atLeast: number, wanted: number): Margin {
  return (sheet) => {
    let count = 0;
    for (const index of indexes) {
      if ((sheet.points[index] ?? UNANSWERED) >= 0 && (sheet.points[index] ?? UNANSWERED) >= atLeast) count += 1;
    }
    return count - wanted;
  };
}
