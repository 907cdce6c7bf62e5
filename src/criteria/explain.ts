/**
 * Why a result is what it is, as message keys with parameters, of which screens make sentences in vi and in en.
 * Every explanation whose key starts with `lost.` has the parameter `lost`, and these add up to max − total: no point
 * disappears without a reason. Caps and rescaling may give points back, so theirs may be negative.
 */
import type { Explanation, IndicatorResult, Result } from './api.ts';

/** Every key that `explain` and `why` can give: the catalogues in vi and in en must have each of them. */
export const EXPLANATION_KEYS = [
  'why.level',
  'why.points',
  'why.yes',
  'why.no',
  'why.measured',
  'why.derived',
  'why.unanswered',
  'why.notApplicable',
  'lost.level',
  'lost.points',
  'lost.yes',
  'lost.no',
  'lost.measured',
  'lost.derived',
  'lost.unanswered',
  'lost.cap',
  'lost.totalCap',
  'lost.rescaled',
  'rule.failed',
  'evidence.missing',
] as const;

/**
 * Explains a result.
 * @returns first the lost points in the order of the form, then the rules that fail, then the missing evidence
 * @example explain(result)[0] // { key: 'lost.level', params: { indicator: '1', level: 'kha', points: 8, max: 10, lost: 2 } }
 */
export function explain(result: Result): Explanation[] {
  const explanations: Explanation[] = [];
  let explained = 0;
  const lose = (key: string, lost: number, params: Explanation['params']): void => {
    if (lost === 0) return;
    explained += lost;
    explanations.push({ key, params: { ...params, lost } });
  };
  let expected = 0;
  for (const competency of result.competencies) {
    for (const indicator of result.indicators) {
      if (indicator.competency !== competency.id || indicator.state === 'not-applicable') continue;
      lose(indicator.why.key.replace('why.', 'lost.'), lostBy(indicator), indicator.why.params);
    }
    expected += competency.max - competency.points;
    lose('lost.cap', expected - explained, { competency: competency.id, max: competency.max });
  }
  const someNotApplicable = result.indicators.some(({ state }) => state === 'not-applicable');
  lose(someNotApplicable ? 'lost.rescaled' : 'lost.totalCap', result.max - result.total - explained, {
    max: result.max,
  });
  for (const rule of result.rules) {
    if (!rule.holds) explanations.push({ key: 'rule.failed', params: { rule: rule.id, by: -rule.margin } });
  }
  for (const indicator of result.missingEvidence) explanations.push({ key: 'evidence.missing', params: { indicator } });
  return explanations;
}

function lostBy(indicator: IndicatorResult): number {
  return (indicator.countedMax ?? indicator.max) - (indicator.counted ?? indicator.points ?? 0);
}
