/** A small seeded generator of numbers: the same seed makes the same commune on every machine. */
export interface Random {
  /** @returns a whole number from 0 to `below` − 1 */
  int(below: number): number;
  chance(percent: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Picks a value with a probability that follows its weight. */
  weighted<T>(list: readonly (readonly [value: T, weight: number])[]): T;
  shuffle<T>(list: readonly T[]): T[];
}

/** Uses mulberry32, whose 32 bits of state are enough for names and points. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  const pick = <T>(list: readonly T[]): T => {
    const one = list[int(list.length)];
    if (one === undefined) throw new RangeError('nothing to pick from');
    return one;
  };
  return {
    int,
    chance: (percent) => int(100) < percent,
    pick,
    weighted: (list) => {
      let left = int(list.reduce((sum, [, weight]) => sum + weight, 0));
      for (const [value, weight] of list) {
        left -= weight;
        if (left < 0) return value;
      }
      throw new RangeError('nothing to pick from');
    },
    shuffle: (list) => {
      const shuffled = [...list];
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = int(last + 1);
        [shuffled[last], shuffled[other]] = [shuffled[other] as never, shuffled[last] as never];
      }
      return shuffled;
    },
  };
}
