/** From an evaluation's payload to what the criteria engine scores: evidence becomes a count. */
import type { Answer, Answers } from '../criteria/index.ts';
import type { Evaluation } from './kinds/index.ts';

export function answersOf({
  answers,
  flags,
  conditions,
}: Pick<Evaluation, 'answers' | 'flags' | 'conditions'>): Answers {
  const indicators: Record<string, Answer> = {};
  for (const [id, { level, points, yes, measured, notApplicable, evidence }] of Object.entries(answers)) {
    indicators[id] = {
      ...(level === undefined ? {} : { level }),
      ...(points === undefined ? {} : { points }),
      ...(yes === undefined ? {} : { yes }),
      ...(measured === undefined ? {} : { measured }),
      ...(notApplicable === undefined ? {} : { notApplicable }),
      evidence: evidence?.length ?? 0,
    };
  }
  const said: Record<string, { value: boolean }> = {};
  for (const [id, { value }] of Object.entries(flags ?? {})) said[id] = { value };
  return { indicators, flags: said, conditions: conditions ?? [] };
}
