/** Goal: one light that is as bad as the worst finding, and no light where all is well. Method: a table by hand. */
import { expect, it } from 'vitest';
import { checks, type Known, lightOf } from './checks.ts';

const NOW = '2026-11-24T09:00:00.000+07:00';
const WELL: Known = {
  installed: true,
  persisted: true,
  room: true,
  full: false,
  citizens: 4000,
  syncedDaysAgo: 0,
  criteria: { kind: 'asked', unexplained: 0, found: 'fresh', at: NOW },
  now: Date.parse(NOW),
  skewMinutes: 1,
  unreceived: 0,
  oldestPendingDays: 0,
};

it('is green where all is well', () => {
  expect(checks(WELL)).toHaveLength(7);
  expect(lightOf(checks(WELL))).toBe('good');
});

it.each<[Partial<Known>, string, 'warn' | 'bad']>([
  [{ installed: false }, 'installed', 'warn'],
  [{ persisted: false }, 'persisted', 'warn'],
  [{ persisted: null }, 'persisted', 'warn'],
  [{ room: null }, 'room', 'warn'],
  [{ room: false }, 'room', 'bad'],
  [{ full: true }, 'room', 'bad'],
  [{ citizens: 0 }, 'roster', 'bad'],
  [{ syncedDaysAgo: null }, 'roster', 'bad'],
  [{ syncedDaysAgo: 4 }, 'roster', 'warn'],
  [{ syncedDaysAgo: 15 }, 'roster', 'bad'],
  [{ criteria: { kind: 'missing', count: 1 } }, 'criteria', 'bad'],
  [{ criteria: { kind: 'asked', unexplained: 0, found: 'ahead', at: NOW } }, 'criteria', 'warn'],
  [{ criteria: { kind: 'asked', unexplained: 1, found: 'fresh', at: NOW } }, 'criteria', 'warn'],
  [{ criteria: { kind: 'not-asked', unexplained: 0, last: null } }, 'criteria', 'warn'],
  [
    { criteria: { kind: 'not-asked', unexplained: 0, last: { found: 'fresh', at: '2026-11-20T09:00:00.000+07:00' } } },
    'criteria',
    'warn',
  ],
  [{ criteria: { kind: 'not-asked', unexplained: 0, last: { found: 'ahead', at: NOW } } }, 'criteria', 'warn'],
  [{ skewMinutes: -11 }, 'clock', 'warn'],
  [{ unreceived: 3 }, 'unsent', 'warn'],
  [{ unreceived: 21 }, 'unsent', 'bad'],
  [{ unreceived: 1, oldestPendingDays: 4 }, 'unsent', 'bad'],
])('%j shows at %s as %s, and in the one light', (changed, id, light) => {
  const found = checks({ ...WELL, ...changed });
  expect(found.filter((each) => each.light !== 'good').map((each) => [each.id, each.light])).toEqual([[id, light]]);
  expect(lightOf(found)).toBe(light);
});

it('offline, an answer of the last three days counts, and is told with its time', () => {
  const at = '2026-11-22T09:00:00.000+07:00';
  const found = checks({ ...WELL, criteria: { kind: 'not-asked', unexplained: 0, last: { found: 'fresh', at } } });
  expect(found.find(({ id }) => id === 'criteria')).toEqual({
    id: 'criteria',
    light: 'good',
    words: 'last',
    params: { at },
  });
});
