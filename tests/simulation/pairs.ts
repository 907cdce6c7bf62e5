/**
 * In how many worlds two kinds of fault both happened. One fault at a time is what everybody tests; records are lost where
 * two meet, so a long run counts each pair and names those that it has hardly seen.
 */
import { NOTED_FAULTS } from './faults.ts';

/** Worlds in which each pair must have met, once as many seeds ran as the figure was made for. */
export const PAIR_WORLDS_MIN = 5;
export const PAIR_SEEDS_MIN = 2000;

interface PairCount {
  readonly pair: readonly [string, string];
  readonly worlds: number;
}

/** Pairs that no world can have, with why. */
const NEVER_TOGETHER: readonly { readonly pair: readonly [string, string]; readonly why: string }[] = [];

export class Pairs {
  readonly #worlds = new Map<string, number>();

  /** @param faults what happened in one world, by kind */
  addWorld(faults: Readonly<Record<string, number>>): void {
    const kinds = Object.keys(faults).sort();
    for (const [at, one] of kinds.entries()) {
      for (const other of kinds.slice(at + 1)) {
        const key = keyOf(one, other);
        this.#worlds.set(key, (this.#worlds.get(key) ?? 0) + 1);
      }
    }
  }

  /** Every pair that can meet, the rarest first. */
  counts(): readonly PairCount[] {
    const never = new Set(NEVER_TOGETHER.map(({ pair: [one, other] }) => keyOf(one, other)));
    const kinds = [...NOTED_FAULTS].sort();
    return kinds
      .flatMap((one, at) => kinds.slice(at + 1).map((other): [string, string] => [one, other]))
      .filter(([one, other]) => !never.has(keyOf(one, other)))
      .map((pair) => ({ pair, worlds: this.#worlds.get(keyOf(...pair)) ?? 0 }))
      .sort((a, b) => a.worlds - b.worlds);
  }

  /** Pairs seen in fewer worlds than they must be. */
  rare(): readonly PairCount[] {
    return this.counts().filter(({ worlds }) => worlds < PAIR_WORLDS_MIN);
  }

  /** Lines for a person: worlds and pair, then the pairs that cannot meet. */
  lines(): readonly string[] {
    return [
      ...this.counts().map(({ pair, worlds }) => `${worlds}\t${pair.join(' + ')}`),
      ...NEVER_TOGETHER.map(({ pair, why }) => `never\t${pair.join(' + ')}: ${why}`),
    ];
  }
}

/** The same for either order. */
function keyOf(one: string, other: string): string {
  return [one, other].sort().join(' ');
}
