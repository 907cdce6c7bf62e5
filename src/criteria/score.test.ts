/** Goal: the reckoning is right. Method: results worked out by hand, one row each. */
import { describe, expect, it } from 'vitest';
import type { Answer, Answers } from './api.ts';
import { type Compiled, compile } from './compile.ts';
import { explain } from './explain.ts';
import { BadAnswerError, score } from './score.ts';
import { loadBuiltIn } from './sets.ts';
import { derived, free, makeSet, measured, rule, yesNo } from './test-sets.ts';

const cdht = compile(await loadBuiltIn('cdht-1'));
const cdht70 = compile(await loadBuiltIn('cdht-1-70'));

/** Points of indicators 1…10; null: unanswered. Every indicator has evidence unless its id is in `bare`. */
function answersOf(points: readonly (number | null)[], bare: readonly string[] = []): Answers {
  const indicators: Record<string, Answer> = {};
  points.forEach((value, at) => {
    const id = String(at + 1);
    if (value !== null) indicators[id] = { points: value, evidence: bare.includes(id) ? 0 : 1 };
  });
  return { indicators };
}

interface Expected {
  total: number;
  verdict: 'pass' | 'fail' | 'incomplete';
  /** Ids of rules that fail. */
  fails?: string[];
  noEvidence?: string[];
  missing?: string[];
  t4?: boolean;
}

