/** Goal: scoring is right. Method: results worked out by hand, one row each. */
import { describe, expect, it } from 'vitest';
import type { Answer, Answers } from './api.ts';
import { type Compiled, compile } from './compile.ts';
import { explain } from './explain.ts';
import { BadAnswerError, score } from './score.ts';
import { loadBuiltIn } from './sets.ts';

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

describe('answers to cdht', () => {
  it('an override of a flag goes before what is derived, where the set allows it', () => {
    const answers = {
      ...answersOf([8, 8, 8, 8, 8, 8, 8, 8, 8, 8]),
      flags: { t4: { value: false, reason: 'seen' }, t5: { value: true } },
    };
    expect(score(cdht, answers).flags).toEqual({ t4: false, t5: true });
  });

  it('throws for an answer that does not fit its indicator', () => {
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
