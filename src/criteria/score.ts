/**
 * From answers to a result, in whole numbers. `evaluate` adds up; `score` is `evaluate` with the canonical hash, which is worked
 * out when it is first read, so that a tap does not wait for SHA-256. JSON has the hash; a copy by spread has not, so copies
 * are made from `toJSON()`.
 */
import { sha256Hex } from '#sha256';
import type { Answer, Answers, GivenAnswer, IndicatorResult, Result, RuleResult, Verdict } from './api.ts';
import { percentOf, scaled } from './arithmetic.ts';
import { canonicalJson } from './canonical.ts';
import { type Compiled, type CompiledIndicator, makeOutcome, type Outcome } from './compile.ts';
import { NOT_APPLICABLE, type Sheet, UNANSWERED } from './conditions.ts';

/** A result without its hash. */
export type UnhashedResult = Omit<Result, 'hash'>;

/** An answer that does not fit its indicator reached the engine: it was not parsed with `parseAnswers` before. */
export class BadAnswerError extends Error {
  override readonly name = 'BadAnswerError';
  readonly indicator: string;
  constructor(indicator: string) {
    super(`answer does not fit indicator ${indicator}`);
    this.indicator = indicator;
  }
}

const NONE: readonly string[] = [];
const NO_FLAGS: NonNullable<Answers['flags']> = {};

/**
 * Scores one evaluation.
 * @param compiled from `compile(set)`
 * @param answers parsed by `parseAnswers`; ids the set does not know are not looked at
 * @throws {BadAnswerError} when an answer does not fit its indicator
 * @example score(compile(await loadBuiltIn('cdht-1')), { indicators: { '1': { level: 'kha', evidence: 1 } } }).total // 8
 */
export function score(compiled: Compiled, answers: Answers): Result {
  return new ScoredResult(evaluate(compiled, answers));
}

/** `hash` is a prototype getter, because an accessor made anew for each result would cost more than the scoring itself. */
class ScoredResult implements Result {
  readonly set: string;
  readonly version: string;
  readonly total: number;
  readonly max: number;
  readonly verdict: Verdict;
  readonly competencies: Result['competencies'];
  readonly indicators: Result['indicators'];
  readonly rules: Result['rules'];
  readonly missingAnswers: readonly string[];
  readonly missingEvidence: readonly string[];
  readonly flags: Result['flags'];
  readonly band: string | null;
  #hash: string | null = null;

  constructor(evaluation: UnhashedResult) {
    this.set = evaluation.set;
    this.version = evaluation.version;
    this.total = evaluation.total;
    this.max = evaluation.max;
    this.verdict = evaluation.verdict;
    this.competencies = evaluation.competencies;
    this.indicators = evaluation.indicators;
    this.rules = evaluation.rules;
    this.missingAnswers = evaluation.missingAnswers;
    this.missingEvidence = evaluation.missingEvidence;
    this.flags = evaluation.flags;
    this.band = evaluation.band;
  }

  get hash(): string {
    this.#hash ??= hashResult(this);
    return this.#hash;
  }

  /** Plain data with the hash, for JSON and for copies. */
  toJSON(): UnhashedResult & { readonly hash: string } {
    return { ...(this as UnhashedResult), hash: this.hash };
  }
}

/**
 * SHA-256 hex over the RFC 8785 bytes of a result without its `hash`: the same in every browser and in Node.
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function hashResult(result: UnhashedResult): string {
  const { band, competencies, flags, indicators, max, missingAnswers, missingEvidence } = result;
  const { rules, set, total, verdict, version } = result;
  // Most of a result is the texts of its outcomes, so their canonical text is cached per outcome.
  const listed = `[${indicators.map(indicatorText).join(',')}]`;
  const before = canonicalJson({ band, competencies, flags }).slice(0, -1);
  const after = canonicalJson({ max, missingAnswers, missingEvidence, rules, set, total, verdict, version }).slice(1);
  return sha256Hex(`${before},"indicators":${listed},${after}`);
}

/** Outcome → its canonical text. Outcomes are shared and never changed; a text is dropped together with its compiled set. */
const indicatorTexts = new WeakMap<IndicatorResult, string>();

function indicatorText(indicator: IndicatorResult): string {
  const known = indicatorTexts.get(indicator);
  if (known !== undefined) return known;
  const text = canonicalJson(indicator);
  indicatorTexts.set(indicator, text);
  return text;
}

/**
 * Scores one evaluation, without the hash.
 * @see score
 */
