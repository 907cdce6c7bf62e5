/** The total that a form shows as the mark of a pass. */
import type { Condition, CriteriaSet } from './schema.ts';

/** @returns the total, in points, that a pass asks for; null when no rule asks for a total whatever else holds */
export function passMark(set: Pick<CriteriaSet, 'rules'>): number | null {
  const marks = set.rules.flatMap(({ holds }) => marksOf(holds));
  return marks.length === 0 ? null : Math.max(...marks);
}

function marksOf(condition: Condition): number[] {
  if (condition.kind === 'total') return [condition.atLeast];
  return condition.kind === 'and' ? condition.of.flatMap(marksOf) : [];
}
