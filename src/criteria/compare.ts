/** What becomes of an evaluation when its set is replaced. It is a preview: nothing is changed by it. */
import type { Answer, Answers, Result } from './api.ts';
import { compile } from './compile.ts';
import { answerFault } from './parse-answers.ts';
import type { CriteriaSet } from './schema.ts';
import { score } from './score.ts';

/** Why an answer is not taken over. */
export type DropReason =
  /** No indicator of the new set is known to ask the same. */
  | 'not-mapped'
  /** The new indicator does not take this answer. */
  | 'does-not-fit'
  /** The new indicator has its answer from another old one. */
  | 'taken';

/** An evaluation by its old set and by the new one. */
export interface Comparison {
  readonly before: Result;
  readonly after: Result;
  /** The answers as the new set takes them. */
  readonly answers: Answers;
  readonly mapped: readonly { readonly from: string; readonly to: string }[];
  /** Ids of the indicators whose answers are not taken over, each with the reason. */
  readonly dropped: readonly { readonly id: string; readonly why: DropReason }[];
  /** Ids of the indicators of the new set that are unanswered. */
  readonly unanswered: readonly string[];
}

/**
 * Takes answers over by the mapping that the new set declares from its predecessor. Where it declares none, an indicator with the
 * same id and the same title is taken to ask the same. All other answers are listed as dropped.
 * @param answers of the old set, as `parseAnswers` gives them
 */
export function compare(oldSet: CriteriaSet, newSet: CriteriaSet, answers: Answers): Comparison {
  const before = compile(oldSet);
  const after = compile(newSet);
  const target = targetsOf(oldSet, newSet);
  const indicators: Record<string, Answer> = {};
  const mapped: { from: string; to: string }[] = [];
  const dropped: { id: string; why: DropReason }[] = [];
  for (const { id } of before.indicators) {
    const answer = answers.indicators[id];
    if (answer === undefined) continue;
    const to = target.get(id);
    const indicator = to === undefined ? undefined : after.byId.get(to);
    if (to === undefined || indicator === undefined) dropped.push({ id, why: 'not-mapped' });
    else if (indicators[to] !== undefined) dropped.push({ id, why: 'taken' });
    else if (answerFault(indicator, answer) !== null) dropped.push({ id, why: 'does-not-fit' });
    else {
      indicators[to] = answer;
      mapped.push({ from: id, to });
    }
  }
  const kept: Answers = { indicators, ...mappedFlags(newSet, answers), ...mappedConditions(newSet, answers) };
  const result = score(after, kept);
  return {
    before: score(before, answers),
    after: result,
    answers: kept,
    mapped,
    dropped,
    unanswered: result.missingAnswers,
  };
}

/** @returns id of an old indicator → id of the new one that asks the same; a variant has its base's predecessor */
function targetsOf(oldSet: CriteriaSet, newSet: CriteriaSet): ReadonlyMap<string, string> {
  const { predecessor } = newSet;
  if (predecessor !== undefined && [oldSet.id, oldSet.variantOf].includes(predecessor.set)) {
    return new Map(predecessor.mapping.map(({ from, to }) => [from, to]));
  }
  const titles = new Map(indicatorsOf(oldSet).map(({ id, title }) => [id, title.vi]));
  return new Map(indicatorsOf(newSet).flatMap(({ id, title }) => (titles.get(id) === title.vi ? [[id, id]] : [])));
}

function indicatorsOf({ competencies }: CriteriaSet) {
  return competencies.flatMap(({ indicators }) => indicators);
}

function mappedFlags(set: CriteriaSet, { flags }: Answers): Pick<Answers, 'flags'> {
  if (flags === undefined) return {};
  const known = new Set(set.flags?.filter(({ overridable }) => overridable).map(({ id }) => id));
  return { flags: Object.fromEntries(Object.entries(flags).filter(([id]) => known.has(id))) };
}

function mappedConditions(set: CriteriaSet, { conditions }: Answers): Pick<Answers, 'conditions'> {
  if (conditions === undefined) return {};
  const known = new Set(set.conditions?.map(({ id }) => id));
  return { conditions: conditions.filter((id) => known.has(id)) };
}
