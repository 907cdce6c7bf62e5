/**
 * The feature tables: tests/features.json names for each promise the tests that prove it, tests/feature-groups.json under which
 * heading it stands. README's tables are printed from them, and a row whose test is missing or red cannot say that it works.
 *
 *     node tests/features.ts            prints the tables
 *     node tests/features.ts --write    puts them into README.md
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
/** Heading → ids of its features, in the order of the table. */
const groups = z
  .record(z.string(), z.array(z.string()))
  .parse(JSON.parse(readFileSync(new URL('./feature-groups.json', import.meta.url), 'utf8')));

const START = '<!-- features:start (printed by `npm run features`) -->';
const END = '<!-- features:end -->';

export function featureTable(): string {
  const byId = new Map(features.map((row) => [row.id, row]));
  const tables = Object.entries(groups).map(([heading, ids]) =>
    ['', `**${heading}**`, '', '| What | Proven by |', '|---|---|', ...ids.flatMap((id) => rowOf(byId.get(id)))].join(
      '\n',
    ),
  );
  return [START, ...tables, '', END].join('\n');
}

function rowOf(row: z.infer<typeof featureSchema> | undefined): string[] {
  if (row === undefined) return [];
  const files = [...new Set(row.tests.map((name) => `\`${name.split(' > ')[0]}\``))].join(', ');
  return [`| ${row.feature} | ${row.state === 'works' ? files : '*planned*'} |`];
}

/**
 * @param passed full names of the tests that ran and passed.
 * @returns what is wrong with the table, as sentences.
 */
export function featureFaults(passed: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  const grouped = Object.values(groups).flat().sort().join();
  if (
    grouped !==
    features
      .map(({ id }) => id)
      .sort()
      .join()
  )
    faults.push('a feature is in no group, in two, or unknown');
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
