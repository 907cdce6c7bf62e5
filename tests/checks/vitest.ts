/** Runs tests of vitest and counts each of them. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import type { CheckResult } from './checks.ts';
import { CACHE, runTool } from './tool.ts';

const root = new URL('../../', import.meta.url).pathname;
const SLOWEST = 5;
const MESSAGE_LINES_MAX = 30;

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly ancestorTitles: readonly string[];
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/**
 * @param project of vite.config.ts
 * @param more arguments of `vitest run`
 * @param passedNames gets the full name of each test that passed
 */
export async function runVitest(
  project: string,
  more: readonly string[] = [],
  passedNames: Set<string> = new Set(),
): Promise<CheckResult> {
  const report = `${CACHE}${project}.json`;
  rmSync(report, { force: true });
  const command = ['vitest', 'run', '--project', project, ...more];
  const { faults: ended } = await runTool(
    [...command, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
    project,
  );
  if (!existsSync(report)) return { faults: ended };
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
  const faults: string[] = [];
  const counts = { passed: 0, failed: 0 };
  for (const file of testResults) {
    const path = relative(root, file.name);
    // A file that cannot even be loaded has no assertions and is a failure all the same.
    if (file.status === 'failed' && file.assertionResults.length === 0) {
      counts.failed += 1;
      faults.push(`${path}: ${file.message}`);
    }
    for (const test of file.assertionResults) {
      const name = [path, ...test.ancestorTitles, test.title].join(' > ');
      if (test.status === 'passed') {
        counts.passed += 1;
        passedNames.add(name);
      } else {
        counts.failed += 1;
        const why = test.failureMessages.join('\n').split('\n').slice(0, MESSAGE_LINES_MAX);
        faults.push(`${name} (${test.status})`, ...why.map((line) => `    ${line}`));
      }
    }
  }
  const slowest = testResults
    .map(({ name, startTime, endTime }) => ({ path: relative(root, name), ms: endTime - startTime }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, SLOWEST)
    .map(({ path, ms }) => `${path} ${(ms / 1000).toFixed(1)} s`);
  const notes = [`${counts.passed} passed, ${counts.failed} failed; slowest: ${slowest.join(', ')}`];
  // Where tests failed they say more than the end of the log.
  return { faults: faults.length > 0 ? [...faults, ...ended.slice(0, 1)] : ended, counts, notes };
}
