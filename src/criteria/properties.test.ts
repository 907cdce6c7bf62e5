/** Goal: what must hold for every answer. Method: fast-check over answers to a shipped set and to small made-up sets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Answers, PlanStep } from './api.ts';
import { compile } from './compile.ts';
import { explain } from './explain.ts';
import { plan, plans } from './plan.ts';
import type { Condition, CriteriaSet } from './schema.ts';
import { score } from './score.ts';
import { loadBuiltIn } from './sets.ts';
import { free, makeSet, rule } from './test-sets.ts';

const cdht = compile(await loadBuiltIn('cdht-2'));
const IDS = cdht.indicators.map(({ id }) => id);

const anAnswer: fc.Arbitrary<Answer | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({ points: fc.integer({ min: 0, max: 10 }), evidence: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ level: fc.constantFrom('chua', 'dat', 'kha', 'tot'), evidence: fc.integer({ min: 0, max: 2 }) }),
);
const someAnswers: fc.Arbitrary<Answers> = fc.array(anAnswer, { minLength: 10, maxLength: 10 }).map((list) => {
  const indicators: Record<string, Answer> = {};
  list.forEach((answer, at) => {
    if (answer !== undefined) indicators[IDS[at] ?? ''] = answer;
  });
  return { indicators };
});

describe('properties of a score', () => {
  it('raising an answer never lowers the total, nor turns a pass into a fail', () => {
    fc.assert(
      fc.property(someAnswers, fc.constantFrom(...IDS), fc.integer({ min: 0, max: 10 }), (answers, id, to) => {
        const before = score(cdht, answers);
        const from = before.indicators.find((indicator) => indicator.id === id)?.points ?? 0;
        const after = score(cdht, { indicators: { ...answers.indicators, [id]: { points: Math.max(from, to) } } });
        expect(after.total).toBeGreaterThanOrEqual(before.total);
        if (before.verdict === 'pass') expect(after.verdict).toBe('pass');
      }),
    );
  });

  it('the order of answers is irrelevant', () => {
    fc.assert(
      fc.property(someAnswers, fc.func(fc.integer()), (answers, order) => {
        const entries = Object.entries(answers.indicators).sort(([a], [b]) => order(a) - order(b));
        expect(score(cdht, { indicators: Object.fromEntries(entries) }).hash).toBe(score(cdht, answers).hash);
      }),
    );
  });

  it('the score is the max less the explained points', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const result = score(cdht, answers);
        const lost = explain(result).reduce((sum, { params }) => sum + Number(params.lost ?? 0), 0);
        expect(result.total).toBe(result.max - lost);
        expect(result.competencies.reduce((sum, { points }) => sum + points, 0)).toBe(result.total);
      }),
    );
  });

  it('the hash names the result: a copy through JSON has it, another answer has another', () => {
    const answers = { indicators: { '1': { points: 5 } } };
    const result = score(cdht, answers);
    expect(JSON.parse(JSON.stringify(result)).hash).toBe(result.hash);
    expect(score(cdht, { indicators: { '1': { points: 6 } } }).hash).not.toBe(result.hash);
    // That a browser makes the same one is shown by the journey: the endpoint compares.
    expect(result.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

interface Case {
  readonly set: CriteriaSet;
  readonly points: readonly (number | null)[];
}

const MAX = 4;
const NAMES = ['a', 'b', 'c', 'd'];
const leaf = (count: number): fc.Arbitrary<Condition> =>
  fc.oneof(
    fc.record({ kind: fc.constant('total' as const), atLeast: fc.integer({ min: 0, max: MAX * count }) }),
    fc.record({ kind: fc.constant('each' as const), atLeast: fc.integer({ min: 0, max: MAX }) }),
    fc.record({
      kind: fc.constant('count' as const),
      count: fc.integer({ min: 1, max: count }),
      atLeast: fc.integer({ min: 1, max: MAX }),
    }),
    fc.record({
      kind: fc.constant('indicator' as const),
      id: fc.constantFrom(...NAMES.slice(0, count)),
      atLeast: fc.integer({ min: 1, max: MAX }),
    }),
    fc.record({
      kind: fc.constant('competency' as const),
      id: fc.constantFrom('A', 'B'),
      atLeast: fc.integer({ min: 0, max: MAX }),
    }),
  );
const condition = (count: number): fc.Arbitrary<Condition> =>
  fc.oneof(
    { weight: 4, arbitrary: leaf(count) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(leaf(count), { minLength: 1, maxLength: 2 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), of: leaf(count) }) },
  );

const aCase: fc.Arbitrary<Case> = fc.integer({ min: 2, max: 4 }).chain((count) =>
  fc
    .record({
      rules: fc.array(condition(count), { minLength: 1, maxLength: 3 }),
      cap: fc.option(fc.integer({ min: 1, max: MAX * count }), { nil: undefined }),
      points: fc.array(fc.option(fc.integer({ min: 0, max: MAX })), { minLength: count, maxLength: count }),
    })
    .map(({ rules, cap, points }): Case | null => {
      const indicators = NAMES.slice(0, count).map((id) => free(id, MAX));
      const competencies = [
        { id: 'A', ...(cap === undefined ? {} : { cap }), indicators: indicators.slice(0, 1) },
        { id: 'B', indicators: indicators.slice(1) },
      ];
      try {
        return { set: makeSet(competencies, { rules: rules.map((holds, at) => rule(`r${at}`, holds)) }), points };
      } catch {
        // A rule that can never hold is refused by the validation: not a case.
        return null;
      }
    })
    .filter((made): made is Case => made !== null),
);

function answersFor(points: readonly (number | null)[]): Answers {
  const indicators: Record<string, Answer> = {};
  points.forEach((value, at) => {
    if (value !== null) indicators[NAMES[at] ?? ''] = { points: value };
  });
  return { indicators };
}

/** Every combination of raises, without thinking. */
function cheapestByForce({ set, points }: Case): { raised: number; added: number } | null {
  const compiled = compile(set);
  let best: { raised: number; added: number } | null = null;
  const walk = (at: number, chosen: number[]): void => {
    if (at === points.length) {
      if (score(compiled, answersFor(chosen)).verdict !== 'pass') return;
      const raised = chosen.filter((value, index) => points[index] === null || value !== points[index]).length;
      const added = chosen.reduce((sum, value, index) => sum + value - (points[index] ?? 0), 0);
      if (best === null || raised < best.raised || (raised === best.raised && added < best.added))
        best = { raised, added };
      return;
    }
    for (let value = points[at] ?? 0; value <= MAX; value += 1) walk(at + 1, [...chosen, value]);
  };
  walk(0, []);
  return best;
}

const costOf = (steps: readonly PlanStep[]) => ({
  raised: steps.length,
  added: steps.reduce((sum, { from, to }) => sum + to - from, 0),
});

describe('the plan', () => {
  it('is the cheapest way to a pass, or there is none (against brute force)', () => {
    fc.assert(
      fc.property(aCase, (made) => {
        const found = plan(compile(made.set), answersFor(made.points));
        expect(found === null ? null : costOf(found)).toEqual(cheapestByForce(made));
      }),
      { numRuns: 400 },
    );
  });

  it('leads to a pass when followed, every one of the ways offered', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        for (const steps of plans(cdht, answers)) {
          const indicators: Record<string, Answer> = { ...answers.indicators };
          for (const { id, to } of steps) indicators[id] = { points: to };
          expect(score(cdht, { indicators }).verdict).toBe('pass');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is empty for a pass', () => {
    const indicators = Object.fromEntries(IDS.map((id) => [id, { points: 8 }]));
    expect(plan(cdht, { indicators })).toEqual([]);
  });
});
