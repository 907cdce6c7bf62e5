/** Goal: both sides come to the same digest, and to another one for any other set of rows. Method: by hand, and properties. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { monthDigests, monthOf } from './reconcile.ts';

it('months are those of Vietnam, whatever offset the phone wrote', () => {
  expect(monthOf('2026-10-31T16:59:59.999Z')).toBe('2026-10');
  expect(monthOf('2026-10-31T17:00:00Z')).toBe('2026-11');
  expect(monthOf('2026-11-01T00:00:00+07:00')).toBe('2026-11');
  expect(monthOf('2027-01-01T08:00:00+14:00')).toBe('2027-01');
  for (const none of ['yesterday', '+275760-09-13T00:00:00Z', '+012026-01-01T00:00:00Z']) {
    expect(monthOf(none)).toBe('0000-00');
  }
});

it('the digest is SHA-256 over sorted lines, with a count, month by month', () => {
  const a = { revId: 'a', contentHash: '1', deviceTime: '2026-11-24T09:00:00+07:00' };
  const b = { revId: 'b', contentHash: '2', deviceTime: '2026-11-02T09:00:00+07:00' };
  const c = { revId: 'c', contentHash: '3', deviceTime: '2026-10-02T09:00:00+07:00' };
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(monthDigests([b, c, a])).toEqual([
    { month: '2026-10', count: 1, sha256: sha256('c:3\n') },
    { month: '2026-11', count: 2, sha256: sha256('a:1\nb:2\n') },
  ]);
  expect(monthDigests([])).toEqual([]);
});

it('order does not matter, a missing or changed row does', () => {
  const row = fc.record({
    revId: fc.uuid(),
    contentHash: fc.stringMatching(/^[0-9a-f]{64}$/),
    deviceTime: fc.constantFrom('2026-11-24T09:00:00+07:00', '2026-10-24T09:00:00+07:00'),
  });
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: ({ revId }) => revId, minLength: 1 }), fc.nat(), (rows, at) => {
      const whole = monthDigests(rows);
      expect(monthDigests([...rows].reverse())).toEqual(whole);
      const index = at % rows.length;
      expect(monthDigests(rows.toSpliced(index, 1))).not.toEqual(whole);
      const changed = rows.map((each, n) => (n === index ? { ...each, contentHash: 'f'.repeat(63) } : each));
      expect(monthDigests(changed)).not.toEqual(whole);
    }),
  );
});
