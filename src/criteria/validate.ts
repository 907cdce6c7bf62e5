/**
 * A criteria set from a file is sound, or every fault that it has is reported with its path: first those of the shape (schema.ts),
 * then what must agree between two places of the file.
 */
import type { z } from 'zod';
import type { Fault } from './faults.ts';
import { bestPoints, reachOf } from './reach.ts';
import {
  type Band,
  CONDITION_DEPTH_MAX,
  type Condition,
  type CriteriaSet,
  criteriaSetSchema,
  type Indicator,
  resolveVariant,
} from './schema.ts';

/** A sound set, or all that is wrong with it. */
export type LoadedSet =
  | { readonly kind: 'ok'; readonly set: CriteriaSet }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

type Report = (path: string, key: Fault['key'], params?: Fault['params']) => void;

/**
 * Checks a criteria set.
 * @param json parsed JSON of any kind; strings are brought to NFC
 * @param base the set that a variant file changes (`variantOf`)
 */
export function loadSet(json: unknown, base?: CriteriaSet): LoadedSet {
  const faults: Fault[] = [];
  const report: Report = (path, key, params = {}) => void faults.push({ path, key, params });
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    report('', 'notAnObject');
    return { kind: 'faults', faults };
  }
  const normal = JSON.parse(JSON.stringify(json).normalize('NFC')) as object;
  if ('variantOf' in normal && !('competencies' in normal) && base === undefined) {
    report('variantOf', 'unknownBase', { id: String(normal.variantOf) });
    return { kind: 'faults', faults };
  }
  if (depthOf(normal) > CONDITION_DEPTH_MAX * 2 + 8) {
    report('rules', 'tooDeep', { maximum: CONDITION_DEPTH_MAX });
    return { kind: 'faults', faults };
  }
  const parsed = criteriaSetSchema.safeParse(base === undefined ? normal : resolveVariant(base, normal));
  if (!parsed.success) {
    for (const issue of parsed.error.issues) reportIssue(issue, [], report);
    return { kind: 'faults', faults };
  }
  checkSet(parsed.data, report);
  return faults.length === 0 ? { kind: 'ok', set: parsed.data } : { kind: 'faults', faults };
}

function depthOf(value: unknown): number {
  let depth = 0;
  let layer: unknown[] = [value];
  while (layer.length > 0 && depth < 200) {
    depth += 1;
    layer = layer.flatMap((one) => (one !== null && typeof one === 'object' ? Object.values(one) : []));
  }
  return depth;
}

function reportIssue(issue: z.core.$ZodIssue, above: PropertyKey[], report: Report): void {
  const path = [...above, ...issue.path].map(String).join('.');
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined && issue.message.includes('undefined')) report(path, 'missing');
      else report(path, 'type', { expected: issue.expected });
      return;
    case 'unrecognized_keys':
      report(path, 'unknownField', { keys: issue.keys.join(', ') });
      return;
    case 'invalid_value':
      report(path, 'oneOf', { values: issue.values.map(String).join(', ') });
      return;
    case 'too_small':
      report(path, 'tooSmall', { minimum: Number(issue.minimum) });
      return;
    case 'too_big':
      report(path, 'tooBig', { maximum: Number(issue.maximum) });
      return;
    case 'invalid_union':
      report(path, 'oneOf', { values: 'kind' });
      return;
    case 'invalid_format':
      // The patterns of the schema are those of ids and versions.
      if (issue.format === 'regex') report(path, 'plainName');
      else if (issue.format === 'date') report(path, 'day');
      else report(path, 'format', { format: issue.format });
      return;
    default:
      report(path, 'format', { format: issue.message });
  }
}

function checkSet(set: CriteriaSet, report: Report): void {
  const indicators = set.competencies.flatMap((competency, c) =>
    competency.indicators.map((spec, i) => ({ spec, path: `competencies.${c}.indicators.${i}` })),
  );
  unique(set.competencies, 'competencies', report);
  uniqueAt(
    indicators.map(({ spec, path }) => ({ id: spec.id, path })),
    report,
  );
  unique(set.rules, 'rules', report);
  unique(set.flags ?? [], 'flags', report);
  unique(set.conditions ?? [], 'conditions', report);
  unique(set.bands ?? [], 'bands', report);
  for (const { spec, path } of indicators) checkIndicator(set, spec, path, report);
  checkWeights(set, indicators, report);
  const known: Known = {
    indicators: new Set(indicators.map(({ spec }) => spec.id)),
    competencies: new Set(set.competencies.map(({ id }) => id)),
    conditions: new Set(set.conditions?.map(({ id }) => id)),
  };
  const reach = reachOf(set);
  set.rules.forEach((rule, index) => {
    const sound = checkNames(rule.holds, `rules.${index}.holds`, known, report);
    if (sound && !reach(rule.holds).canHold) report(`rules.${index}.holds`, 'neverPasses', { id: rule.id });
  });
  set.flags?.forEach((flag, index) => {
    if (flag.when !== undefined) checkNames(flag.when, `flags.${index}.when`, known, report);
  });
  if (set.bands !== undefined && set.bands.length > 0) checkBands(set.bands, 'bands', report, fullMax(set));
  const { from, to } = set.effective;
  if (to !== undefined && to < from) report('effective.to', 'dates', { from, to });
  checkMapping(set, known, report);
}

