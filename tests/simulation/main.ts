/**
 * `npm run --silent simulate -- --seeds N --from S [--mutant NAME] [--kind FILE] [--list-mutants] [--crash-points]
 * [--within-minutes M] [--each-await K] [--die-at SITE] [--pairs]`: progress on stderr, one line of JSON on stdout; exit 1 if there is any violation. A
 * failing seed is shrunk and its trace printed on stderr; so is, with `--crash-points`, how often each await and each
 * provider call was a place of death. `--each-await` goes on with the awaits at which no process has died: up to K seeds
 * each, in which every process may die there and nowhere else, and names those that are left; `--die-at` does so at one.
 * `--kind` tries the kinds of records of a file beside those of the programme. `--pairs` tells of each pair of fault kinds in how many worlds both happened, the rarest first; after 2,000
 * seeds a pair of fewer than five worlds is a failure, too.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { MUTANTS } from './mutants/index.ts';
import { PAIR_SEEDS_MIN, Pairs } from './pairs.ts';
import { PROVIDER_CALLS } from './provider-calls.ts';

/** What a worker is asked for. */
export interface SeedTask {
  readonly seed: number;
  readonly shrink: boolean;
  /** The only await at which a process dies; any when absent. */
  readonly dieAt?: string;
}

export interface SeedReport {
  readonly seed: number;
  readonly promised: number;
  /** How many records of each kind were promised. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
  readonly crashPoints: readonly string[];
  /** Every await of the vault and the sync client that was loaded. */
  readonly awaitSites: readonly string[];
  /** What was left after shrinking; only for a seed that failed. */
  readonly shrunk?: { readonly allowed: readonly string[]; readonly days: number; readonly trace: readonly string[] };
}

/** Most objects of a world die young; of its errors only the message is printed, and thousands are made to be thrown away. */
const WORKER_OPTIONS = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=64',
  '--stack-trace-limit=0',
] as const;
/** Modules as Node has compiled them before: a worker starts in half the time. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/simulation', import.meta.url));
const PROGRESS_EVERY_MS = 5000;
/** A world that takes longer stands still: a phone waits for what never comes, and so would an officer. */
const SEED_MS_MAX = 180_000;
const TRACE_LINES_MAX = 60;
const NOTHING = { promised: 0, kinds: {}, faults: {}, crashPoints: [], awaitSites: [] };

function whole(text: string, name: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  process.stderr.write(`--${name} must be a whole number\n`);
  process.exit(2);
}

