/** Goal: no seeded bug of the simulator outlives the line of code that it changes. Method: each is looked for in its file. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MUTANTS } from '../simulation/mutants.ts';

it('each seeded bug finds its line exactly once', () => {
  const source = (file: string) => readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');
  const stale = Object.entries(MUTANTS).flatMap(([name, patches]) =>
    patches.every(({ file, find }) => source(file).split(find).length === 2) ? [] : [name],
  );
  expect(stale).toEqual([]);
  expect(Object.keys(MUTANTS).length).toBeGreaterThanOrEqual(30);
});
