/** Whether a queue stands still: something waits, there is a network, and for ten minutes nothing of it got through. Pure. */

/** Milliseconds without movement after which a queue stands still, and after which something is done about it again. */
const STUCK_MS = 10 * 60_000;

/** One look at a queue. */
interface Look {
  /** Instant, in milliseconds of the clock. */
  readonly millis: number;
  /** Whether there may be a network, and an endpoint that would take what waits. */
  readonly online: boolean;
  /** Count of what waits. */
  readonly pending: number;
  /** Grows with everything that got through, in whichever tab. */
  readonly settled: number;
}

/** Remembers since when a queue has not moved. */
export class StandstillTimer {
  #since: { readonly millis: number; readonly settled: number } | null = null;
  #actedAt = 0;

  /** @returns for how many minutes the queue has stood still (0: it does not), and whether to do something about it now */
  look({ millis, online, pending, settled }: Look): { readonly minutes: number; readonly act: boolean } {
    const since = this.#since;
    if (!online || pending === 0) this.#since = null;
    // A clock that was set back would otherwise hold the queue for years.
    else if (since === null || since.settled !== settled || millis < since.millis) this.#since = { millis, settled };
    if (this.#since === null || this.#since !== since) this.#actedAt = 0;
    const stoodMs = this.#since === null ? 0 : millis - this.#since.millis;
    if (stoodMs < STUCK_MS) return { minutes: 0, act: false };
    const act = this.#actedAt === 0 || millis - this.#actedAt >= STUCK_MS;
    if (act) this.#actedAt = millis;
    return { minutes: Math.floor(stoodMs / 60_000), act };
  }
}
