/**
 * A set is made ready for scoring once, when a form opens. Everything that an answer can lead to (points, reason, whether
 * evidence is wanted) is laid out beforehand, so that scoring only looks up and adds. The results that are handed out are
 * shared and must not be changed; their types are readonly.
 */
import type { Explanation, IndicatorResult } from './api.ts';
import { assert, scaled } from './arithmetic.ts';
import { compileCondition, type Margin, type Names } from './conditions.ts';
import type { CriteriaSet, Indicator } from './schema.ts';

/** What one possible answer is worth. */
export interface Outcome {
  readonly points: number;
  /** Points that go into the total: those of the answer, or their weighted share. */
  readonly counted: number;
  readonly withEvidence: IndicatorResult;
  readonly withoutEvidence: IndicatorResult;
}

/** An indicator with all that its answers lead to. */
export interface CompiledIndicator {
  readonly index: number;
  readonly id: string;
  readonly competency: number;
  readonly competencyId: string;
  readonly spec: Indicator;
  readonly max: number;
  /** Most points that it can bring into the total: its weight, or its max. */
  readonly worth: number;
  readonly weighted: boolean;
  /** Points from which evidence is wanted; above max where it never is. */
  readonly evidenceFrom: number;
  readonly levels: ReadonlyMap<string, Outcome>;
  /** Free points → outcome; empty where free points are not allowed. */
  readonly free: readonly (Outcome | undefined)[];
  readonly yes: Outcome | undefined;
  readonly no: Outcome | undefined;
  readonly unanswered: IndicatorResult;
  readonly notApplicable: IndicatorResult;
}

/** A competency with its limits. */
export interface CompiledCompetency {
  readonly id: string;
  readonly cap: number;
  /** Most points when every indicator applies. */
  readonly max: number;
}

/** A set that is ready for scoring. */
export interface Compiled {
  readonly set: CriteriaSet;
  readonly indicators: readonly CompiledIndicator[];
  readonly byId: ReadonlyMap<string, CompiledIndicator>;
  readonly competencies: readonly CompiledCompetency[];
  readonly cap: number;
  /** Most points when every indicator applies. */
  readonly max: number;
  readonly rules: readonly { readonly id: string; readonly margin: Margin }[];
  readonly flags: readonly { readonly id: string; readonly overridable: boolean; readonly margin: Margin | null }[];
  readonly names: Names;
}

/**
 * Compiles a set once; `score` uses it many times.
 * @param set one that `loadSet` accepted or that ships with the app
 */
export function compile(set: CriteriaSet): Compiled {
  const indicators: CompiledIndicator[] = [];
  set.competencies.forEach((competency, competencyIndex) => {
    for (const spec of competency.indicators) {
      indicators.push(compileIndicator(set, spec, indicators.length, competencyIndex, competency.id));
    }
  });
  const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]));
  assert(byId.size === indicators.length, 'indicator ids are unique');
  const competencies = set.competencies.map((competency, index) => {
    const cap = competency.cap ?? Number.MAX_SAFE_INTEGER;
    return { id: competency.id, cap, max: Math.min(cap, worthOf(indicators, index)) };
  });
  const cap = set.cap ?? Number.MAX_SAFE_INTEGER;
  const names: Names = {
    indicator: (id) => byId.get(id)?.index ?? unknown(id),
    competency: (id) =>
      known(
        competencies.findIndex((competency) => competency.id === id),
        id,
      ),
    count: indicators.length,
  };
  return {
    set,
    indicators,
    byId,
    competencies,
    cap,
    max: Math.min(
      cap,
      competencies.reduce((sum, competency) => sum + competency.max, 0),
    ),
    rules: set.rules.map((rule) => ({ id: rule.id, margin: compileCondition(rule.holds, names) })),
    flags: (set.flags ?? []).map((flag) => ({
      id: flag.id,
      overridable: flag.overridable,
      margin: flag.when === undefined ? null : compileCondition(flag.when, names),
    })),
    names,
  };
}

function unknown(id: string): never {
  throw new Error(`criteria set names an unknown id: ${id}`);
}

function known(index: number, id: string): number {
  return index < 0 ? unknown(id) : index;
}

function worthOf(indicators: readonly CompiledIndicator[], competency: number): number {
  return indicators.reduce((sum, indicator) => sum + (indicator.competency === competency ? indicator.worth : 0), 0);
}

function compileIndicator(
  set: CriteriaSet,
  spec: Indicator,
  index: number,
  competency: number,
  competencyId: string,
): CompiledIndicator {
  const weighted = set.weightSum !== undefined;
  const worth = weighted ? (spec.weight ?? 0) : spec.max;
  const evidenceFrom = spec.evidenceFrom ?? set.evidenceFrom ?? Number.MAX_SAFE_INTEGER;
  const base = { id: spec.id, competency: competencyId, competencyId, max: spec.max, worth, weighted, evidenceFrom };
  const outcome = (points: number, level: string | null, why: Explanation) => makeOutcome(base, points, level, why);
  const levels = new Map<string, Outcome>();
  if (spec.kind === 'levels') {
    for (const { id, points } of spec.levels) {
      const params = { indicator: spec.id, level: id, points, max: spec.max };
      levels.set(id, outcome(points, id, { key: 'why.level', params }));
    }
  }
  const free: (Outcome | undefined)[] = [];
  const range = spec.kind === 'levels' || spec.kind === 'free' ? spec.free : undefined;
  if (range !== undefined) {
    for (let points = range.min; points <= spec.max; points += range.step) {
      const params = { indicator: spec.id, points, max: spec.max };
      free[points] = outcome(points, null, { key: 'why.points', params });
    }
  }
  const yesNo = (points: number, key: string) =>
    outcome(points, null, { key, params: { indicator: spec.id, points, max: spec.max } });
  const silent = (state: 'unanswered' | 'not-applicable', key: string): IndicatorResult => ({
    ...shapeOf(base, null, null, state),
    why: { key, params: { indicator: spec.id, max: spec.max } },
    missingEvidence: false,
  });
  return {
    ...base,
    index,
    competency,
    spec,
    levels,
    free,
    yes: spec.kind === 'yes-no' ? yesNo(spec.yes, 'why.yes') : undefined,
    no: spec.kind === 'yes-no' ? yesNo(spec.no, 'why.no') : undefined,
    unanswered: silent('unanswered', 'why.unanswered'),
    notApplicable: silent('not-applicable', 'why.notApplicable'),
  };
}

/** What an outcome needs of its indicator. */
type OutcomeBase = Pick<CompiledIndicator, 'id' | 'competencyId' | 'max' | 'worth' | 'weighted' | 'evidenceFrom'>;

/** Lays out what one answer leads to: when a set is compiled, and when `score` meets a measured or derived answer. */
export function makeOutcome(base: OutcomeBase, points: number, level: string | null, why: Explanation): Outcome {
  const counted = base.weighted ? scaled(points, base.worth, base.max) : points;
  const shape = { ...shapeOf(base, points, level, 'answered'), why };
  const withEvidence = { ...shape, missingEvidence: false };
  const withoutEvidence = points >= base.evidenceFrom ? { ...shape, missingEvidence: true } : withEvidence;
  return { points, counted, withEvidence, withoutEvidence };
}

function shapeOf(base: OutcomeBase, points: number | null, level: string | null, state: IndicatorResult['state']) {
  const counted = base.weighted
    ? { counted: points === null ? null : scaled(points, base.worth, base.max), countedMax: base.worth }
    : {};
  return { id: base.id, competency: base.competencyId, points, max: base.max, ...counted, level, state };
}
