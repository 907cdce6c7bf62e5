/**
 * Answers from outside (a file, another program) are made safe for `score`: every fault is reported and nothing is guessed.
 */
import { z } from 'zod';
import type { Answer, Answers } from './api.ts';
import { percentOf } from './arithmetic.ts';
import type { Compiled, CompiledIndicator } from './compile.ts';
import { NUMBER_MAX } from './schema.ts';

const count = z.int().min(0).max(NUMBER_MAX);
const answer = z.strictObject({
  level: z.string().exactOptional(),
  points: count.exactOptional(),
  yes: z.boolean().exactOptional(),
  measured: count.exactOptional(),
  derived: z.strictObject({ numerator: count, denominator: count }).exactOptional(),
  notApplicable: z.boolean().exactOptional(),
  evidence: count.exactOptional(),
});
const answersSchema = z.strictObject({
  indicators: z.record(z.string(), answer),
  flags: z
    .record(z.string(), z.strictObject({ value: z.boolean(), reason: z.string().exactOptional() }))
    .exactOptional(),
  conditions: z.array(z.string()).exactOptional(),
});

/** Answers that `score` takes, or all that is wrong with them. */
export type ParsedAnswers =
  | { readonly kind: 'ok'; readonly answers: Answers }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

/**
 * Checks answers against their set.
 * @param compiled the set that the answers are for
 * @param value parsed JSON of any kind
 * @returns the answers, or every fault in an English sentence (for the command line and integrators)
 */
export function parseAnswers(compiled: Compiled, value: unknown): ParsedAnswers {
  const shaped = answersSchema.safeParse(value);
  if (!shaped.success) {
    return {
      kind: 'faults',
      faults: shaped.error.issues.map(({ path, message }) => `${path.join('.') || 'answers'}: ${message}`),
    };
  }
  const answers = shaped.data;
  const faults: string[] = [];
  for (const [id, given] of Object.entries(answers.indicators)) {
    const indicator = compiled.byId.get(id);
    const fault =
      indicator === undefined ? `set ${compiled.set.id} has no such indicator` : answerFault(indicator, given);
    if (fault !== null) faults.push(`indicators.${id}: ${fault}`);
  }
  for (const id of Object.keys(answers.flags ?? {})) {
    const flag = compiled.flags.find((known) => known.id === id);
    if (flag === undefined) faults.push(`flags.${id}: the set has no such flag`);
    else if (!flag.overridable) faults.push(`flags.${id}: this flag cannot be overridden`);
  }
  for (const id of answers.conditions ?? []) {
    if (!compiled.set.conditions?.some((known) => known.id === id))
      faults.push(`conditions: the set has no condition "${id}"`);
  }
  return faults.length === 0 ? { kind: 'ok', answers } : { kind: 'faults', faults };
}

const WAYS = ['level', 'points', 'yes', 'measured', 'derived'] as const;

/** @returns what is wrong with one answer, as the end of an English sentence; null when it fits */
export function answerFault(indicator: CompiledIndicator, given: Answer): string | null {
  const ways = WAYS.filter((way) => given[way] !== undefined);
  if (given.notApplicable === true) {
    if (indicator.spec.notApplicable !== true) return 'may not be marked not applicable';
    return ways.length === 0 ? null : 'is marked not applicable and has an answer as well';
  }
  if (ways.length > 1) return `has ${ways.join(' and ')}; give one of them`;
  const way = ways[0];
  return way === undefined ? null : faultOfWay(indicator, given, way);
}

function faultOfWay(indicator: CompiledIndicator, given: Answer, way: (typeof WAYS)[number]): string | null {
  const { spec } = indicator;
  switch (way) {
    case 'level': {
      if (given.level !== undefined && indicator.levels.has(given.level)) return null;
      const known = [...indicator.levels.keys()];
      return known.length === 0 ? 'has no levels' : `level must be one of ${known.join(', ')}`;
    }
    case 'points': {
      if (given.points !== undefined && indicator.free[given.points] !== undefined) return null;
      const range = spec.kind === 'levels' || spec.kind === 'free' ? spec.free : undefined;
      if (range === undefined) return 'does not take free points';
      return `points must be from ${range.min} to ${spec.max}${range.step === 1 ? '' : ` in steps of ${range.step}`}`;
    }
    case 'yes':
      return spec.kind === 'yes-no' ? null : 'is not a yes/no indicator';
    case 'measured': {
      if (spec.kind !== 'measured') return 'is not a measured indicator';
      const value = given.measured ?? -1;
      return spec.bands.some(({ from, to }) => value >= from && value <= to) ? null : 'lies in no band';
    }
    case 'derived': {
      if (spec.kind !== 'derived' || given.derived === undefined) return 'is not a derived indicator';
      const { numerator, denominator } = given.derived;
      if (denominator < 1 || numerator > denominator)
        return 'must be a share: numerator ≤ denominator, denominator ≥ 1';
      const percent = percentOf(numerator, denominator);
      return spec.bands.some(({ from, to }) => percent >= from && percent <= to) ? null : 'lies in no band';
    }
  }
}
