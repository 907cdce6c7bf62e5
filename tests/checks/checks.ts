/**
 * What `npm test`, `test:quick` and `test:deep` share: a check is run, timed and counted, its result is printed when it ends,
 * and the summary says where the time went.
 *
 *     const checks = new Checks();
 *     await checks.run('types', () => runTool(['tsc', '--noEmit'], 'types'));
 *     process.exit(checks.close());
 */

/** What came of one check. */
export interface CheckResult {
  /** Why it failed, as sentences; [] when all is well. */
  readonly faults: readonly string[];
  /** Tests within it; a check without tests of its own counts as one. */
  readonly counts?: { readonly passed: number; readonly failed: number };
  /** Told also when all is well. */
  readonly notes?: readonly string[];
}

export type Act = () => CheckResult | Promise<CheckResult>;

interface Row {
  readonly name: string;
  readonly seconds: number;
  readonly isWell: boolean;
}

const seconds = (ms: number) => ms / 1000;

export class Checks {
  readonly #startedMs = performance.now();
  readonly #rows: Row[] = [];
  #passedCount = 0;
  #failedCount = 0;

  /** Runs one check and tells how it ended. Never throws: what is thrown inside is a failure of the check. */
  async run(name: string, act: Act): Promise<void> {
    const startedMs = performance.now();
    const result = await Promise.resolve()
      .then(act)
      .catch((error: unknown): CheckResult => ({ faults: [error instanceof Error ? error.message : String(error)] }));
    const took = seconds(performance.now() - startedMs);
    const isWell = result.faults.length === 0;
    this.#rows.push({ name, seconds: took, isWell });
    this.#passedCount += result.counts?.passed ?? (isWell ? 1 : 0);
    // A tool may fail though each of its tests passed: that is a failure too.
    this.#failedCount += Math.max(result.counts?.failed ?? 0, isWell ? 0 : 1);
    console.log(`${isWell ? 'ok' : 'FAILED'}  ${name}  (${took.toFixed(1)} s)`);
    for (const line of [...(result.notes ?? []), ...result.faults]) console.log(`        ${line}`);
  }

  /** Prints where the time went and the closing line. @returns the exit code */
  close(): number {
    const whole = seconds(performance.now() - this.#startedMs);
    const sum = this.#rows.reduce((total, row) => total + row.seconds, 0);
    const width = Math.max(...this.#rows.map(({ name }) => name.length));
    console.log('\nSUMMARY: where the time went (checks beside each other share the processor)');
    for (const row of this.#rows.toSorted((a, b) => b.seconds - a.seconds)) {
      const share = sum === 0 ? 0 : (100 * row.seconds) / sum;
      const state = row.isWell ? '' : '  FAILED';
      console.log(
        `  ${row.name.padEnd(width)}  ${row.seconds.toFixed(1).padStart(7)} s  ${share.toFixed(0).padStart(3)} %${state}`,
      );
    }
    console.log(`  ${'in all, from start to end'.padEnd(width)}  ${whole.toFixed(1).padStart(7)} s\n`);
    console.log(`${this.#passedCount} passed, ${this.#failedCount} failed`);
    return this.#failedCount === 0 ? 0 : 1;
  }
}

/** Runs `acts` in their order, at most `lanes` at once. */
export async function inLanes(lanes: number, acts: readonly (() => Promise<void>)[]): Promise<void> {
  const left = [...acts];
  const lane = async () => {
    for (let act = left.shift(); act !== undefined; act = left.shift()) await act();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
