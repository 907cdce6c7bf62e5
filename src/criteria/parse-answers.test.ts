/** Goal: every answer that a set does not take is reported, and none that it takes. Method: one fault at a time. */
import { describe, expect, it } from 'vitest';
import { compile } from './compile.ts';
import { parseAnswers } from './parse-answers.ts';
import { free, makeSet, measured, yesNo } from './test-sets.ts';

describe('answers from outside', () => {
  const compiled = compile(makeSet([{ id: 'A', indicators: [free('a'), measured('m'), yesNo('y')] }]));
  it.each([
    ['an unknown indicator', { indicators: { z: { points: 1 } } }, /no such indicator/],
    ['two answers at once', { indicators: { a: { points: 1, yes: true } } }, /points and yes/],
    ['points beyond the range', { indicators: { a: { points: 11 } } }, /from 0 to 10/],
    ['a fraction', { indicators: { a: { points: 1.5 } } }, /indicators\.a\.points/],
    ['an unknown field', { indicators: { a: { score: 1 } } }, /indicators\.a/],
    ['a level where there is none', { indicators: { a: { level: 'x' } } }, /no levels/],
    ['not applicable where it may not be', { indicators: { a: { notApplicable: true } } }, /may not be marked/],
    ['a measure in no band', { indicators: { m: { measured: 400 } } }, /no band/],
    ['an unknown flag', { indicators: {}, flags: { t9: { value: true } } }, /no such flag/],
    ['an unknown condition', { indicators: {}, conditions: ['law'] }, /no condition/],
    ['no answers at all', 'x', /answers/],
  ])('%s', (_name, value, sentence) => {
    const parsed = parseAnswers(compiled, value);
    expect(parsed.kind === 'faults' && parsed.faults.join('\n')).toMatch(sentence);
  });

  it('takes what fits', () => {
    const answers = { indicators: { a: { points: 3, evidence: 1 }, m: { measured: 12 }, y: { yes: false } } };
    expect(parseAnswers(compiled, answers)).toEqual({ kind: 'ok', answers });
  });
});
