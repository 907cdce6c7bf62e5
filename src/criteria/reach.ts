/** What the best and the worst answers to a set can bring, which shows pass rules that can never hold. */
import { scaled } from './arithmetic.ts';
import type { Condition, CriteriaSet, Indicator } from './schema.ts';

/** @returns the most points that any answer to the indicator gives */
export function bestPoints(indicator: Indicator): number {
  switch (indicator.kind) {
    case 'levels':
      return Math.max(...indicator.levels.map(({ points }) => points), freeBest(indicator.free, indicator.max));
    case 'free':
      return freeBest(indicator.free, indicator.max);
    case 'yes-no':
      return Math.max(indicator.yes, indicator.no);
    default:
      return Math.max(...indicator.bands.map(({ points }) => points));
  }
}

function freeBest(free: { min: number; step: number } | undefined, max: number): number {
  return free === undefined || free.min > max ? 0 : max - ((max - free.min) % free.step);
}

function leastPoints(indicator: Indicator): number {
  switch (indicator.kind) {
    case 'levels':
      return Math.min(...indicator.levels.map(({ points }) => points), indicator.free?.min ?? Number.MAX_SAFE_INTEGER);
    case 'free':
      return indicator.free.min;
    case 'yes-no':
      return Math.min(indicator.yes, indicator.no);
    default:
      return Math.min(...indicator.bands.map(({ points }) => points));
  }
}

type Pick = (indicator: Indicator) => number;

function totals(set: CriteriaSet, pick: Pick): { total: number; competencies: Map<string, number> } {
  const weighted = set.weightSum !== undefined;
  const competencies = new Map<string, number>();
  for (const { id, cap, indicators } of set.competencies) {
    const points = indicators.map((one) => (weighted ? scaled(pick(one), one.weight ?? 0, one.max) : pick(one)));
    competencies.set(
      id,
      Math.min(
        cap ?? Number.MAX_SAFE_INTEGER,
        points.reduce((a, b) => a + b, 0),
      ),
    );
  }
  const total = Math.min(
    set.cap ?? Number.MAX_SAFE_INTEGER,
    [...competencies.values()].reduce((a, b) => a + b, 0),
  );
  return { total, competencies };
}

/** Whether a condition can hold, and whether it can fail, for at least one way to answer everything. */
export interface Reach {
  readonly canHold: boolean;
  readonly canFail: boolean;
}

/**
 * Works out the reach of the conditions of a set. Each part of a condition is looked at by itself, so a rule may be called
 * reachable whose parts exclude each other; a rule that is called out of reach is so for certain.
 */
export function reachOf(set: CriteriaSet): (condition: Condition) => Reach {
  const indicators = set.competencies.flatMap((competency) => competency.indicators);
  const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]));
  const best = totals(set, bestPoints);
  const least = totals(set, leastPoints);
  const between = (low: number, high: number, atLeast: number): Reach => ({
    canHold: high >= atLeast,
    canFail: low < atLeast,
  });
  const named = (of: readonly string[] | undefined) =>
    of === undefined ? indicators : of.flatMap((id) => byId.get(id) ?? []);
  const reach = (condition: Condition): Reach => {
    switch (condition.kind) {
      case 'total':
        return between(least.total, best.total, condition.atLeast);
      case 'competency':
        return between(
          least.competencies.get(condition.id) ?? 0,
          best.competencies.get(condition.id) ?? 0,
          condition.atLeast,
        );
      case 'indicator': {
        const indicator = byId.get(condition.id);
        return indicator === undefined
          ? { canHold: true, canFail: true }
          : between(leastPoints(indicator), bestPoints(indicator), condition.atLeast);
      }
      case 'each': {
        const parts = named(condition.of).map((one) => between(leastPoints(one), bestPoints(one), condition.atLeast));
        return { canHold: parts.every(({ canHold }) => canHold), canFail: parts.some(({ canFail }) => canFail) };
      }
      case 'count': {
        const parts = named(condition.of).map((one) => between(leastPoints(one), bestPoints(one), condition.atLeast));
        const most = parts.filter(({ canHold }) => canHold).length;
        const fewest = parts.filter(({ canFail }) => !canFail).length;
        return between(fewest, most, condition.count);
      }
      case 'disqualifier':
        return { canHold: true, canFail: true };
      case 'and':
      case 'or': {
        const parts = condition.of.map(reach);
        const all = condition.kind === 'and';
        return {
          canHold: all ? parts.every(({ canHold }) => canHold) : parts.some(({ canHold }) => canHold),
          canFail: all ? parts.some(({ canFail }) => canFail) : parts.every(({ canFail }) => canFail),
        };
      }
      case 'not': {
        const inner = reach(condition.of);
        return { canHold: inner.canFail, canFail: inner.canHold };
      }
    }
  };
  return reach;
}
