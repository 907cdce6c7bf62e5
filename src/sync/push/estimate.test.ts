/** Goal: the estimate counts what really goes over the wire. Method: a real vault; the arithmetic by hand. */
import { expect, it } from 'vitest';
import { addHousehold } from '../../programme/index.ts';
import { testPhone } from '../../vault/testing/test-phone.ts';
import { estimateWaiting, secondsOn2G } from './estimate.ts';

it('seconds are bytes over the rate, and the waiting for each answer', () => {
  expect(secondsOn2G(0, 1)).toBe(1);
  expect(secondsOn2G(10_000, 1)).toBe(2);
  expect(secondsOn2G(100_000, 5)).toBe(14);
});

it('counts records zipped and photos as they are; nothing where nothing waits', async () => {
  const vault = await testPhone(91).open();
  expect(await estimateWaiting(vault)).toBeNull();
  const ref = { scope: 'scope-here', id: '0192a000-0000-7000-8000-000000000091' };
  await vault.commit(addHousehold(ref, { number: '7', hamlet: 'Ấp 3' }));
  const estimate = await estimateWaiting(vault);
  const plain = JSON.stringify(await vault.pending(10)).length;
  expect(estimate?.bytes).toBeGreaterThan(100);
  expect(estimate?.bytes).toBeLessThan(plain);
  expect(estimate?.secondsOn2G).toBe(secondsOn2G(estimate?.bytes ?? 0, 1));
});
