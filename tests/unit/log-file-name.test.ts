import { expect, it } from 'vitest';
import { logFileName } from '../checks/tool.ts';

it('a log of a long command has a name that every file system takes, and commands that begin alike have two', () => {
  const long = `vitest run ${'src/criteria/properties.test.ts '.repeat(40)}`;
  expect(logFileName(long).length).toBeLessThan(200);
  expect(logFileName(`${long}1`)).not.toBe(logFileName(`${long}2`));
  expect(logFileName('vitest run a.test.ts')).toBe('vitest-run-a.test.ts.log');
});
