/** Whole-number arithmetic of the engine: every device and the endpoint get the same integers. */

/**
 * Works out a × b / c, rounded half up, without fractions.
 * @param c > 0
 * @example scaled(85, 100, 90) // 94 (94.44…)
 */
export function scaled(a: number, b: number, c: number): number {
  if (b === c) return a;
  const doubled = 2 * a * b + c;
  return (doubled - (doubled % (2 * c))) / (2 * c);
}

/** @returns the share as a whole percent, rounded down: 2 of 3 is 66 */
export function percentOf(numerator: number, denominator: number): number {
  const hundredfold = numerator * 100;
  return (hundredfold - (hundredfold % denominator)) / denominator;
}

/** Stops at once where our own code is wrong. Errors of the world (a bad file, a full disk) are values and not assertions. */
export function assert(holds: boolean, why: string): asserts holds {
  if (!holds) throw new AssertionError(why);
}

export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}
