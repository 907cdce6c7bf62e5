/**
 * `npm run test:deep`: the long forms of the checks of `npm test`, run before an issue is closed. It tells after each step
 * how long it took, and closes with the commands that failed. A step that passed on this very code is not run again, so
 * that a run that was cut goes on where it was.
 *
 *     npm run test:deep                              all parts
 *     npm run test:deep -- --only mutants,crash      these parts
 *     npm run test:deep -- --again                   also what passed before
 *     npm run test:deep -- --list                    the parts and their commands
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { MUTANTS } from '../simulation/mutants/index.ts';
import { type CheckResult, Checks, inLanes } from './checks.ts';
import { catchMutant, mutantCommand } from './mutant.ts';
import { CACHE, runTool } from './tool.ts';

/** One command. The check fails when it does; of a seeded bug, when it is not caught. */
interface Step {
  readonly part: string;
  readonly command: string;
}
const isMutant = ({ part }: Step) => part === 'mutants';

const ROOT = new URL('../..', import.meta.url).pathname;
const SIMULATE = 'node tests/simulation/main.ts';
const KILLS = 'node tests/kills/main.ts';
const MUTANT_SEEDS = 1000;
const NAME_LETTERS_MAX = 110;
const LIMIT_MS = 3 * 60 * 60_000;

/** Every test file with a property. Each run of one begins at chance anew: ten rounds are ten times as many cases. */
const PROPERTIES = execFileSync('git', ['grep', '--name-only', '-F', 'fc.assert(', '--', '*.test.ts', '*.test.tsx'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .replaceAll('\n', ' ');
const PROPERTY_ROUNDS = 10;

/** They fill the processor. */
const COMPUTING: readonly Step[] = [
  ...Array.from(
    { length: PROPERTY_ROUNDS },
    (_, round): Step => ({
      part: 'properties',
      // The seed of the order of tests, which stays as it is, tells one round's command from another's.
      command: `vitest run --project unit --sequence.seed=${round + 1} ${PROPERTIES}`,
    }),
  ),
  { part: 'simulation', command: `${SIMULATE} --seeds 2000 --from 1 --each-await 8 --pairs` },
  ...Object.keys(MUTANTS).map((mutant): Step => ({ part: 'mutants', command: mutantCommand(mutant, MUTANT_SEEDS) })),
];
/** They mostly wait for a process to start. */
const WAITING: readonly Step[] = [
  { part: 'crash', command: 'node tests/crash/main.ts --kills 500 --torn 20' },
  { part: 'kills', command: `${KILLS} --store sqlite --kills 200` },
  { part: 'kills', command: `${KILLS} --store postgres --kills 200` },
  { part: 'standby', command: `${KILLS} --standby sync --kills 5` },
  { part: 'standby', command: `${KILLS} --standby async --kills 5` },
  { part: 'fleet', command: 'node tests/kills/fleet.ts --processes 4 --phones 40' },
];
const PARTS = [...new Set([...COMPUTING, ...WAITING].map(({ part }) => part))];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    again: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const wanted = values.only?.split(',') ?? PARTS;
const unknown = wanted.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) {
  process.stderr.write(`no part "${unknown.join('", "')}"; the parts are ${PARTS.join(', ')}\n`);
  process.exit(2);
}

/** Command → seconds it took when it passed. */
const passedSchema = z.object({ code: z.string(), passed: z.record(z.string(), z.number()) });
const FILE = `${CACHE}deep.json`;
/** What the parts depend on. */
const RUNS = ['src', 'tests', 'package-lock.json', 'vite.config.ts'];

/** A name for the code that the parts run, committed or not. */
function nameOfCode(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: ROOT, maxBuffer: 256 * 1024 * 1024, encoding: 'utf8' });
  const hash = createHash('sha256').update(git('rev-parse', ...RUNS.map((path) => `HEAD:${path}`)));
  hash.update(git('diff', 'HEAD', '--', ...RUNS));
  const untracked = git('ls-files', '--others', '--exclude-standard', '--', ...RUNS)
    .split('\n')
    .filter(Boolean);
  for (const path of untracked) hash.update(path).update(readFileSync(`${ROOT}${path}`));
  return hash.digest('hex');
}

function readPassed(code: string): Record<string, number> {
  if (values.again || !existsSync(FILE)) return {};
  const read = passedSchema.safeParse(JSON.parse(readFileSync(FILE, 'utf8')));
  return read.success && read.data.code === code ? read.data.passed : {};
}

const code = nameOfCode();
const passed = readPassed(code);
const checks = new Checks();
const failed: string[] = [];

function steps(all: readonly Step[]): readonly Step[] {
  return all.filter(({ part }) => wanted.includes(part));
}

const run = (step: Step, nice: boolean) => async () => {
  const { part, command } = step;
  await checks.run(`${part}: ${command}`.slice(0, NAME_LETTERS_MAX), async () => {
    const before = passed[command];
    if (before !== undefined) return { faults: [], notes: [`passed before on this code, in ${before} s`] };
    const startedMs = performance.now();
    const result = isMutant(step) ? await catchMutant(command) : await runLong(command, nice);
    if (result.faults.length === 0) {
      passed[command] = Math.round((performance.now() - startedMs) / 1000);
      mkdirSync(CACHE, { recursive: true });
      writeFileSync(FILE, JSON.stringify({ code, passed }, null, 2));
    } else failed.push(command);
    return result;
  });
};

async function runLong(command: string, nice: boolean): Promise<CheckResult> {
  const { faults, output } = await runTool(command.split(' '), command, { nice, timeoutMs: LIMIT_MS });
  return { faults, notes: [output.trim().split('\n').at(-1) ?? ''] };
}

async function computing(): Promise<void> {
  const mine = steps(COMPUTING);
  // The simulator takes every core for itself; a mutant is caught by a few seeds, and two go beside each other.
  await inLanes(
    1,
    mine.filter((step) => !isMutant(step)).map((step) => run(step, true)),
  );
  await inLanes(
    2,
    mine.filter(isMutant).map((step) => run(step, true)),
  );
}

if (values.list) {
  for (const { part, command } of steps([...COMPUTING, ...WAITING])) console.log(`${part.padEnd(11)} ${command}`);
} else {
  const waiting = steps(WAITING);
  if (waiting.some(({ part }) => part === 'crash')) {
    await checks.run('production build', () => runTool(['vite', 'build', '--logLevel', 'warn'], 'build'));
  }
  await Promise.all([
    computing(),
    inLanes(
      1,
      waiting.map((step) => run(step, false)),
    ),
  ]);
  const exitCode = checks.close();
  for (const command of failed) console.log(`failed: ${command}`);
  process.exit(exitCode);
}
