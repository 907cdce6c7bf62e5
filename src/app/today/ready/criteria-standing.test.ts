/** Goal: what the endpoint lists says whether the sets of this phone have a successor. Method: lists by hand. */
import { expect, it } from 'vitest';
import { answerIn, type CriteriaFound, compareSets, noteOf } from './criteria-standing.ts';

const hash = (letter: string) => letter.repeat(64);
const SHIPPED = { 'cdht-1': hash('a'), 'cdht-2': hash('b') };
const row = (id: string, letter: string, day: number) => ({
  id,
  version: '2023.1',
  sha256: hash(letter),
  at: `2026-11-0${day}T00:00:00Z`,
});
const OURS = [row('cdht-1', 'a', 2), row('cdht-2', 'b', 2)];

it.each<[string, ReturnType<typeof row>[], CriteriaFound]>([
  ['ours alone', OURS, 'fresh'],
  ['ours after older ones', [row('cdht-1', 'c', 1), ...OURS], 'fresh'],
  ['a set of another kind came later', [...OURS, row('unit-1', 'd', 5)], 'fresh'],
  ['one of ours has a successor', [...OURS, row('cdht-2', 'e', 3)], 'newer'],
  ['one of ours is not known there', OURS.slice(0, 1), 'ahead'],
  ['one is not known, another has a successor', [row('cdht-1', 'a', 2), row('cdht-1', 'f', 3)], 'newer'],
  ['an endpoint without any', [], 'ahead'],
])('%s', (_, known, found) => {
  expect(compareSets(SHIPPED, known)).toBe(found);
});

it('the last answer is remembered for these sets only', () => {
  const answer = { found: 'newer', at: '2026-11-24T09:00:00.000+07:00' } as const;
  const noted = noteOf(SHIPPED, answer);
  expect(answerIn(noted, SHIPPED)).toMatchObject(answer);
  expect(answerIn(noted, { ...SHIPPED, 'cdht-2': hash('e') })).toBeNull();
  for (const broken of [null, '', '{', '[]', '{"found":"fine"}']) expect(answerIn(broken, SHIPPED)).toBeNull();
});
