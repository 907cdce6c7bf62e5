/**
 * The engine's answers and results, as every other room sees them. The interface comes first, in its own file;
 * the implementations (schema.ts, compile.ts, score.ts, explain.ts, plan.ts, compare.ts) follow it.
 * Points are whole numbers (hundredths if a set declares `pointScale: 100`); no floats anywhere.
 */

/** One indicator's answer. An absent indicator is *unanswered*, which is not zero. */
export interface Answer {
  /** Id of a level of the indicator. Exclusive with `points`. */
  readonly level?: string;
  /** Free whole points ("chấm điểm lẻ"). Exclusive with `level`. */
  readonly points?: number;
  /** Yes/no indicators. */
  readonly yes?: boolean;
  /** Measured indicators: a whole number in the indicator's unit, put into bands by the set. */
  readonly measured?: number;
  /** Derived indicators: the numbers shown to the officer, e.g. 3 of 4 adults. */
  readonly derived?: { readonly numerator: number; readonly denominator: number };
  readonly notApplicable?: boolean;
  /** How many pieces of evidence (note or photo) are attached. */
  readonly evidence?: number;
}

/** An answer as a record keeps it: members may be there and undefined, and the evidence is beside it. */
export type GivenAnswer = { readonly [K in Exclude<keyof Answer, 'evidence'>]?: Answer[K] | undefined };
export interface RecordedAnswer extends GivenAnswer {
  /** One item a note or photo. */
  readonly evidence?: readonly unknown[] | undefined;
}

/** `{"indicators": {"1": {"level": "kha", "evidence": 1}}}`: the same shape the command line reads. */
export interface Answers {
  readonly indicators: Readonly<Record<string, Answer>>;
  /** Officer's overrides of derived flags (T4, T5): flag id → value and why. */
  readonly flags?: Readonly<Record<string, { readonly value: boolean; readonly reason?: string }>>;
  /** Ids of disqualifying conditions the officer found to hold. */
  readonly conditions?: readonly string[];
}

export type Verdict = 'pass' | 'fail' | 'incomplete';

export interface IndicatorResult {
  readonly id: string;
  readonly competency: string;
  /** null while unanswered or not applicable. */
  readonly points: number | null;
  readonly max: number;
  /** In a weighted set: what the points bring into the total (null while unanswered or not applicable). */
  readonly counted?: number | null;
  /** In a weighted set: the most this indicator can bring into the total. */
  readonly countedMax?: number;
  readonly level: string | null;
  readonly state: 'answered' | 'unanswered' | 'not-applicable';
  /** Why it has these points: a message key with parameters. */
  readonly why: Explanation;
  readonly missingEvidence: boolean;
}

export interface RuleResult {
  readonly id: string;
  readonly holds: boolean;
  /** By how many points (or counts) it holds (≥ 0) or fails (< 0). */
  readonly margin: number;
}

export interface Result {
  readonly set: string;
  readonly version: string;
  readonly total: number;
  readonly max: number;
  readonly verdict: Verdict;
  readonly competencies: readonly { readonly id: string; readonly points: number; readonly max: number }[];
  readonly indicators: readonly IndicatorResult[];
  readonly rules: readonly RuleResult[];
  /** Ids of indicators not yet answered. */
  readonly missingAnswers: readonly string[];
  /** Ids of indicators whose points ask for evidence that is not there: finishable, not recognisable. */
  readonly missingEvidence: readonly string[];
  readonly flags: Readonly<Record<string, boolean>>;
  /** Id of the classification band, when the set has bands. */
  readonly band: string | null;
  /** SHA-256 hex over the canonical bytes (RFC 8785) of everything above: same in every browser and in Node. */
  readonly hash: string;
}

/** A message key with parameters; sentences are made at the screen, in vi and in en. */
export interface Explanation {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** One step of the cheapest way to a pass: raise indicator `id` from `from` to `to` points. */
export interface PlanStep {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}
