/**
 * Goal: seeds that once failed never fail again, and one seed is one story. Method: the simulator in this process.
 * Seed 2 lost the session of a phone whose journal was torn on one day and whose database was wiped on another; seed 18
 * kept receipts of an endpoint that was restored before the phone had its first page; seeds 79 and 108 gave one number of
 * a device to two records, when one tab met a full disk and the other saved after it; seeds 611 and 668 believed a photo
 * received by an endpoint whose epoch the phone had not learnt, and which was restored since.
 */
import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { FIRST_FAULTS } from './faults.ts';
import { runWorld } from './world/run.ts';

const KEPT = [2, 18, 79, 108, 611, 668];
/** Seeds that run with a crash point at every await, in a process that names them; 12 and 78 meet the drafts and two tabs. */
const KEPT_WITH_AWAITS = [12, 78];

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

  it.each(KEPT_WITH_AWAITS)('seed %i holds, killed at its awaits', (seed) => {
    const main = new URL('./main.ts', import.meta.url).pathname;
    const stdout = execFileSync('node', [main, '--seeds', '1', '--from', String(seed)], { encoding: 'utf8' });
    const { violations, awaits, faults } = JSON.parse(stdout) as {
      violations: number;
      awaits: { all: number };
      faults: Record<string, number>;
    };
    expect(violations).toBe(0);
    expect(awaits.all).toBeGreaterThan(150);
    expect(faults['crash-at-await']).toBeGreaterThan(0);
  });

  it('tells the same story for the same seed', async () => {
    const [first, again] = [await runWorld({ seed: 7, days: 12 }), await runWorld({ seed: 7, days: 12 })];
    expect(again.trace).toEqual(first.trace);
    expect(again.promised).toBe(first.promised);
  });
});
