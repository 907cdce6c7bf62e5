/**
 * The feature table: tests/features.json names for each promise the tests that prove it. README's table is printed from
 * it, and a row whose test is missing or red cannot say that it works.
 *
 *     node tests/features.ts            prints the table
 *     node tests/features.ts --write    puts it into README.md
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const featureSchema = z.object({
  id: z.string(),
  feature: z.string(),
  /** `works` needs tests; `planned` has none yet. */
  state: z.enum(['works', 'planned']),
  /** Full names: `file > test name`. */
  tests: z.array(z.string()),
});
const features = z
  .array(featureSchema)
  .parse(JSON.parse(readFileSync(new URL('./features.json', import.meta.url), 'utf8')));

const START = '<!-- features:start (printed by `npm run features`) -->';
const END = '<!-- features:end -->';

export function featureTable(): string {
  const rows = features.map(
    (row) =>
      `| ${row.feature} | ${row.state === 'works' ? 'works' : 'planned'} | ${[...new Set(row.tests.map((name) => `\`${name.split(' > ')[0]}\``))].join(', ')} |`,
  );
  return [START, '| What | State | Proven by |', '|---|---|---|', ...rows, END].join('\n');
}

/**
 * @param passed full names of the tests that ran and passed.
 * @returns what is wrong with the table, as sentences.
 */
export function featureFaults(passed: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  for (const row of features) {
    if (row.state === 'works' && row.tests.length === 0)
      faults.push(`feature "${row.id}" says it works and names no test`);
    for (const test of row.tests) {
      if (!passed.has(test)) faults.push(`feature "${row.id}": the test "${test}" is missing or red`);
    }
  }
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  if (!readme.includes(featureTable())) faults.push('the feature table in README.md is stale: run `npm run features`');
  return faults;
}

if (import.meta.main) {
  const table = featureTable();
  if (process.argv.includes('--write')) {
    const path = new URL('../README.md', import.meta.url);
    const readme = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      readme.slice(0, readme.indexOf(START)) + table + readme.slice(readme.indexOf(END) + END.length),
    );
  } else {
    console.log(table);
  }
}
