/**
 * Goal: no seeded bug of the simulator outlives the line of code that it changes. Method: each is looked for in its file, and
 * what it makes of the file is read as TypeScript.
 */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { expect, it } from 'vitest';
import { MUTANTS } from '../simulation/mutants/index.ts';

const source = (file: string) => readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');

it('each seeded bug finds its line exactly once', () => {
  const stale = Object.entries(MUTANTS).flatMap(([name, patches]) =>
    patches.every(({ file, find }) => source(file).split(find).length === 2) ? [] : [name],
  );
  expect(stale).toEqual([]);
  expect(Object.keys(MUTANTS).length).toBeGreaterThanOrEqual(30);
});

it('each seeded bug leaves a file that can be read', () => {
  const broken = Object.entries(MUTANTS).flatMap(([name, patches]) => {
    const files = Map.groupBy(patches, ({ file }) => file);
    const isReadable = [...files].every(([file, own]) => {
      const mutated = own.reduce((text, { find, put }) => text.replace(find, () => put), source(file));
      try {
        stripTypeScriptTypes(mutated);
        return true;
      } catch {
        return false;
      }
    });
    return isReadable ? [] : [name];
  });
  expect(broken).toEqual([]);
});
