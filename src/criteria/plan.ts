/**
 * The cheapest ways to a pass: fewest indicators raised, then fewest points added. They are exact for every rule that the format
 * can express. One walk over the indicators keeps, of all partial choices that no rule can distinguish, only the cheapest; what
 * comes out is scored by the engine itself.
 */
import type { Answer, Answers, PlanStep } from './api.ts';
import type { Compiled, CompiledIndicator } from './compile.ts';
import type { Condition } from './schema.ts';
import { evaluate } from './score.ts';

/** Equally cheap ways that are kept. */
export const PLANS_MAX = 5;

/** One answer that an indicator may be given: the one that it has, or a better one. */
interface Option {
  readonly answer: Answer;
  readonly points: number;
  readonly counted: number;
  /** 1 when choosing it means raising the indicator, or answering it at all. */
  readonly raised: 0 | 1;
  readonly added: number;
}

/** A choice for one indicator, after the choices for those before it. */
interface Way {
  readonly option: Option;
  readonly indicator: CompiledIndicator;
  readonly before: Way | null;
}

/** Partial choices that no rule can distinguish, and what the cheapest of them cost. */
interface State {
  raised: number;
  added: number;
  readonly key: readonly number[];
  ways: (Way | null)[];
}

/**
 * The cheapest way to a pass.
 * @returns the first of `plans`: empty when it passes already, null when no way leads to a pass
 * @throws {BadAnswerError} when an answer does not fit its indicator
 */
export function plan(compiled: Compiled, answers: Answers): readonly PlanStep[] | null {
  return plans(compiled, answers)[0] ?? null;
}

/**
 * All cheapest ways to a pass.
 * @returns up to `PLANS_MAX` equally cheap ways, steps in the order of the form; none when no way leads to a pass.
 * A derived indicator is counted from other evaluations, so no plan raises it.
 * @throws {BadAnswerError} when an answer does not fit its indicator
 */
export function plans(compiled: Compiled, answers: Answers): readonly (readonly PlanStep[])[] {
  const now = evaluate(compiled, answers);
  const keys = keysOf(compiled);
  let states = new Map<string, State>([['', { raised: 0, added: 0, key: keys.map(() => 0), ways: [null] }]]);
  for (const indicator of compiled.indicators) {
    const current = now.indicators[indicator.index]?.points ?? null;
    const given = answers.indicators[indicator.id];
    if (given?.notApplicable === true) continue;
    const options = optionsOf(indicator, given, current);
    const next = new Map<string, State>();
    for (const state of states.values()) {
      for (const option of options) extend(next, state, option, indicator, keys);
    }
    states = next;
  }
  return cheapest(compiled, answers, [...states.values()]);
}

function extend(
  next: Map<string, State>,
  state: State,
  option: Option,
  indicator: CompiledIndicator,
  keys: readonly Key[],
) {
  const key = keys.map((add, index) => add(state.key[index] ?? 0, indicator, option));
  const raised = state.raised + option.raised;
  const added = state.added + option.added;
  const name = key.join(',');
  const known = next.get(name);
  const ways = () => state.ways.map((before) => ({ option, indicator, before }));
  if (known === undefined || raised < known.raised || (raised === known.raised && added < known.added)) {
    next.set(name, { raised, added, key, ways: ways() });
  } else if (raised === known.raised && added === known.added && known.ways.length < PLANS_MAX) {
    known.ways = [...known.ways, ...ways()].slice(0, PLANS_MAX);
  }
}

function cheapest(compiled: Compiled, answers: Answers, states: State[]): readonly (readonly PlanStep[])[] {
  states.sort((a, b) => a.raised - b.raised || a.added - b.added);
  const found: (readonly PlanStep[])[] = [];
  let cost: State | null = null;
  for (const state of states) {
    if (cost !== null && (state.raised > cost.raised || state.added > cost.added)) break;
    const passing = state.ways.filter((way) => passes(compiled, answers, way));
    if (passing.length === 0) continue;
    cost = state;
    found.push(...passing.map(stepsOf));
    if (found.length >= PLANS_MAX) break;
  }
  return found.slice(0, PLANS_MAX);
}