export function evaluate(compiled: Compiled, answers: Answers): UnhashedResult {
  const { competencies } = compiled;
  const given = answers.indicators;
  const indicators: IndicatorResult[] = [];
  let missingAnswers: string[] | null = null;
  let missingEvidence: string[] | null = null;
  let notApplicableCount = 0;
  /** Points of each indicator, in the order of the set. */
  const states: number[] = [];
  /** Counted points of each competency. */
  const counted = competencies.map(() => 0);
  /** The most points that the applicable indicators of each competency can give. */
  const worth = competencies.map(() => 0);
  for (const indicator of compiled.indicators) {
    const answer = given[indicator.id];
    let state: number = UNANSWERED;
    let result = indicator.unanswered;
    if (answer?.notApplicable === true) {
      if (indicator.spec.notApplicable !== true) throw new BadAnswerError(indicator.id);
      state = NOT_APPLICABLE;
      result = indicator.notApplicable;
      notApplicableCount += 1;
    } else {
      const outcome = answer === undefined ? undefined : outcomeOf(indicator, answer);
      if (outcome !== undefined) {
        state = outcome.points;
        counted[indicator.competency] = (counted[indicator.competency] ?? 0) + outcome.counted;
        result = (answer?.evidence ?? 0) > 0 ? outcome.withEvidence : outcome.withoutEvidence;
        if (result.missingEvidence) {
          missingEvidence ??= [];
          missingEvidence.push(indicator.id);
        }
      } else {
        missingAnswers ??= [];
        missingAnswers.push(indicator.id);
      }
      worth[indicator.competency] = (worth[indicator.competency] ?? 0) + indicator.worth;
    }
    states[indicator.index] = state;
    indicators.push(result);
  }
  const subtotals: number[] = [];
  const sums: { id: string; points: number; max: number }[] = [];
  let points = 0;
  let applicable = 0;
  for (let index = 0; index < competencies.length; index += 1) {
    const competency = competencies[index];
    if (competency === undefined) break;
    const subtotal = Math.min(competency.cap, counted[index] ?? 0);
    const subtotalMax = Math.min(competency.cap, worth[index] ?? 0);
    points += subtotal;
    applicable += subtotalMax;
    sums.push({ id: competency.id, points: subtotal, max: subtotalMax });
    subtotals.push(rescaled(compiled, subtotal, competency.max, subtotalMax));
  }
  applicable = Math.min(compiled.cap, applicable);
  const total = rescaled(compiled, Math.min(compiled.cap, points), compiled.max, applicable);
  const sheet: Sheet = { points: states, subtotals, total, found: answers.conditions ?? NONE };
  const open = missingAnswers !== null || notApplicableCount === compiled.indicators.length;
  const rules: RuleResult[] = [];
  let allHold = true;
  for (const rule of compiled.rules) {
    const margin = rule.margin(sheet);
    if (margin < 0) allHold = false;
    rules.push({ id: rule.id, holds: margin >= 0, margin });
  }
  const verdict: Verdict = open ? 'incomplete' : allHold ? 'pass' : 'fail';
  return {
    set: compiled.set.id,
    version: compiled.set.version,
    total,
    max: compiled.set.rescale === 'proportional' ? compiled.max : applicable,
    verdict,
    competencies: sums,
    indicators,
    rules,
    missingAnswers: missingAnswers ?? NONE,
    missingEvidence: missingEvidence ?? NONE,
    flags: flagsOf(compiled, sheet, answers.flags ?? NO_FLAGS),
    band: open ? null : bandOf(compiled, total),
  };
}

/** @returns points on the scale that holds once indicators were marked not applicable (`rescale` in schema.ts) */
export function rescaled(compiled: Compiled, points: number, full: number, applicable: number): number {
  if (applicable === full || applicable === 0 || compiled.set.rescale === 'lower-max') return points;
  return scaled(points, full, applicable);
}

/**
 * Whether a set takes an answer, whatever the others are: `score` throws for one that it does not take. An answer to an
 * indicator that the set does not have is not taken either, though `score` passes over it.
 */
export function fits(compiled: Compiled, indicatorId: string, answer: GivenAnswer): boolean {
  const indicator = compiled.byId.get(indicatorId);
  if (indicator === undefined) return false;
  if (answer.notApplicable === true) return indicator.spec.notApplicable === true;
  try {
    outcomeOf(indicator, answer);
    return true;
  } catch (error) {
    if (error instanceof BadAnswerError) return false;
    throw error;
  }
}

/** @returns what an answer leads to; undefined while it is none yet (only evidence, say). @throws {BadAnswerError} */
function outcomeOf(indicator: CompiledIndicator, answer: GivenAnswer): Outcome | undefined {
  let outcome: Outcome | undefined;
  if (answer.level !== undefined) outcome = indicator.levels.get(answer.level);
  else if (answer.points !== undefined) outcome = indicator.free[answer.points];
  else if (answer.yes !== undefined) outcome = answer.yes ? indicator.yes : indicator.no;
  else if (answer.measured !== undefined) outcome = measured(indicator, answer.measured);
  else if (answer.derived !== undefined) outcome = derived(indicator, answer.derived);
  else return undefined;
  if (outcome === undefined) throw new BadAnswerError(indicator.id);
  return outcome;
}

function measured(indicator: CompiledIndicator, value: number): Outcome | undefined {
  const { spec } = indicator;
  if (spec.kind !== 'measured') return undefined;
  const band = spec.bands.find(({ from, to }) => value >= from && value <= to);
  if (band === undefined) return undefined;
  const params = { indicator: indicator.id, value, from: band.from, to: band.to, points: band.points, max: spec.max };
  return makeOutcome(indicator, band.points, null, { key: 'why.measured', params });
}

function derived(indicator: CompiledIndicator, share: NonNullable<Answer['derived']>): Outcome | undefined {
  const { spec } = indicator;
  if (spec.kind !== 'derived' || share.denominator < 1) return undefined;
  const { numerator, denominator } = share;
  const percent = percentOf(numerator, denominator);
  const band = spec.bands.find(({ from, to }) => percent >= from && percent <= to);
  if (band === undefined) return undefined;
  const params = { indicator: indicator.id, numerator, denominator, percent, points: band.points, max: spec.max };
  return makeOutcome(indicator, band.points, null, { key: 'why.derived', params });
}

function flagsOf(compiled: Compiled, sheet: Sheet, overrides: NonNullable<Answers['flags']>): Record<string, boolean> {
  const flags: Record<string, boolean> = {};
  for (const flag of compiled.flags) {
    const override = flag.overridable ? overrides[flag.id] : undefined;
    flags[flag.id] = override?.value ?? (flag.margin !== null && flag.margin(sheet) >= 0);
  }
  return flags;
}

function bandOf(compiled: Compiled, total: number): string | null {
  return compiled.set.bands?.find(({ from, to }) => total >= from && total <= to)?.id ?? null;
}
