/**
 * A form while it is filled in: which of its answers the engine scores, which of them the set does not take, and where the next
 * question is.
 */
import type { Answer, Answers, RecordedAnswer } from './api.ts';
import type { Compiled } from './compile.ts';
import { fits } from './score.ts';

type Answered = Readonly<Record<string, RecordedAnswer>>;

/** @returns an answer as the engine takes it, with its evidence as a count */
export function engineAnswer({
  level,
  points,
  yes,
  measured,
  derived,
  notApplicable,
  evidence,
}: RecordedAnswer): Answer {
  return {
    ...(level === undefined ? {} : { level }),
    ...(points === undefined ? {} : { points }),
    ...(yes === undefined ? {} : { yes }),
    ...(measured === undefined ? {} : { measured }),
    ...(derived === undefined ? {} : { derived }),
    ...(notApplicable === undefined ? {} : { notApplicable }),
    evidence: evidence?.length ?? 0,
  };
}

/** @returns the answers of a form as `score` takes them, without those that the set does not take */
export function engineAnswers(
  compiled: Compiled,
  { answers, flags, conditions }: { readonly answers: Answered } & Required<Pick<Answers, 'flags' | 'conditions'>>,
): Answers {
  const fitting = Object.entries(answers).filter(([id, answer]) => fits(compiled, id, answer));
  const indicators = Object.fromEntries(fitting.map(([id, answer]) => [id, engineAnswer(answer)]));
  return { indicators, flags, conditions };
}

/** @returns ids of the indicators whose answer the set does not take: they are to be asked again */
export function unfitAnswers(compiled: Compiled, answers: Answered): readonly string[] {
  return Object.entries(answers).flatMap(([id, answer]) => (fits(compiled, id, answer) ? [] : [id]));
}

/**
 * Finds the next question.
 * @param missing ids of the unanswered indicators
 * @param index of the indicator on show, in the order of the form
 * @returns index of the next unanswered indicator, from the start again after the last; −1 when none is left
 */
export function nextMissing(compiled: Compiled, missing: readonly string[], index: number): number {
  const open = compiled.indicators.filter(({ id }) => missing.includes(id)).map((indicator) => indicator.index);
  return open.find((at) => at > index) ?? open[0] ?? -1;
}