function fullMax(set: CriteriaSet): number {
  const sums = set.competencies.map(({ cap, indicators }) =>
    Math.min(
      cap ?? Number.MAX_SAFE_INTEGER,
      indicators.reduce((sum, { weight, max }) => sum + (set.weightSum === undefined ? max : (weight ?? 0)), 0),
    ),
  );
  return Math.min(
    set.cap ?? Number.MAX_SAFE_INTEGER,
    sums.reduce((a, b) => a + b, 0),
  );
}

function unique(list: readonly { id: string }[], path: string, report: Report): void {
  uniqueAt(
    list.map(({ id }, index) => ({ id, path: `${path}.${index}` })),
    report,
  );
}

function uniqueAt(list: readonly { id: string; path: string }[], report: Report): void {
  const seen = new Set<string>();
  for (const { id, path } of list) {
    if (seen.has(id)) report(`${path}.id`, 'duplicateId', { id });
    seen.add(id);
  }
}

function checkIndicator(set: CriteriaSet, spec: Indicator, path: string, report: Report): void {
  const { max } = spec;
  const within = (points: number, at: string): void => {
    if (points > max) report(`${path}.${at}`, 'pointsBeyondMax', { points, max });
  };
  switch (spec.kind) {
    case 'levels':
      unique(spec.levels, `${path}.levels`, report);
      spec.levels.forEach(({ points }, index) => {
        within(points, `levels.${index}.points`);
      });
      if (spec.free !== undefined) within(spec.free.min, 'free.min');
      break;
    case 'free':
      within(spec.free.min, 'free.min');
      break;
    case 'yes-no':
      within(spec.yes, 'yes');
      within(spec.no, 'no');
      break;
    case 'measured':
    case 'derived':
      spec.bands.forEach(({ points }, index) => {
        within(points, `bands.${index}.points`);
      });
      checkBands(spec.bands, `${path}.bands`, report, spec.kind === 'derived' ? 100 : null);
  }
  const best = bestPoints(spec);
  if (best < max) report(`${path}.max`, 'maxOutOfReach', { max, best });
  const from = spec.evidenceFrom ?? set.evidenceFrom;
  if (spec.evidenceFrom !== undefined && from !== undefined && from > max) {
    report(`${path}.evidenceFrom`, 'evidenceFrom', { from, max });
  }
}

/** Bands must rise from 0 without gap or overlap. @param end where the last band must end; null: anywhere */
function checkBands(
  bands: readonly Pick<Band, 'from' | 'to'>[],
  path: string,
  report: Report,
  end: number | null,
): void {
  let expected = 0;
  bands.forEach(({ from, to }, index) => {
    if (to < from) report(`${path}.${index}`, 'bandReversed', { from, to });
    if (from > expected) report(`${path}.${index}.from`, 'bandGap', { from, expected, previous: expected - 1 });
    if (from < expected) report(`${path}.${index}.from`, 'bandOverlap', { from, expected });
    expected = to + 1;
  });
  if (end !== null && expected - 1 !== end)
    report(`${path}.${bands.length - 1}.to`, 'bandEnd', { to: expected - 1, expected: end });
}

function checkWeights(
  set: CriteriaSet,
  indicators: readonly { spec: Indicator; path: string }[],
  report: Report,
): void {
  for (const { spec, path } of indicators) {
    if (set.weightSum !== undefined && spec.weight === undefined) report(path, 'weightMissing');
    if (set.weightSum === undefined && spec.weight !== undefined) report(`${path}.weight`, 'weightUnwanted');
  }
  if (set.weightSum === undefined) return;
  const sum = indicators.reduce((total, { spec }) => total + (spec.weight ?? 0), 0);
  if (sum !== set.weightSum) report('weightSum', 'weightSum', { sum, expected: set.weightSum });
}

interface Known {
  readonly indicators: ReadonlySet<string>;
  readonly competencies: ReadonlySet<string>;
  readonly conditions: ReadonlySet<string>;
}

/** @returns whether every id that the condition names is known */
function checkNames(condition: Condition, path: string, known: Known, report: Report): boolean {
  const check = (names: ReadonlySet<string>, name: string, at: string, key: Fault['key']): boolean => {
    if (names.has(name)) return true;
    report(at, key, { id: name });
    return false;
  };
  switch (condition.kind) {
    case 'total':
      return true;
    case 'competency':
      return check(known.competencies, condition.id, `${path}.id`, 'unknownCompetency');
    case 'indicator':
      return check(known.indicators, condition.id, `${path}.id`, 'unknownIndicator');
    case 'disqualifier':
      return check(known.conditions, condition.condition, `${path}.condition`, 'unknownCondition');
    case 'each':
    case 'count':
      return (condition.of ?? [])
        .map((name, index) => check(known.indicators, name, `${path}.of.${index}`, 'unknownIndicator'))
        .every(Boolean);
    case 'and':
    case 'or':
      return condition.of.map((part, index) => checkNames(part, `${path}.of.${index}`, known, report)).every(Boolean);
    case 'not':
      return checkNames(condition.of, `${path}.of`, known, report);
  }
}

function checkMapping(set: CriteriaSet, known: Known, report: Report): void {
  const from = new Set<string>();
  set.predecessor?.mapping.forEach((pair, index) => {
    const path = `predecessor.mapping.${index}`;
    if (!known.indicators.has(pair.to)) report(`${path}.to`, 'unknownIndicator', { id: pair.to });
    if (from.has(pair.from)) report(`${path}.from`, 'mappingTwice', { id: pair.from });
    from.add(pair.from);
  });
}
