/**
 * Wrong codes make the next tries wait. Nobody is locked out by somebody else's wrong codes: a right code is taken after the
 * wait. What ends guessing is counted at each code by its beginning (store/api/enrolment.ts); waiting only keeps the endpoint
 * free for others meanwhile.
 */
import type { EndpointClock } from '../http/parts.ts';

/** Wrong tries count for so long, in milliseconds. */
export const BACK_OFF_WINDOW_MS = 10 * 60 * 1000;
/** Wrong tries of one address, and of everybody, from which on each try waits. A commune may share one address (carrier NAT). */
const ADDRESS_TRIES = 10;
const ALL_TRIES = 200;
/** Milliseconds that each wrong try beyond adds, and the longest wait. */
const STEP_MS = 100;
const WAIT_MS_MAX = 3_000;
/** Addresses that are remembered; the oldest is forgotten first. */
const ADDRESSES_MAX = 10_000;

/** Counts wrong tries of this process by address. */
export class BackOff {
  readonly #clock: EndpointClock;
  readonly #wrong = new Map<string, readonly number[]>();

  constructor(clock: EndpointClock) {
    this.#clock = clock;
  }

  /**
   * @param wrongOfAll wrong tries of everybody in the window
   * @returns milliseconds that a try from this address is to wait
   */
  waitMs(address: string, wrongOfAll: number): number {
    const over = Math.max(this.#recent(address).length - ADDRESS_TRIES, wrongOfAll - ALL_TRIES, 0);
    return Math.min(over * STEP_MS, WAIT_MS_MAX);
  }

  noteWrong(address: string): void {
    const recent = this.#recent(address);
    this.#wrong.delete(address);
    this.#wrong.set(address, [...recent, this.#clock.millis()].slice(-(ADDRESS_TRIES + WAIT_MS_MAX / STEP_MS)));
    const [oldest] = this.#wrong.keys();
    if (this.#wrong.size > ADDRESSES_MAX && oldest !== undefined) this.#wrong.delete(oldest);
  }

  #recent(address: string): readonly number[] {
    const since = this.#clock.millis() - BACK_OFF_WINDOW_MS;
    return (this.#wrong.get(address) ?? []).filter((at) => at > since);
  }
}
