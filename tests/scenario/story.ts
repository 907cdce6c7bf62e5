/**
 * What happened in a scenario, step by step. A step that fails says which one it was, why, and all that went before, so that
 * a red test reads like a bug report. A step that a test forgot to await is an error of the test.
 */

/** A step of a scenario failed. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

export class Story {
  readonly #lines: string[] = [];
  readonly #running = new Set<string>();
  readonly #now: () => string;

  /** @param now the scenario's time, as it is shown before each step */
  constructor(now: () => string) {
    this.#now = now;
  }

  /**
   * One step. A step that is part of another one may be in the story, too.
   * @param what a sentence: who does what
   * @throws StepFailed with the story so far; its cause is what was thrown
   */
  async step<T>(what: string, act: () => Promise<T>): Promise<T> {
    const number = this.#lines.push(`${this.#now()}  ${what}`);
    this.#running.add(what);
    try {
      return await act();
    } catch (error) {
      // The inner step has reported it already.
      if (error instanceof StepFailed) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new StepFailed(`Step ${number} failed: ${what}\n    ${why}\nThe story so far:\n${this.text()}`, {
        cause: error,
      });
    } finally {
      this.#running.delete(what);
    }
  }

  /** All steps, a line each. */
  text(): string {
    return this.#lines.map((line, at) => `  ${String(at + 1).padStart(2)}. ${line}`).join('\n');
  }

  /** @throws StepFailed where a step has not ended: nobody awaited it */
  assertAllAwaited(): void {
    const [first] = this.#running;
    if (first !== undefined) throw new StepFailed(`the test ended before this step did; await it: ${first}`);
  }
}
