/**
 * `npm test`: every check there is, the cheapest first. Closes with where the time went and one line `N passed, N failed`
 * that counts every test of every runner (each tool without tests of its own counts as one). The long forms of the same
 * checks are in `npm run test:deep` (checks/deep.ts), the quick ones in `npm run test:quick` (checks/quick.ts).
 */
import { Checks, inLanes } from './checks/checks.ts';
import { catchMutant, mutantCommand } from './checks/mutant.ts';
import { lint, types, unusedCode } from './checks/static.ts';
import { runTool } from './checks/tool.ts';
import { runVitest } from './checks/vitest.ts';
import { featureFaults } from './features.ts';
import { overBudget } from './size.ts';

const CORES = 2;
/** More than there are cores: a check that kills processes mostly waits for one to start. */
const KILLING_LANES = 2;

const SEEDS = 150;
/** A slow machine does fewer seeds, and says so. */
const SEEDS_WITHIN_MINUTES = 2;
const KILLS = 10;
const TORN = 1;
const ENDPOINT_KILLS = 10;
const MUTANT_SEEDS = 200;
/** A few of the seeded bugs, of every module; `npm run test:deep -- --only mutants` takes all. */
const CAUGHT_SOON = [
  'journal-not-written',
  'no-replay',
  'ack-without-hash',
  'cursor-one-too-far',
  'uniqueness-in-code',
  'clock-as-order',
];

const checks = new Checks();
const passedNames = new Set<string>();

const command = (name: string, words: string) =>
  checks.run(name, async () => {
    const { faults, output } = await runTool(words.split(' '), name);
    // The commands of the kills and the simulator close with one line of JSON.
    return { faults, notes: output.trim() === '' ? [] : [output.trim().split('\n').at(-1) ?? ''] };
  });
const build = async () => {
  await checks.run('production build', () => runTool(['vite', 'build', '--logLevel', 'warn'], 'build'));
  await checks.run('size budget', () => {
    const { lines, faults } = overBudget(new URL('../dist', import.meta.url).pathname);
    return { notes: lines, faults };
  });
};
/** In a process of its own: where there is no Chromium it is installed, beside the first checks. */
const chromium = () =>
  checks.run('a Chromium for the browser tests', async () => {
    const { faults, output } = await runTool(['node', 'tests/chromium.ts'], 'chromium');
    // An installation says much before the path.
    process.env.CHROMIUM_PATH = output.trim().split('\n').at(-1) ?? '';
    return { faults };
  });
const mutants = () =>
  checks.run('simulation: seeded bugs are caught', async () => {
    const faults: string[] = [];
    await inLanes(
      CORES,
      CAUGHT_SOON.map((mutant) => async () => {
        faults.push(...(await catchMutant(mutantCommand(mutant, MUTANT_SEEDS))).faults);
      }),
    );
    return { faults };
  });
const simulation = async () => {
  await command(
    `simulation: ${SEEDS} seeds of five phones and thirty days`,
    `node tests/simulation/main.ts --seeds ${SEEDS} --from 1 --within-minutes ${SEEDS_WITHIN_MINUTES}`,
  );
  await mutants();
};

const installing = chromium();
await inLanes(
  CORES,
  [lint, types, build, unusedCode].map((check) => () => check(checks)),
);
await checks.run('unit', () => runVitest('unit', [], passedNames));
await installing;
// The others mostly wait for a browser or a database to start: the simulator has the processor meanwhile.
const simulating = simulation();
await inLanes(KILLING_LANES, [
  () => checks.run('browser', () => runVitest('browser', [], passedNames)),
  ...(['sqlite', 'postgres'] as const).map(
    (store) => () =>
      command(
        `${ENDPOINT_KILLS} kills of an endpoint that takes in records, on ${store}`,
        `node tests/kills/main.ts --store ${store} --kills ${ENDPOINT_KILLS}`,
      ),
  ),
  ...(['sync', 'async'] as const).map(
    (standby) => () =>
      command(
        `a PostgreSQL killed under pushes, its ${standby} standby promoted`,
        `node tests/kills/main.ts --standby ${standby} --kills 1`,
      ),
  ),
  () =>
    command(
      'ten phones over two endpoint processes and one PostgreSQL',
      'node tests/kills/fleet.ts --processes 2 --phones 10 --rounds 6 --acts 20',
    ),
  () =>
    command(
      `${KILLS} kills of a browser that is saving, ${TORN} torn logs`,
      `node tests/crash/main.ts --kills ${KILLS} --torn ${TORN}`,
    ),
]);
await simulating;
await checks.run('feature table', () => ({ faults: featureFaults(passedNames) }));
process.exit(checks.close());
