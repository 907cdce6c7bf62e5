/** What a criteria set says, ready for sentences: names in place of ids in an explanation. */
import type { Compiled, Explanation } from '../../../criteria/index.ts';
import type { Language, Params } from '../../../ui/use-messages.ts';

/** @returns the indicator's title, its id when the set has no such indicator */
export function indicatorTitle(compiled: Compiled, id: string, language: Language): string {
  return compiled.byId.get(id)?.spec.title[language] ?? id;
}

/** @returns the sentence of a level of an indicator, when it is one with levels */
export function levelOf(compiled: Compiled, indicatorId: string, levelId: string | null) {
  const spec = compiled.byId.get(indicatorId)?.spec;
  return spec?.kind === 'levels' ? spec.levels.find(({ id }) => id === levelId) : undefined;
}

/** @returns the explanation's parameters with the ids of indicator, level and competency replaced by their names */
export function namedParams(compiled: Compiled, { params }: Explanation, language: Language): Params {
  const named: Record<string, string | number> = { ...params };
  const { indicator, level, competency } = params;
  if (typeof indicator === 'string') {
    named.indicator = indicatorTitle(compiled, indicator, language);
    if (typeof level === 'string') named.level = levelOf(compiled, indicator, level)?.title[language] ?? level;
  }
  if (typeof competency === 'string') {
    named.competency = compiled.set.competencies.find(({ id }) => id === competency)?.title[language] ?? competency;
  }
  return named;
}