const N = null;
const CDHT: readonly [name: string, points: (number | null)[], bare: string[], expected: Expected][] = [
  ['all ten', [10, 10, 10, 10, 10, 10, 10, 10, 10, 10], [], { total: 100, verdict: 'pass', t4: true }],
  ['all eight: exactly the mark', [8, 8, 8, 8, 8, 8, 8, 8, 8, 8], [], { total: 80, verdict: 'pass', t4: true }],
  ['79 is one short', [8, 8, 8, 8, 8, 8, 8, 8, 8, 7], [], { total: 79, verdict: 'fail', fails: ['total'], t4: true }],
  ['81 is one over', [8, 8, 8, 8, 8, 8, 8, 8, 8, 9], [], { total: 81, verdict: 'pass', t4: true }],
  ['80 with a five', [5, 10, 10, 10, 5, 10, 10, 10, 5, 5], [], { total: 80, verdict: 'pass', t4: false }],
  [
    '84 with a four',
    [4, 10, 10, 10, 10, 10, 10, 10, 5, 5],
    [],
    { total: 84, verdict: 'fail', fails: ['floor'], t4: true },
  ],
  [
    '94 with a four',
    [10, 10, 10, 10, 10, 10, 10, 10, 10, 4],
    [],
    { total: 94, verdict: 'fail', fails: ['floor'], t4: true },
  ],
  ['95 with a five', [10, 10, 10, 10, 10, 10, 10, 10, 10, 5], [], { total: 95, verdict: 'pass', t4: true }],
  [
    '90 with a zero',
    [0, 10, 10, 10, 10, 10, 10, 10, 10, 10],
    [],
    { total: 90, verdict: 'fail', fails: ['floor'], t4: true },
  ],
  ['all five', [5, 5, 5, 5, 5, 5, 5, 5, 5, 5], [], { total: 50, verdict: 'fail', fails: ['total'], t4: false }],
  [
    'all four',
    [4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
    [],
    { total: 40, verdict: 'fail', fails: ['total', 'floor'], t4: false },
  ],
  ['all zero', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [], { total: 0, verdict: 'fail', fails: ['total', 'floor'], t4: false }],
  [
    'nothing answered',
    [N, N, N, N, N, N, N, N, N, N],
    [],
    {
      total: 0,
      verdict: 'incomplete',
      fails: ['total'],
      missing: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
      t4: false,
    },
  ],
  [
    'nine tens, one blank: enough points, not finished',
    [10, 10, 10, 10, 10, 10, 10, 10, 10, N],
    [],
    { total: 90, verdict: 'incomplete', missing: ['10'], t4: true },
  ],
  [
    'blank is not zero for the floor',
    [8, N, 8, 8, 8, 8, 8, 8, 8, 8],
    [],
    { total: 72, verdict: 'incomplete', fails: ['total'], missing: ['2'], t4: true },
  ],
  [
    'zero is zero for the floor',
    [8, 0, 8, 8, 8, 8, 8, 8, 8, 8],
    [],
    { total: 72, verdict: 'fail', fails: ['total', 'floor'], t4: true },
  ],
  [
    'blank five: no digital flag',
    [8, 8, 8, 8, N, 8, 8, 8, 8, 8],
    [],
    { total: 72, verdict: 'incomplete', fails: ['total'], missing: ['5'], t4: false },
  ],
  ['five at seven: no digital flag', [10, 10, 10, 10, 7, 8, 8, 8, 8, 8], [], { total: 87, verdict: 'pass', t4: false }],
  ['five at eight: digital flag', [10, 10, 10, 10, 8, 8, 8, 8, 8, 8], [], { total: 88, verdict: 'pass', t4: true }],
  [
    'an eight without evidence still counts',
    [8, 8, 8, 8, 8, 8, 8, 8, 8, 8],
    ['7'],
    { total: 80, verdict: 'pass', noEvidence: ['7'], t4: true },
  ],
  ['a seven wants no evidence', [9, 9, 9, 9, 9, 9, 7, 9, 9, 9], ['7'], { total: 88, verdict: 'pass', t4: true }],
  [
    'a nine wants evidence',
    [9, 7, 9, 9, 9, 9, 9, 9, 9, 9],
    ['1', '2'],
    { total: 88, verdict: 'pass', noEvidence: ['1'], t4: true },
  ],
  [
    'a ten wants evidence',
    [10, 10, 10, 10, 10, 10, 10, 10, 10, 10],
    ['3', '9'],
    { total: 100, verdict: 'pass', noEvidence: ['3', '9'], t4: true },
  ],
  [
    'no evidence at all, all eight',
    [8, 8, 8, 8, 8, 8, 8, 8, 8, 8],
    ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
    { total: 80, verdict: 'pass', noEvidence: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'], t4: true },
  ],
  [
    'no evidence wanted below eight',
    [5, 5, 7, 7, 7, 5, 6, 6, 7, 5],
    ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
    { total: 60, verdict: 'fail', fails: ['total'], t4: false },
  ],
  ['mixed whole points', [7, 9, 6, 8, 10, 5, 9, 8, 9, 9], [], { total: 80, verdict: 'pass', t4: true }],
  [
    'mixed whole points, one short',
    [7, 9, 6, 8, 10, 5, 9, 8, 9, 8],
    [],
    { total: 79, verdict: 'fail', fails: ['total'], t4: true },
  ],
  [
    'two blanks',
    [10, 10, N, 10, 10, 10, N, 10, 10, 10],
    [],
    { total: 80, verdict: 'incomplete', missing: ['3', '7'], t4: true },
  ],
  [
    'a four and a blank',
    [4, N, 10, 10, 10, 10, 10, 10, 10, 10],
    [],
    { total: 84, verdict: 'incomplete', fails: ['floor'], missing: ['2'], t4: true },
  ],
  [
    'one alone',
    [10, N, N, N, N, N, N, N, N, N],
    [],
    {
      total: 10,
      verdict: 'incomplete',
      fails: ['total'],
      missing: ['2', '3', '4', '5', '6', '7', '8', '9', '10'],
      t4: false,
    },
  ],
];

const CDHT70: typeof CDHT = [
  ['all seven: exactly the mark', [7, 7, 7, 7, 7, 7, 7, 7, 7, 7], [], { total: 70, verdict: 'pass', t4: false }],
  ['69 is one short', [7, 7, 7, 7, 7, 7, 7, 7, 7, 6], [], { total: 69, verdict: 'fail', fails: ['total'], t4: false }],
  ['71 is one over', [7, 7, 7, 7, 7, 7, 7, 7, 7, 8], [], { total: 71, verdict: 'pass', t4: false }],
  ['79 passes here', [8, 8, 8, 8, 8, 8, 8, 8, 8, 7], [], { total: 79, verdict: 'pass', t4: true }],
  [
    'the floor is the same',
    [4, 8, 8, 8, 8, 8, 8, 8, 8, 8],
    [],
    { total: 76, verdict: 'fail', fails: ['floor'], t4: true },
  ],
  ['70 with fives', [5, 5, 5, 5, 10, 10, 10, 10, 5, 5], [], { total: 70, verdict: 'pass', t4: true }],
  [
    'evidence is the same',
    [8, 7, 7, 7, 7, 7, 7, 7, 7, 7],
    ['1'],
    { total: 71, verdict: 'pass', noEvidence: ['1'], t4: false },
  ],
];

function check(compiled: Compiled, answers: Answers, expected: Expected): void {
  const result = score(compiled, answers);
  expect({
    total: result.total,
    verdict: result.verdict,
    fails: result.rules.filter(({ holds }) => !holds).map(({ id }) => id),
    noEvidence: result.missingEvidence,
    missing: result.missingAnswers,
    ...(expected.t4 === undefined ? {} : { t4: result.flags.t4 }),
  }).toEqual({ fails: [], noEvidence: [], missing: [], ...expected });
  const lost = explain(result).reduce((sum, { params }) => sum + Number(params.lost ?? 0), 0);
  expect(lost, 'every lost point has a reason').toBe(result.max - result.total);
}

describe('cdht, by hand', () => {
  it.each(CDHT)('%s', (_name, points, bare, expected) => check(cdht, answersOf(points, bare), expected));
});

describe('cdht for disadvantaged areas, by hand', () => {
  it.each(CDHT70)('%s', (_name, points, bare, expected) => check(cdht70, answersOf(points, bare), expected));
});

const skippable = { notApplicable: true };
const four = (more: object = {}) =>
  makeSet(
    [
      {
        id: 'A',
        indicators: [free('a', 10, skippable), free('b', 10, skippable), free('c', 10, skippable), free('d')],
      },
    ],
    {
      rules: [rule('total', { kind: 'total', atLeast: 30 })],
      ...more,
    },
  );
const NA = { notApplicable: true };
const p = (points: number): Answer => ({ points });
const capped = makeSet(
  [
    { id: 'A', cap: 15, indicators: [free('a'), free('b')] },
    { id: 'B', indicators: [free('c'), free('d')] },
  ],
  { cap: 30, rules: [rule('B', { kind: 'competency', id: 'B', atLeast: 12 })] },
);
const weighted = makeSet([{ id: 'A', indicators: [free('a', 10, { weight: 70 }), free('b', 10, { weight: 30 })] }], {
  weightSum: 100,
});
const odd = makeSet([{ id: 'A', indicators: [free('a', 10, { weight: 33 }), free('b', 10, { weight: 67 })] }], {
  weightSum: 100,
});
const kinds = makeSet([{ id: 'A', indicators: [measured('m'), derived('s'), yesNo('y', 10, 2)] }], {
  rules: [rule('y', { kind: 'indicator', id: 'y', atLeast: 10 })],
});
const conditions = makeSet([{ id: 'A', indicators: [free('a'), free('b'), free('c')] }], {
  conditions: [{ id: 'law', text: { vi: 'Vi phạm pháp luật', en: 'Broke the law' } }],
  rules: [
    rule('clean', { kind: 'disqualifier', condition: 'law' }),
    rule('two', { kind: 'count', count: 2, atLeast: 8 }),
    rule('either', {
      kind: 'or',
      of: [
        { kind: 'indicator', id: 'a', atLeast: 10 },
        { kind: 'indicator', id: 'b', atLeast: 10 },
      ],
    }),
    rule('not', {
      kind: 'not',
      of: {
        kind: 'and',
        of: [
          { kind: 'indicator', id: 'a', atLeast: 10 },
          { kind: 'indicator', id: 'b', atLeast: 10 },
        ],
      },
    }),
  ],
});
const banded = makeSet([{ id: 'A', indicators: [free('a'), free('b')] }], {
  bands: [
    { id: 'low', title: { vi: 'Thấp', en: 'Low' }, from: 0, to: 9 },
    { id: 'high', title: { vi: 'Cao', en: 'High' }, from: 10, to: 20 },
  ],
});

const SPECIAL: readonly [string, ReturnType<typeof makeSet>, Record<string, Answer>, object, string[]?][] = [
  [
    'one not applicable: 27 of 30 is 36 of 40',
    four(),
    { a: NA, b: p(9), c: p(9), d: p(9) },
    { total: 36, max: 40, verdict: 'pass' },
  ],
  [
    'rounds half up: 19 of 30 is 25.33 → 25',
    four(),
    { a: NA, b: p(9), c: p(9), d: p(1) },
    { total: 25, max: 40, verdict: 'fail' },
  ],
  [
    'rounds half up: 20 of 30 is 26.67 → 27',
    four(),
    { a: NA, b: p(9), c: p(9), d: p(2) },
    { total: 27, max: 40, verdict: 'fail' },
  ],
  [
    'two not applicable: 15 of 20 is 30 of 40',
    four(),
    { a: NA, b: NA, c: p(5), d: p(10) },
    { total: 30, verdict: 'pass' },
  ],
  [
    'three not applicable: 7 of 10 is 28 of 40',
    four(),
    { a: NA, b: NA, c: NA, d: p(7) },
    { total: 28, verdict: 'fail' },
  ],
  ['none not applicable', four(), { a: p(8), b: p(8), c: p(8), d: p(6) }, { total: 30, max: 40, verdict: 'pass' }],
  [
    'lower-max: the max falls, the mark stays',
    four({ rescale: 'lower-max' }),
    { a: NA, b: p(9), c: p(9), d: p(9) },
    { total: 27, max: 30, verdict: 'fail' },
  ],
  [
    'lower-max: all of what is left',
    four({ rescale: 'lower-max' }),
    { a: NA, b: p(10), c: p(10), d: p(10) },
    { total: 30, max: 30, verdict: 'pass' },
  ],
  ['not applicable and a blank', four(), { a: NA, b: p(9), c: p(9) }, { verdict: 'incomplete', missingAnswers: ['d'] }],
  ['a competency cap', capped, { a: p(10), b: p(10), c: p(6), d: p(6) }, { total: 27, max: 30, verdict: 'pass' }],
  ['the cap of the whole', capped, { a: p(10), b: p(10), c: p(10), d: p(10) }, { total: 30, verdict: 'pass' }],
  ['a competency rule fails', capped, { a: p(10), b: p(10), c: p(6), d: p(5) }, { total: 26, verdict: 'fail' }],
  ['below the cap nothing is cut', capped, { a: p(7), b: p(8), c: p(6), d: p(6) }, { total: 27, verdict: 'pass' }],
  ['weights: all of both', weighted, { a: p(10), b: p(10) }, { total: 100, max: 100 }],
  ['weights: 70 % of 5/10 is 35', weighted, { a: p(5), b: p(10) }, { total: 65 }],
  ['weights: 30 % of 5/10 is 15', weighted, { a: p(10), b: p(5) }, { total: 85 }],
  ['weights round half up: 33 × 5/10 = 16.5 → 17, 67 × 5/10 = 33.5 → 34', odd, { a: p(5), b: p(5) }, { total: 51 }],
  ['weights: 33 × 1/10 = 3.3 → 3, 67 × 9/10 = 60.3 → 60', odd, { a: p(1), b: p(9) }, { total: 63 }],
  [
    'measured: the band’s edges',
    kinds,
    { m: { measured: 11 }, s: { derived: { numerator: 2, denominator: 3 } }, y: { yes: true } },
    { total: 20, verdict: 'pass' },
  ],
  [
    'measured: the next band',
    kinds,
    { m: { measured: 12 }, s: { derived: { numerator: 67, denominator: 100 } }, y: { yes: true } },
    { total: 30, verdict: 'pass' },
  ],
  [
    'derived: 2 of 5 is 40 %',
    kinds,
    { m: { measured: 0 }, s: { derived: { numerator: 2, denominator: 5 } }, y: { yes: true } },
    { total: 15, verdict: 'pass' },
  ],
  [
    'derived: 39.9 % is 39',
    kinds,
    { m: { measured: 5 }, s: { derived: { numerator: 399, denominator: 1000 } }, y: { yes: true } },
    { total: 10, verdict: 'pass' },
  ],
  [
    'no is worth what the set says; the required one fails',
    kinds,
    { m: { measured: 6 }, s: { derived: { numerator: 1, denominator: 1 } }, y: { yes: false } },
    { total: 17, verdict: 'fail' },
  ],
  ['count, either, not both: passes', conditions, { a: p(10), b: p(8), c: p(0) }, { total: 18, verdict: 'pass' }],
  ['count: only one is high', conditions, { a: p(10), b: p(7), c: p(7) }, { verdict: 'fail' }],
  ['either: neither is ten', conditions, { a: p(9), b: p(9), c: p(9) }, { verdict: 'fail' }],
  ['not both: both are', conditions, { a: p(10), b: p(10), c: p(9) }, { verdict: 'fail' }],
  ['disqualified whatever the points', conditions, { a: p(10), b: p(8), c: p(10) }, { verdict: 'fail' }, ['law']],
  ['a band’s upper edge', banded, { a: p(4), b: p(5) }, { total: 9, band: 'low' }],
  ['the next band’s lower edge', banded, { a: p(5), b: p(5) }, { total: 10, band: 'high' }],
  ['no band while incomplete', banded, { a: p(5) }, { band: null, verdict: 'incomplete' }],
];

describe('what cdht does not use, by hand', () => {
  it.each(SPECIAL)('%s', (_name, set, indicators, expected, found) => {
    const result = score(compile(set), { indicators, ...(found === undefined ? {} : { conditions: found }) });
    expect(result).toMatchObject(expected);
    const lost = explain(result).reduce((sum, { params }) => sum + Number(params.lost ?? 0), 0);
    expect(lost).toBe(result.max - result.total);
  });

  it('every indicator not applicable is no pass', () => {
    const set = makeSet([{ id: 'A', indicators: [free('a', 10, skippable)] }]);
    expect(score(compile(set), { indicators: { a: NA } }).verdict).toBe('incomplete');
  });

  it('an override of a flag goes before what is derived, where the set allows it', () => {
    const answers = {
      ...answersOf([8, 8, 8, 8, 8, 8, 8, 8, 8, 8]),
      flags: { t4: { value: false, reason: 'seen' }, t5: { value: true } },
    };
    expect(score(cdht, answers).flags).toEqual({ t4: false, t5: true });
  });

  it('refuses what does not fit an indicator', () => {
    for (const answer of [{ level: 'none' }, { points: 11 }, { yes: true }, { notApplicable: true }, { measured: 3 }]) {
      expect(() => score(cdht, { indicators: { '1': answer } })).toThrow(BadAnswerError);
    }
  });

  it('levels and the same points say the same total, each its own reason', () => {
    const byLevel = score(cdht, { indicators: { '1': { level: 'kha', evidence: 1 } } });
    const byPoints = score(cdht, { indicators: { '1': { points: 8, evidence: 1 } } });
    expect(byLevel.total).toBe(byPoints.total);
    expect(byLevel.indicators[0]?.why).toEqual({
      key: 'why.level',
      params: { indicator: '1', level: 'kha', points: 8, max: 10 },
    });
    expect(byPoints.indicators[0]?.why.key).toBe('why.points');
  });
});
