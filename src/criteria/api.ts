/**
 * The engine's answers and results, as every other module sees them. The interface has a file of its own; schema.ts, compile.ts,
 * score.ts, explain.ts, plan.ts and compare.ts implement it. Points are whole numbers (hundredths where a set declares
 * `pointScale: 100`); nothing here is a float.
 */

/** One indicator's answer. An absent indicator is *unanswered*, which is not zero. */
export interface Answer {
  /** Id of a level of the indicator. Exclusive with `points`. */
  readonly level?: string;
  /** Free whole points ("chấm điểm lẻ"). Exclusive with `level`. */
  readonly points?: number;
  /** Answer to a yes/no indicator. */
  readonly yes?: boolean;
  /** Answer to a measured indicator: a whole number in the indicator's unit, which the set puts into bands. */
  readonly measured?: number;
  /** Answer to a derived indicator: the numbers that the officer sees, e.g. 3 of 4 adults. */
  readonly derived?: { readonly numerator: number; readonly denominator: number };
  readonly notApplicable?: boolean;
  /** Count of the pieces of evidence (note or photo) that are attached. */
  readonly evidence?: number;
}

/** An answer without its evidence, as a record keeps it: members may be there and undefined. */
export type GivenAnswer = { readonly [K in Exclude<keyof Answer, 'evidence'>]?: Answer[K] | undefined };
/** An answer as a record keeps it, with its evidence. */
export interface RecordedAnswer extends GivenAnswer {
  /** Notes and photos. */
  readonly evidence?: readonly unknown[] | undefined;
}

/** Answers to a set. The command line reads the same shape: `{"indicators": {"1": {"level": "kha", "evidence": 1}}}`. */
export interface Answers {
  readonly indicators: Readonly<Record<string, Answer>>;
  /** Id of a derived flag (T4, T5) → the value that the officer gave it, and why. */
  readonly flags?: Readonly<Record<string, { readonly value: boolean; readonly reason?: string }>>;
  /** Ids of disqualifying conditions the officer found to hold. */
  readonly conditions?: readonly string[];
}

/** `incomplete`: an indicator is unanswered, or none applies. */
export type Verdict = 'pass' | 'fail' | 'incomplete';

/** What one indicator brings. */
export interface IndicatorResult {
  readonly id: string;
  readonly competency: string;
  /** Points of the answer; null while unanswered or not applicable. */
  readonly points: number | null;
  readonly max: number;
  /** Points that a weighted indicator brings into the total; null while unanswered or not applicable. */
  readonly counted?: number | null;
  /** Most points that a weighted indicator can bring into the total. */
  readonly countedMax?: number;
  readonly level: string | null;
  readonly state: 'answered' | 'unanswered' | 'not-applicable';
  /** Why it has these points: a message key with parameters. */
  readonly why: Explanation;
  readonly missingEvidence: boolean;
}

/** Whether a rule of the set holds. */
export interface RuleResult {
  readonly id: string;
  readonly holds: boolean;
  /** By how many points (or counts) it holds (≥ 0) or fails (< 0). */
  readonly margin: number;
}

/** The result of an evaluation. */
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
  /** Ids of indicators whose points ask for evidence that is not there: the form can be finished, and not recognised. */
  readonly missingEvidence: readonly string[];
  readonly flags: Readonly<Record<string, boolean>>;
  /** Id of the classification band; null: the set has none, or the form is incomplete. */
  readonly band: string | null;
  /** SHA-256 hex over the canonical bytes (RFC 8785) of all other members: the same in every browser and in Node. */
  readonly hash: string;
}

/** A message key with parameters, of which screens make sentences in vi and in en. */
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