function passes(compiled: Compiled, answers: Answers, last: Way | null): boolean {
  const indicators: Record<string, Answer> = { ...answers.indicators };
  for (let way = last; way !== null; way = way.before) indicators[way.indicator.id] = way.option.answer;
  return evaluate(compiled, { ...answers, indicators }).verdict === 'pass';
}

function stepsOf(last: Way | null): readonly PlanStep[] {
  const steps: PlanStep[] = [];
  for (let way = last; way !== null; way = way.before) {
    const { raised, points, added } = way.option;
    if (raised === 1) steps.unshift({ id: way.indicator.id, from: points - added, to: points });
  }
  return steps;
}

function optionsOf(indicator: CompiledIndicator, given: Answer | undefined, current: number | null): readonly Option[] {
  const options = new Map<number, Option>();
  const offer = (answer: Answer, points: number, counted: number): void => {
    if (options.has(points) || points <= (current ?? -1)) return;
    options.set(points, { answer, points, counted, raised: 1, added: points - (current ?? 0) });
  };
  if (current !== null && given !== undefined) {
    const counted = countedOf(indicator, current);
    options.set(current, { answer: given, points: current, counted, raised: 0, added: 0 });
  }
  for (const [level, outcome] of indicator.levels) offer({ level }, outcome.points, outcome.counted);
  indicator.free.forEach((outcome, points) => {
    if (outcome !== undefined) offer({ points }, outcome.points, outcome.counted);
  });
  if (indicator.no !== undefined) offer({ yes: false }, indicator.no.points, indicator.no.counted);
  if (indicator.yes !== undefined) offer({ yes: true }, indicator.yes.points, indicator.yes.counted);
  if (indicator.spec.kind === 'measured') {
    for (const { from, points } of indicator.spec.bands)
      offer({ measured: from }, points, countedOf(indicator, points));
  }
  return [...options.values()].sort((a, b) => a.points - b.points);
}

function countedOf(indicator: CompiledIndicator, points: number): number {
  if (!indicator.weighted) return points;
  const doubled = 2 * points * indicator.worth + indicator.max;
  return (doubled - (doubled % (2 * indicator.max))) / (2 * indicator.max);
}

/** One number that a rule looks at, kept while indicators are chosen one by one. */
type Key = (before: number, indicator: CompiledIndicator, option: Option) => number;

/** The numbers that all rules together look at: sums (apart where a cap or a rule looks at one competency), least points, counts. */
function keysOf(compiled: Compiled): readonly Key[] {
  const leaves = compiled.set.rules.flatMap(({ holds }) => leavesOf(holds));
  const apart = new Set<number>();
  compiled.competencies.forEach(({ id, cap }, index) => {
    const capped = cap < Number.MAX_SAFE_INTEGER;
    if (capped || leaves.some((leaf) => leaf.kind === 'competency' && leaf.id === id)) apart.add(index);
  });
  const sumOf =
    (belongs: (competency: number) => boolean): Key =>
    (before, { competency }, { counted }) =>
      before + (belongs(competency) ? counted : 0);
  const keys: Key[] = [
    sumOf((competency) => !apart.has(competency)),
    ...[...apart].map((one) => sumOf((index) => index === one)),
  ];
  for (const leaf of leaves) {
    const key = keyOf(leaf);
    if (key !== null) keys.push(key);
  }
  return keys;
}

function leavesOf(condition: Condition): Condition[] {
  if (condition.kind === 'and' || condition.kind === 'or') return condition.of.flatMap(leavesOf);
  return condition.kind === 'not' ? leavesOf(condition.of) : [condition];
}

function keyOf(leaf: Condition): Key | null {
  switch (leaf.kind) {
    case 'each':
      return (broken, { id }, { points }) => (broken === 1 || (speaksOf(leaf.of, id) && points < leaf.atLeast) ? 1 : 0);
    case 'count':
      return (count, { id }, { points }) =>
        Math.min(leaf.count, count + (speaksOf(leaf.of, id) && points >= leaf.atLeast ? 1 : 0));
    case 'indicator':
      return (held, { id }, { points }) => (id === leaf.id ? Number(points >= leaf.atLeast) : held);
    default:
      return null;
  }
}

function speaksOf(of: readonly string[] | undefined, id: string): boolean {
  return of === undefined || of.includes(id);
}
