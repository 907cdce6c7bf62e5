/** The shared engine: criteria sets as data → compile → score → explain → plan. Pure; the same on phone and endpoint. */

export { engineAnswer, engineAnswers, nextMissing, unfitAnswers } from './answering.ts';
export type {
  Answer,
  Answers,
  Explanation,
  IndicatorResult,
  PlanStep,
  RecordedAnswer,
  Result,
  RuleResult,
  Verdict,
} from './api.ts';
export { canonicalJson, canonicalWithout } from './canonical.ts';
export { type Comparison, compare, type NotRelayed } from './compare.ts';
export { type Compiled, type CompiledIndicator, compile } from './compile.ts';
export { EXPLANATION_KEYS, explain } from './explain.ts';
export { type Fault, faultSentence } from './faults.ts';
export { setHash, sha256Hex } from './hash.ts';
export { type ParsedAnswers, parseAnswers } from './parse-answers.ts';
export { passMark } from './pass-mark.ts';
export { plan, plans } from './plan.ts';
export { type CriteriaSet, criteriaSetSchema } from './schema.ts';
export { BadAnswerError, fits, score } from './score.ts';
export { loadBuiltIn, SET_IDS, type ShippedSet, shippedFor, shippedSet, UnknownSetError } from './sets.ts';
export { type LoadedSet, loadSet } from './validate.ts';
