/**
 * `npm test`: every check there is, in the order in which it is cheapest to fail, closing with one line
 * `N passed, N failed` that counts every test of every runner (each tool without tests of its own counts as one).
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { setPriority } from 'node:os';
import { relative } from 'node:path';
import { findChromium } from './chromium.ts';
import { featureFaults } from './features.ts';
import { overBudget } from './size.ts';

const root = new URL('..', import.meta.url).pathname;
const cache = new URL('../node_modules/.cache/checks/', import.meta.url).pathname;
mkdirSync(cache, { recursive: true });

const SEEDS = 2000;
/** Beyond them, at most so many for each await at which no process has died. */
const SEEDS_OF_AN_AWAIT = 8;
/** A slow machine does fewer, and says so: the checks have a limit of their own. */
const SEEDS_WITHIN_MINUTES = 18;
const NICE = 10;
const KILLS = 25;
const TORN = 3;
const ENDPOINT_KILLS = 10;
/** A few of the seeded bugs, of every room; `npm run simulate -- --list-mutants` names all. */
const CAUGHT_SOON = [
  'journal-not-written',
  'no-replay',
  'ack-without-hash',
  'cursor-one-too-far',
  'uniqueness-in-code',
  'clock-as-order',
];

let passedCount = 0;
let failedCount = 0;
const passedNames = new Set<string>();

async function check(name: string, act: () => readonly string[] | Promise<readonly string[]>): Promise<void> {
  const started = performance.now();
  let faults: readonly string[];
  try {
    faults = await act();
  } catch (error) {
    faults = [error instanceof Error ? error.message : String(error)];
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (faults.length === 0) passedCount += 1;
  else failedCount += 1;
  console.log(`${faults.length === 0 ? 'ok' : 'FAILED'}  ${name}  (${seconds} s)`);
  for (const fault of faults) console.log(`        ${fault}`);
}

function tool(command: string, ...args: string[]): string[] {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: process.env });
  return done.status === 0 ? [] : [`${command} ${args.join(' ')} ended with ${done.status ?? done.signal}`];
}

/** As `tool`, beside what is checked meanwhile, which goes first where both want the processor. */
function toolBeside(command: string, ...args: string[]): Promise<string[]> {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: process.env });
  if (child.pid !== undefined) setPriority(child.pid, NICE);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve([error.message]));
    child.on('exit', (code, signal) => {
      resolve(code === 0 ? [] : [`${command} ${args.join(' ')} ended with ${code ?? signal}`]);
    });
  });
}

interface VitestReport {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { title: string; ancestorTitles: string[]; status: string }[];
  }[];
}

function vitest(project: string): void {
  const report = `${cache}${project}.json`;
  rmSync(report, { force: true });
  const run = tool(
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  );
  if (!existsSync(report)) {
    failedCount += 1;
    console.log(`FAILED  ${project}: ${run.join(' ')}`);
    return;
  }
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
  let failedHere = 0;
  for (const file of testResults) {
    const path = relative(root, file.name);
    // A file that cannot even be loaded has no assertions and is a failure all the same.
    if (file.status === 'failed' && file.assertionResults.length === 0) {
      failedHere += 1;
      console.log(`FAILED  ${path}: ${file.message}`);
    }
    for (const test of file.assertionResults) {
      const name = [path, ...test.ancestorTitles, test.title].join(' > ');
      if (test.status === 'passed') {
        passedCount += 1;
        passedNames.add(name);
      } else {
        failedHere += 1;
        console.log(`FAILED  ${name} (${test.status})`);
      }
    }
  }
  if (failedHere === 0 && run.length > 0) failedHere = 1;
  failedCount += failedHere;
  console.log(`${failedHere === 0 ? 'ok' : 'FAILED'}  ${project} tests`);
}

await check('types', () => tool('tsc', '--noEmit', '-p', '.'));
await check('lint, format, import direction', () => tool('biome', 'check', '--config-path=.biome.json', '.'));
await check('unused code', () => tool('knip'));
await check('production build', () => tool('vite', 'build', '--logLevel', 'warn'));
await check('size budget', () => {
  const { lines, faults } = overBudget(`${root}dist`);
  for (const line of lines) console.log(`        ${line}`);
  return faults;
});
vitest('unit');
await check('a Chromium for the browser tests', () => {
  process.env.CHROMIUM_PATH = findChromium();
  return [];
});
vitest('browser');
// Beside the kills, which mostly wait: for a browser to start, for a process to die.
const simulation = check(`simulation: ${SEEDS} seeds of five phones and thirty days`, () =>
  toolBeside(
    'node',
    'tests/simulation/main.ts',
    '--seeds',
    String(SEEDS),
    '--from',
    '1',
    '--within-minutes',
    String(SEEDS_WITHIN_MINUTES),
    '--each-await',
    String(SEEDS_OF_AN_AWAIT),
  ),
);
await check('simulation: seeded bugs are caught', () =>
  CAUGHT_SOON.flatMap((mutant) =>
    tool('node', 'tests/simulation/main.ts', '--seeds', '200', '--from', '1', '--mutant', mutant).length > 0
      ? []
      : [`the seeded bug "${mutant}" was not caught`],
  ),
);
await check(`${KILLS} kills of a browser that is saving, ${TORN} torn logs`, () =>
  tool('node', 'tests/crash/main.ts', '--kills', String(KILLS), '--torn', String(TORN)),
);
for (const store of ['sqlite', 'postgres']) {
  await check(`${ENDPOINT_KILLS} kills of an endpoint that takes in records, on ${store}`, () =>
    tool('node', 'tests/kills/main.ts', '--store', store, '--kills', String(ENDPOINT_KILLS)),
  );
}
for (const standby of ['sync', 'async']) {
  await check(`a PostgreSQL killed under pushes, its ${standby} standby promoted`, () =>
    tool('node', 'tests/kills/main.ts', '--standby', standby, '--kills', '1'),
  );
}
await check('ten phones over two endpoint processes and one PostgreSQL', () =>
  tool('node', 'tests/kills/fleet.ts', '--processes', '2', '--phones', '10', '--rounds', '6', '--acts', '20'),
);
await simulation;
await check('feature table', () => featureFaults(passedNames));

console.log(`${passedCount} passed, ${failedCount} failed`);
process.exit(failedCount === 0 ? 0 : 1);
