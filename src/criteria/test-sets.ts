/** Small sets for tests, with what `cdht` does not use: weights, caps, bands, measures, disqualifiers. */
import type { Condition, CriteriaSet, Indicator } from './schema.ts';
import { loadSet } from './validate.ts';

const inBoth = (words: string) => ({ vi: words, en: words });

export const free = (id: string, max = 10, more: object = {}): Indicator =>
  ({ id, kind: 'free', title: inBoth(id), max, free: { min: 0, step: 1 }, ...more }) as Indicator;

export const measured = (id: string, more: object = {}): Indicator =>
  ({
    id,
    kind: 'measured',
    title: inBoth(id),
    max: 10,
    unit: inBoth('buổi'),
    bands: [
      { from: 0, to: 5, points: 0 },
      { from: 6, to: 11, points: 5 },
      { from: 12, to: 365, points: 10 },
    ],
    ...more,
  }) as Indicator;

export const derived = (id: string): Indicator =>
  ({
    id,
    kind: 'derived',
    title: inBoth(id),
    max: 10,
    source: { sets: ['cdht-1'], population: inBoth('người lớn') },
    bands: [
      { from: 0, to: 39, points: 0 },
      { from: 40, to: 66, points: 5 },
      { from: 67, to: 100, points: 10 },
    ],
  }) as Indicator;

export const yesNo = (id: string, yes = 10, no = 0): Indicator =>
  ({ id, kind: 'yes-no', title: inBoth(id), max: Math.max(yes, no), yes, no }) as Indicator;

export const rule = (id: string, holds: Condition) => ({ id, text: inBoth(id), holds });

/** @throws Error with the faults: a test set must be sound */
export function makeSet(
  competencies: readonly { id: string; cap?: number; indicators: Indicator[] }[],
  more: object = {},
): CriteriaSet {
  const loaded = loadSet({
    id: 'test',
    version: '1',
    status: 'provisional',
    title: inBoth('test'),
    subject: { kind: 'citizen', group: '1', title: inBoth('test') },
    legalBasis: [],
    effective: { from: '2026-01-01' },
    pointScale: 1,
    rescale: 'proportional',
    competencies: competencies.map((competency) => ({ title: inBoth(competency.id), ...competency })),
    rules: [rule('any', { kind: 'total', atLeast: 0 })],
    ...more,
  });
  if (loaded.kind === 'faults') throw new Error(JSON.stringify(loaded.faults));
  return loaded.set;
}
