/**
 * criteria: the shared engine, pure and the same on phone and endpoint.
 *
 *     const compiled = compile(await loadBuiltIn('cdht-1'));   // once, when a form opens
 *     const result = score(compiled, answers);                 // at each tap
 *     explain(result);                                         // why, as message keys
 *     plan(compiled, answers);                                 // the cheapest way to a pass
 */

export { engineAnswer, engineAnswers, nextMissing, unfitAnswers } from './answering.ts';
export type { Answers, Explanation, PlanStep, Result } from './api.ts';
export { canonicalJson, canonicalWithout } from './canonical.ts';
export { compare, type DropReason } from './compare.ts';
export { type Compiled, type CompiledIndicator, compile } from './compile.ts';
export { explain } from './explain.ts';
export { type Fault, faultSentence } from './faults.ts';
export { setHash, sha256Hex } from './hash.ts';
export { parseAnswers } from './parse-answers.ts';
export { passMark } from './pass-mark.ts';
export { plan, plans } from './plan.ts';
export { type CriteriaSet, criteriaSetSchema } from './schema.ts';
export { BadAnswerError, fits, score } from './score.ts';
export { loadBuiltIn, SET_IDS, type ShippedSet, shippedFor, shippedSet, UnknownSetError } from './sets.ts';
export { loadSet } from './validate.ts';
