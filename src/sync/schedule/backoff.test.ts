/** Goal: waits stay in bounds for ever and use the whole range, so that a herd spreads. Method: any failures, any bytes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BACKOFF, backoffMs } from './backoff.ts';

it('stays between the least wait and the doubling ceiling', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.uint8Array({ minLength: 2, maxLength: 2 }),
      (failures, bytes) => {
        const wait = backoffMs(failures, { bytes: () => bytes });
        expect(wait).toBeGreaterThanOrEqual(BACKOFF.leastMs);
        expect(wait).toBeLessThanOrEqual(Math.min(BACKOFF.ceilingMs, BACKOFF.baseMs * 2 ** failures));
      },
    ),
  );
});

it('jitters over the whole range', () => {
  expect(backoffMs(10, { bytes: () => new Uint8Array([0, 0]) })).toBe(BACKOFF.leastMs);
  expect(backoffMs(10, { bytes: () => new Uint8Array([255, 255]) })).toBeGreaterThan(BACKOFF.ceilingMs * 0.99);
});
