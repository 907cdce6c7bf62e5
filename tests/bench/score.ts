/**
 * `npm run bench`: evaluations per second of the engine beside a function written by hand for the same set, in one
 * process. A ratio is printed; no time is asserted.
 */

import type { Answers } from '../../src/criteria/index.ts';
import { compile, loadBuiltIn, score } from '../../src/criteria/index.ts';

const ROUNDS = 7;
const EVALUATIONS = 40_000;
const LEVELS = ['chua', 'dat', 'kha', 'tot'] as const;
const POINTS: Readonly<Record<string, number>> = { chua: 0, dat: 5, kha: 8, tot: 10 };
const COMPETENCY = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2];

const set = await loadBuiltIn('cdht-1');
const compiled = compile(set);
const samples: Answers[] = Array.from({ length: 512 }, (_, sample) => ({
  indicators: Object.fromEntries(
    Array.from({ length: 10 }, (_unused, at) => [
      String(at + 1),
      { level: LEVELS[(sample * 7 + at * 3) % 4] ?? 'dat', evidence: (sample + at) % 3 },
    ]),
  ),
}));

/** What someone would write for cdht-1 alone, giving the same facts as the engine: points, sums, reasons, rules, flags. */
function byHand({ indicators }: Answers) {
  const subtotals = [0, 0, 0];
  const results = [];
  const missingAnswers: string[] = [];
  const missingEvidence: string[] = [];
  let least = 10;
  let total = 0;
  for (let at = 0; at < 10; at += 1) {
    const id = String(at + 1);
    const answer = indicators[id];
    const points = answer?.level === undefined ? (answer?.points ?? null) : (POINTS[answer.level] ?? null);
    if (points === null) {
      missingAnswers.push(id);
      results.push({
        id,
        points: null,
        max: 10,
        state: 'unanswered',
        why: { key: 'why.unanswered', params: { indicator: id } },
      });
      continue;
    }
    const lacks = points >= 8 && (answer?.evidence ?? 0) === 0;
    if (lacks) missingEvidence.push(id);
    total += points;
    if (points < least) least = points;
    subtotals[COMPETENCY[at] ?? 0] = (subtotals[COMPETENCY[at] ?? 0] ?? 0) + points;
    results.push({
      id,
      points,
      max: 10,
      level: answer?.level ?? null,
      state: 'answered',
      missingEvidence: lacks,
      why: { key: 'why.level', params: { indicator: id, level: answer?.level ?? '', points, max: 10 } },
    });
  }
  const rules = [
    { id: 'total', holds: total >= 80, margin: total - 80 },
    { id: 'floor', holds: least >= 5, margin: least - 5 },
  ];
  const passed = rules.every(({ holds }) => holds);
  return {
    set: 'cdht-1',
    total,
    max: 100,
    verdict: missingAnswers.length > 0 ? 'incomplete' : passed ? 'pass' : 'fail',
    competencies: subtotals,
    indicators: results,
    rules,
    missingAnswers,
    missingEvidence,
    flags: { t4: (results[4]?.points ?? 0) >= 8, t5: false },
  };
}

function perSecond(work: (answers: Answers) => { readonly total: number }): number {
  let best = 0;
  let kept = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    for (let at = 0; at < EVALUATIONS; at += 1) kept += work(samples[at % samples.length] as Answers).total;
    best = Math.max(best, (EVALUATIONS / (performance.now() - start)) * 1000);
  }
  if (kept === 0) throw new Error('nothing was scored');
  return best;
}

const hand = perSecond(byHand);
const engine = perSecond((answers) => score(compiled, answers));
const hashed = perSecond((answers) => {
  const result = score(compiled, answers);
  return result.hash === '' ? { total: 0 } : result;
});
const line = (name: string, value: number) =>
  `${name.padEnd(34)}${Math.round(value).toLocaleString('en')} evaluations/s`;
console.log(line('by hand', hand));
console.log(line('engine', engine));
console.log(line('engine with canonical hash', hashed));
console.log(`ratio engine / by hand            ${(engine / hand).toFixed(2)} (goal ≥ 0.50)`);
console.log(`one answer changed → new result   ${(1000 / engine).toFixed(4)} ms (goal ≤ 0.1)`);
