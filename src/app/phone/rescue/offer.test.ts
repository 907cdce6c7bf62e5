/** Goal: the file is offered when the rules of sync say, and not once it is made. Method: each boundary from both sides. */
import { expect, it } from 'vitest';
import type { RescueStatus } from '../../../vault/index.ts';
import { offerReason, unsavedElsewhereCount } from './offer.ts';

const NOW = Date.parse('2026-11-24T09:00:00+07:00');
const status = (changed: Partial<RescueStatus>): RescueStatus => ({
  unreceived: 30,
  photosWaiting: 0,
  unexported: 1,
  photosUnexported: 0,
  oldestUnexportedAt: '2026-11-24T08:00:00+07:00',
  saveFailed: false,
  exportedAt: null,
  ...changed,
});

it.each([
  [{ unexported: 20 }, null],
  [{ unexported: 21 }, 'many'],
  [{ oldestUnexportedAt: '2026-11-21T09:00:00+07:00' }, null],
  [{ oldestUnexportedAt: '2026-11-21T08:59:00+07:00' }, 'old'],
  [{ saveFailed: true }, 'save-failed'],
  [{ saveFailed: true, unexported: 0, oldestUnexportedAt: null }, null],
  [{ unexported: 0, photosUnexported: 1, saveFailed: true, oldestUnexportedAt: null }, 'save-failed'],
  [{ unexported: 0, oldestUnexportedAt: null }, null],
] as const)('%o: %s', (changed, reason) => {
  expect(offerReason(status(changed), NOW)).toBe(reason);
});

it('counts records and photos that are nowhere else', () => {
  expect(unsavedElsewhereCount(status({ unexported: 2, photosUnexported: 3 }))).toBe(5);
});
