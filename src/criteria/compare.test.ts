/** Goal: an answer is taken over only where the new set asks the same. Method: small sets by hand. */
import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import type { CriteriaSet } from './schema.ts';
import { free, makeSet, yesNo } from './test-sets.ts';

describe('replacing a set', () => {
  const old: CriteriaSet = {
    ...makeSet([{ id: 'A', indicators: [free('a'), free('b'), free('c'), yesNo('y')] }]),
    id: 'old',
  };
  const next = makeSet([{ id: 'A', indicators: [free('n1'), free('n2', 5), free('n3')] }], {
    predecessor: {
      set: 'old',
      version: '1',
      mapping: [
        { from: 'a', to: 'n1' },
        { from: 'b', to: 'n2' },
        { from: 'y', to: 'n1' },
      ],
    },
  });
  it('keeps what is mapped and fits; names the rest and why', () => {
    const answers = {
      indicators: { a: { points: 7, evidence: 1 }, b: { points: 9 }, c: { points: 3 }, y: { yes: true } },
    };
    const { before, after, mapped, dropped, unanswered } = compare(old, next, answers);
    expect(before.total).toBe(29);
    expect(after.total).toBe(7);
    expect(mapped).toEqual([{ from: 'a', to: 'n1' }]);
    expect(dropped).toEqual([
      { id: 'b', why: 'does-not-fit' },
      { id: 'c', why: 'not-mapped' },
      { id: 'y', why: 'taken' },
    ]);
    expect(unanswered).toEqual(['n2', 'n3']);
  });
  it('without a declared mapping, the same id under the same title asks the same', () => {
    const again = makeSet([
      { id: 'A', indicators: [free('a'), free('b', 10, { title: { vi: 'khác', en: 'other' } })] },
    ]);
    const { mapped, dropped } = compare(old, again, { indicators: { a: { points: 7 }, b: { points: 9 } } });
    expect(mapped).toEqual([{ from: 'a', to: 'a' }]);
    expect(dropped).toEqual([{ id: 'b', why: 'not-mapped' }]);
  });
  it('what replaces a set replaces its variants', () => {
    const variant = { ...old, id: 'old-70', variantOf: 'old' };
    expect(compare(variant, next, { indicators: { a: { points: 7 } } }).mapped).toEqual([{ from: 'a', to: 'n1' }]);
  });
  it('keeps nothing from a set it does not come from', () => {
    const { mapped } = compare({ ...old, id: 'other' }, next, { indicators: { a: { points: 7 } } });
    expect(mapped).toEqual([]);
  });
});
