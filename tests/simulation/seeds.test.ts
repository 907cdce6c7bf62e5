/**
 * Goal: seeds that once failed never fail again, and one seed is one story. Method: the simulator in this process.
 * Seed 2 lost the session of a phone whose journal was torn on one day and whose database was wiped on another; seed 18
 * kept receipts of an endpoint that was restored before the phone had its first page; seeds 79 and 108 gave one number of
 * a device to two records, when one tab met a full disk and the other saved after it; seeds 611 and 668 believed a photo
 * received by an endpoint whose epoch the phone had not learnt, and which was restored since.
 */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { FIRST_FAULTS, runWorld } from './world.ts';

const KEPT = [2, 18, 79, 108, 611, 668];

// Killed processes complain on their way out; nobody would hear them in a killed browser either.
beforeAll(() => {
  for (const method of ['warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(() => undefined);
});

describe('the simulator', () => {
  it.each(KEPT)('seed %i, which once failed, holds', async (seed) => {
    const { violations, promised } = await runWorld({ seed, allowed: FIRST_FAULTS });
    expect(violations).toEqual([]);
    expect(promised).toBeGreaterThan(50);
  });

  it('tells the same story for the same seed', async () => {
    const [first, again] = [await runWorld({ seed: 7, days: 12 }), await runWorld({ seed: 7, days: 12 })];
    expect(again.trace).toEqual(first.trace);
    expect(again.promised).toBe(first.promised);
  });
});
