/** Runs seeds as they are sent; a failing one is shrunk: fewer kinds of fault, then fewer days. */
import { awaitSites } from './awaits.ts';
import { PHONE_FAULTS } from './faults.ts';
import type { SeedReport, SeedTask } from './main.ts';
import { NET_FAULTS } from './network.ts';
import { runWorld } from './world/run.ts';
import { DAYS, type WorldInput } from './world/world.ts';

// A process that "died" leaves promises nobody waits for; a late one may still fail, unheard, as in a killed browser.
process.on('unhandledRejection', () => undefined);
const quiet = () => undefined;
console.warn = quiet;
console.error = quiet;

process.on('message', (task: SeedTask) => {
  void run(task).then((report) => process.send?.(report));
});

async function run({ seed, shrink, dieAt }: SeedTask): Promise<SeedReport> {
  const result = await attempt(seed, { dieAt });
  const report = { seed, ...result, trace: undefined };
  if (result.violations.length === 0 || !shrink) return report;
  let allowed = new Set<string>([...NET_FAULTS, ...PHONE_FAULTS]);
  for (const fault of [...allowed]) {
    const fewer = new Set([...allowed].filter((kind) => kind !== fault));
    if ((await attempt(seed, { dieAt, allowed: fewer })).violations.length > 0) allowed = fewer;
  }
  let days = DAYS;
  while (days > 1 && (await attempt(seed, { dieAt, allowed, days: days - 1 })).violations.length > 0) days -= 1;
  const { trace } = await attempt(seed, { dieAt, allowed, days });
  return { ...report, shrunk: { allowed: [...allowed], days, trace } };
}

async function attempt(seed: number, how: Omit<WorldInput, 'seed'>) {
  try {
    return { ...(await runWorld({ seed, ...how })), awaitSites: awaitSites() };
  } catch (error) {
    const description = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      promised: 0,
      kinds: {},
      faults: {},
      violations: [`the world ended: ${description}`],
      trace: [],
      crashPoints: [],
      awaitSites: [],
    };
  }
}