async function simulate(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '100' },
      'within-minutes': { type: 'string' },
      from: { type: 'string', default: '1' },
      mutant: { type: 'string' },
      kind: { type: 'string' },
      'list-mutants': { type: 'boolean', default: false },
      'crash-points': { type: 'boolean', default: false },
      'each-await': { type: 'string', default: '0' },
      'die-at': { type: 'string' },
      pairs: { type: 'boolean', default: false },
    },
  });
  if (values['list-mutants']) {
    process.stdout.write(`${Object.keys(MUTANTS).join('\n')}\n`);
    return;
  }
  if (values.mutant !== undefined && MUTANTS[values.mutant] === undefined) {
    process.stderr.write(`no mutant "${values.mutant}"; --list-mutants names them\n`);
    process.exit(2);
  }
  const count = whole(values.seeds, 'seeds');
  const from = whole(values.from, 'from');
  const triesMost = whole(values['each-await'], 'each-await');
  const withinMs =
    values['within-minutes'] === undefined
      ? Number.POSITIVE_INFINITY
      : whole(values['within-minutes'], 'within-minutes') * 60_000;
  const started = performance.now();
  const faults: Record<string, number> = {};
  const kinds: Record<string, number> = {};
  const crashes: Record<string, number> = {};
  const sites = new Set<string>();
  const pairs = new Pairs();
  let done = 0;
  let promised = 0;
  let violations = 0;
  let next = from;
  let enough = false;
  /** How many seeds were given to an await of their own. */
  const tries = new Map<string, number>();
  const diedAt = (site: string) =>
    crashes[`await ${site} before`] !== undefined || crashes[`await ${site} after`] !== undefined;

  const nextTask = (): SeedTask | null => {
    if (enough || performance.now() - started > withinMs) return null;
    const shrink = values.mutant === undefined;
    const dieAt = values['die-at'];
    if (next < from + count) {
      next += 1;
      return { seed: next - 1, shrink, ...(dieAt !== undefined && { dieAt }) };
    }
    // The one tried least: what only some seeds pass is not tried in vain before the others had their turn.
    const left = [...sites].filter((site) => !diedAt(site) && (tries.get(site) ?? 0) < triesMost);
    const [site] = left.sort((a, b) => (tries.get(a) ?? 0) - (tries.get(b) ?? 0) || (a < b ? -1 : 1));
    if (site === undefined) return null;
    const tried = tries.get(site) ?? 0;
    tries.set(site, tried + 1);
    return { seed: from + tried, shrink, dieAt: site };
  };

  const take = (report: SeedReport, { dieAt }: SeedTask) => {
    done += 1;
    promised += report.promised;
    for (const [kind, times] of Object.entries(report.kinds)) kinds[kind] = (kinds[kind] ?? 0) + times;
    for (const [fault, times] of Object.entries(report.faults)) faults[fault] = (faults[fault] ?? 0) + times;
    // Worlds in which one await alone is watched have odds of their own.
    if (dieAt === undefined) pairs.addWorld(report.faults);
    for (const point of report.crashPoints) crashes[point] = (crashes[point] ?? 0) + 1;
    for (const site of report.awaitSites) sites.add(site);
    if (report.violations.length === 0) return;
    violations += 1;
    // A mutant is caught by its first seed.
    if (values.mutant !== undefined) enough = true;
    const where = dieAt === undefined ? '' : ` --die-at ${dieAt}`;
    process.stderr.write(`seed ${report.seed}${where}: ${report.violations.slice(0, 5).join('; ')}\n`);
    if (report.shrunk === undefined) return;
    const { allowed, days, trace } = report.shrunk;
    process.stderr.write(`  shrunk to ${days} days with ${allowed.join(', ') || 'no faults'}\n`);
    for (const line of trace.slice(-TRACE_LINES_MAX)) process.stderr.write(`  | ${line}\n`);
  };
  const worker = (): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      const child = fork(new URL('./worker.ts', import.meta.url), {
        env: {
          ...process.env,
          SIMULATION_MUTANT: values.mutant ?? '',
          SIMULATION_KIND: values.kind ?? '',
          NODE_COMPILE_CACHE: COMPILED,
        },
        execArgv: ['--import', new URL('./load.ts', import.meta.url).href, ...WORKER_OPTIONS],
      });
      let task: SeedTask | null = null;
      let stuck: NodeJS.Timeout | undefined;
      const feed = () => {
        clearTimeout(stuck);
        task = nextTask();
        if (task === null) {
          child.disconnect();
          return;
        }
        stuck = setTimeout(() => child.kill('SIGKILL'), SEED_MS_MAX);
        child.send(task);
      };
      child.on('message', (report: SeedReport) => {
        if (task !== null) take(report, task);
        feed();
      });
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        clearTimeout(stuck);
        if (code === 0) resolve();
        else if (signal === 'SIGKILL' && task !== null) {
          take({ ...NOTHING, seed: task.seed, violations: ['the world stood still'] }, task);
          resolve(worker());
        } else reject(new Error(`a worker ended with ${code}`));
      });
      feed();
    });
  const progress = setInterval(() => process.stderr.write(`${done}/${count}\n`), PROGRESS_EVERY_MS);
  await Promise.all(Array.from({ length: Math.min(count, availableParallelism()) }, worker));
  clearInterval(progress);
  const seedsPerSecond = Number((done / ((performance.now() - started) / 1000)).toFixed(2));
  const never = [...sites].filter((site) => !diedAt(site)).sort();
  const awaits = { all: sites.size, crashedAt: sites.size - never.length };
  if (values['crash-points']) {
    for (const [point, times] of Object.entries(crashes).sort()) process.stderr.write(`${times}\t${point}\n`);
  }
  if (triesMost > 0 || values['crash-points']) {
    const calls = PROVIDER_CALLS.filter((call) => crashes[call] === undefined);
    for (const place of [...never.map((site) => `await ${site}`), ...calls]) process.stderr.write(`never\t${place}\n`);
  }
  const rare = pairs.rare();
  if (values.pairs) {
    for (const line of pairs.lines()) process.stderr.write(`${line}\n`);
    process.stderr.write(
      `${rare.length} pairs of faults met in fewer worlds than they must after ${PAIR_SEEDS_MIN} seeds\n`,
    );
  }
  if (done < count && !enough) process.stderr.write(`only ${done} of ${count} seeds within the time allowed\n`);
  process.stdout.write(
    `${JSON.stringify({ seeds: done, seedsPerSecond, promised, kinds, faults, violations, awaits, pairs: { rarest: pairs.counts()[0], rare: rare.length } })}\n`,
  );
  const pairsMissed = values.pairs && done >= PAIR_SEEDS_MIN && rare.length > 0;
  process.exitCode = violations > 0 || pairsMissed ? 1 : 0;
}

await simulate();
