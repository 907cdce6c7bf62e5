/** Runs seeds as they are sent; a failing one is shrunk: fewer kinds of fault, then fewer days. */
import { awaitSites } from './awaits.ts';
import type { SeedReport } from './main.ts';
import { NET_FAULTS } from './network.ts';
import { DAYS, PHONE_FAULTS, runWorld } from './world.ts';

// A process that "died" leaves promises nobody waits for; a late one may still fail, unheard, as in a killed browser.
process.on('unhandledRejection', () => undefined);
const quiet = () => undefined;
console.warn = quiet;
console.error = quiet;

process.on('message', ({ seed, shrink }: { seed: number; shrink: boolean }) => {
  void run(seed, shrink).then((report) => process.send?.(report));
});

async function run(seed: number, shrink: boolean): Promise<SeedReport> {
  const result = await attempt(seed, {});
  const report = { seed, ...result, trace: undefined };
  if (result.violations.length === 0 || !shrink) return report;
  let allowed = new Set<string>([...NET_FAULTS, ...PHONE_FAULTS]);
  for (const fault of [...allowed]) {
    const fewer = new Set([...allowed].filter((kind) => kind !== fault));
    if ((await attempt(seed, { allowed: fewer })).violations.length > 0) allowed = fewer;
  }
  let days = DAYS;
  while (days > 1 && (await attempt(seed, { allowed, days: days - 1 })).violations.length > 0) days -= 1;
  const { trace } = await attempt(seed, { allowed, days });
  return { ...report, shrunk: { allowed: [...allowed], days, trace } };
}

async function attempt(seed: number, how: { allowed?: ReadonlySet<string>; days?: number }) {
  try {
    return { ...(await runWorld({ seed, ...how })), awaitSites: awaitSites() };
  } catch (error) {
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      promised: 0,
      faults: {},
      violations: [`the world ended: ${said}`],
      trace: [],
      crashPoints: [],
      awaitSites: [],
    };
  }
}
