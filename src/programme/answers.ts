/** An evaluation's answers as the criteria engine takes them. */
import { type Answers, engineAnswer } from '../criteria/index.ts';
import type { Evaluation } from './kinds/index.ts';

/** @returns what the engine scores of an evaluation; evidence becomes a count */
export function answersOf({
  answers,
  flags,
  conditions,
}: Pick<Evaluation, 'answers' | 'flags' | 'conditions'>): Answers {
  const indicators = Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, engineAnswer(answer)]));
  const values: Record<string, { value: boolean }> = {};
  for (const [id, { value }] of Object.entries(flags ?? {})) values[id] = { value };
  return { indicators, flags: values, conditions: conditions ?? [] };
}
