/** Whether the simulator catches a seeded bug: a line of the real code is changed, and some seed must fail. */
import { z } from 'zod';
import type { CheckResult } from './checks.ts';
import { runTool } from './tool.ts';

/** The simulator's closing line, as far as it is needed. */
const report = z.object({ seeds: z.int(), violations: z.int() });

export const mutantCommand = (mutant: string, seeds: number) =>
  `node tests/simulation/main.ts --seeds ${seeds} --from 1 --mutant ${mutant}`;

/** A simulator that could not run has caught nothing, however it ended. */
export async function catchMutant(command: string): Promise<CheckResult> {
  const { faults, output } = await runTool(command.split(' '), command, { nice: true });
  const last = output.trim().split('\n').at(-1) ?? '';
  const parsed = last.startsWith('{') ? report.safeParse(JSON.parse(last)) : null;
  if (parsed?.success !== true) return { faults: [`the simulator did not come to its end: ${command}`, ...faults] };
  const { seeds, violations } = parsed.data;
  return violations > 0
    ? { faults: [], notes: [`caught after ${seeds} seeds`] }
    : { faults: [`not caught by ${seeds} seeds: ${command}`] };
}
