/** Goal: one rule says which answers a set takes, for forms, scoring and files alike. Method: any answer to small sets. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { engineAnswers, nextMissing, unfitAnswers } from './answering.ts';
import { compile } from './compile.ts';
import { answerFault } from './parse-answers.ts';
import { passMark } from './pass-mark.ts';
import { BadAnswerError, fits, score } from './score.ts';
import { loadBuiltIn } from './sets.ts';
import { free, makeSet, measured, rule, yesNo } from './test-sets.ts';

const form = await loadBuiltIn('cdht-1');
const compiled = compile(
  makeSet([
    {
      id: 'A',
      indicators: [free('f', 10, { notApplicable: true }), yesNo('y'), measured('m'), ...firstIndicators()],
    },
  ]),
);

function firstIndicators() {
  return form.competencies[0]?.indicators.slice(0, 1) ?? [];
}

const way = fc.oneof(
  fc.record({ level: fc.constantFrom('chua', 'dat', 'kha', 'tot', 'none') }),
  fc.record({ points: fc.integer({ min: 0, max: 12 }) }),
  fc.record({ yes: fc.boolean() }),
  fc.record({ measured: fc.integer({ min: 0, max: 400 }) }),
  fc.constant({ notApplicable: true }),
  fc.constant({}),
);
const indicator = fc.constantFrom('f', 'y', 'm', '1', 'unknown');

it('an answer fits when the engine scores it and when a file may have it, and not otherwise', () => {
  fc.assert(
    fc.property(indicator, way, (id, answer) => {
      const scored = () => {
        try {
          score(compiled, { indicators: { [id]: answer } });
          return true;
        } catch (error) {
          if (error instanceof BadAnswerError) return false;
          throw error;
        }
      };
      const known = compiled.byId.get(id);
      expect(fits(compiled, id, answer)).toBe(known !== undefined && scored());
      if (known !== undefined) expect(fits(compiled, id, answer)).toBe(answerFault(known, answer) === null);
    }),
  );
});

it('the engine is given what fits, with evidence counted; the rest is asked again', () => {
  const answers = {
    f: { points: 8, evidence: [{}, {}] },
    y: { points: 3 },
    gone: { yes: true },
    m: { evidence: [{}] },
  };
  const engine = engineAnswers(compiled, { answers, flags: {}, conditions: [] });
  expect(engine.indicators).toEqual({ f: { points: 8, evidence: 2 }, m: { evidence: 1 } });
  expect(unfitAnswers(compiled, answers)).toEqual(['y', 'gone']);
});

it('the next unanswered question is after the one on show, else from the start', () => {
  expect(nextMissing(compiled, ['f', 'm'], 0)).toBe(2);
  expect(nextMissing(compiled, ['f', 'm'], 2)).toBe(0);
  expect(nextMissing(compiled, [], 1)).toBe(-1);
});

it('the pass mark is the total that no pass can do without', async () => {
  expect(passMark(form)).toBe(80);
  expect(passMark(await loadBuiltIn('cdht-1-70'))).toBe(70);
  const either = rule('r', {
    kind: 'or',
    of: [
      { kind: 'total', atLeast: 50 },
      { kind: 'each', atLeast: 5 },
    ],
  });
  expect(passMark({ rules: [either] })).toBeNull();
});
