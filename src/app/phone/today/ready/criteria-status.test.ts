/** Goal: what the endpoint lists says whether forms of this phone would have to wait there. Method: lists by hand. */
import { expect, it } from 'vitest';
import { answerIn, type CriteriaFound, compareSets, noteOf } from './criteria-status.ts';

const hash = (letter: string) => letter.repeat(64);
const OURS = [hash('a'), hash('b')];
const known = (...letters: string[]) => letters.map((letter) => ({ sha256: hash(letter) }));

it.each<[string, ReturnType<typeof known>, CriteriaFound]>([
  ['ours alone', known('a', 'b'), 'fresh'],
  ['ours among others', known('c', 'b', 'a'), 'fresh'],
  ['one of ours is not known there', known('a', 'c'), 'ahead'],
  ['an endpoint without any', [], 'ahead'],
])('%s', (_, there, found) => {
  expect(compareSets(OURS, there)).toBe(found);
});

it('the last answer is remembered for these sets only', () => {
  const answer = { found: 'ahead', at: '2026-11-24T09:00:00.000+07:00' } as const;
  const noted = noteOf(OURS, answer);
  expect(answerIn(noted, OURS)).toMatchObject(answer);
  expect(answerIn(noted, [hash('a'), hash('e')])).toBeNull();
  for (const broken of [null, '', '{', '[]', '{"found":"fine"}']) expect(answerIn(broken, OURS)).toBeNull();
});
