/** Goal: what `cdht` does not use (weights, caps, bands, measures, disqualifiers) is scored right too. Method: results worked out by hand. */
import { describe, expect, it } from 'vitest';
import type { Answer } from './api.ts';
import { compile } from './compile.ts';
import { explain } from './explain.ts';
import { score } from './score.ts';
import { derived, free, makeSet, measured, rule, yesNo } from './test-sets.ts';

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
});
