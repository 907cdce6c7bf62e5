/**
 * `npm run test:quick`: types, lint, and the unit tests of what changed since the branch left main (on main itself: since
 * the last commit), uncommitted changes too. A test counts as one of what changed when it imports it, over any number of
 * files. Tests over both databases run on SQLite alone here; `npm test` runs them on both.
 */
import { spawnSync } from 'node:child_process';
import { Checks } from './checks.ts';
import { lint, types, unusedCode } from './static.ts';
import { runVitest } from './vitest.ts';

function git(...args: string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** The commit that the changes are counted from. */
function changedSince(): string {
  const head = git('rev-parse', 'HEAD');
  const left = git('merge-base', 'HEAD', 'main') ?? git('merge-base', 'HEAD', 'origin/main');
  return left === null || left === head ? 'HEAD~1' : left;
}

const checks = new Checks();
const since = changedSince();
process.env.TEST_STORES = 'sqlite';
await Promise.all([
  lint(checks),
  types(checks).then(() => unusedCode(checks)),
  checks.run(`unit tests of what changed since ${since.slice(0, 9)}`, () =>
    runVitest('unit', ['--changed', since, '--passWithNoTests']),
  ),
]);
process.exit(checks.close());
