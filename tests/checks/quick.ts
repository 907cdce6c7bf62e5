/**
 * `npm run test:quick`: types, lint, and the unit tests of what changed since the branch left main (on main itself: since
 * the last commit), uncommitted changes too. A test counts as one of what changed when it imports it, over any number of
 * files. Tests over both databases run on SQLite alone here, and the slowest two files not at all: `npm test` has them.
 */
import { spawnSync } from 'node:child_process';
import { Checks } from './checks.ts';
import { lint, types, unusedCode } from './static.ts';
import { runVitest } from './vitest.ts';

function git(...args: string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** They depend on nearly everything, and take a third of all the time: `npm test` has them. */
const SLOW = ['tests/simulation/seeds.test.ts', 'tests/endpoint/embedded-postgres.test.ts'];

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
  // They read files without importing them, so that nobody can tell what they depend on.
  checks.run('tidiness, seeded bugs', () => runVitest('unit', ['tests/unit'])),
]);
await checks.run(`unit tests of what changed since ${since.slice(0, 9)}`, () =>
  runVitest('unit', ['--changed', since, '--passWithNoTests', ...SLOW.flatMap((path) => ['--exclude', path])]),
);
process.exit(checks.close());
