/** From an evaluation's payload to what the criteria engine scores: evidence becomes a count. */
import { type Answers, engineAnswer } from '../criteria/index.ts';
import type { Evaluation } from './kinds/index.ts';

export function answersOf({
  answers,
  flags,
  conditions,
}: Pick<Evaluation, 'answers' | 'flags' | 'conditions'>): Answers {
  const indicators = Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, engineAnswer(answer)]));
  const said: Record<string, { value: boolean }> = {};
  for (const [id, { value }] of Object.entries(flags ?? {})) said[id] = { value };
  return { indicators, flags: said, conditions: conditions ?? [] };
}
