/** Goal: one officer's work has one who goes on with it, also after several have left. Method: hand-overs as the endpoint keeps them. */
import { describe, expect, it } from 'vitest';
import { type HandOver, handedScopes, maySucceed, workGoneOnWith } from './hand-over.ts';
import type { Post } from './policy.ts';

const given = (from: string, to: string, more: Partial<HandOver> = {}): HandOver => ({
  ...{ scope: 'xa-1', from, to, at: '2026-11-24T02:00:00.000Z', endedAt: null },
  ...more,
});
const froms = (officer: string, handOvers: readonly HandOver[]) =>
  workGoneOnWith(officer, handOvers).map(({ scope, from }) => `${scope} ${from}`);

describe('who goes on with whose work', () => {
  it('is the successor alone, and nobody once it was taken back', () => {
    expect(froms('b', [given('a', 'b')])).toEqual(['xa-1 a']);
    expect(froms('c', [given('a', 'b')])).toEqual([]);
    expect(froms('b', [given('a', 'b', { endedAt: '2026-11-25T02:00:00.000Z' })])).toEqual([]);
  });

  it('is the last one where a successor left in turn, in each commune by itself', () => {
    const handOvers = [given('a', 'b'), given('b', 'c'), given('a', 'b', { scope: 'xa-2' })];
    expect(froms('c', handOvers)).toEqual(['xa-1 b', 'xa-1 a']);
    expect(froms('b', handOvers)).toEqual(['xa-1 a', 'xa-2 a']);
  });

  it('ends where a circle would begin', () => {
    expect(froms('a', [given('a', 'b'), given('b', 'a')])).toEqual(['xa-1 b']);
    expect(froms('a', [given('a', 'b'), given('b', 'c'), given('c', 'a')])).toEqual(['xa-1 c', 'xa-1 b']);
  });

  it('may be whoever writes records in the commune, has an open account and is somebody else', () => {
    const posts: Post[] = [{ role: 'officer', scope: 'xa-1' }];
    const may = (successor: object) =>
      maySucceed({ id: 'a' }, { id: 'b', posts, closedAt: null, ...successor }, 'xa-1');
    expect(may({})).toBe(true);
    expect(may({ id: 'a' })).toBe(false);
    expect(may({ closedAt: '2026-11-24T02:00:00.000Z' })).toBe(false);
    expect(may({ posts: [{ role: 'viewer', scope: 'xa-1' }] })).toBe(false);
    expect(may({ posts: [{ role: 'officer', scope: 'xa-2' }] })).toBe(false);
  });

  it('covers the communes in which both write records', () => {
    const officer = (...scopes: string[]) => ({ posts: scopes.map((scope): Post => ({ role: 'officer', scope })) });
    expect(handedScopes(officer('xa-1', 'xa-2'), officer('xa-2', 'xa-3'))).toEqual(['xa-2']);
  });
});
