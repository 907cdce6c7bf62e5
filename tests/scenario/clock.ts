/** The time of a scenario: it stands still until a test sets it. Everybody's clock follows it; a phone's may be off. */

const ZONE_MS = 7 * 3_600_000;
const MINUTE_MS = 60_000;

export interface Span {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
}

export function spanMs({ days = 0, hours = 0, minutes = 0 }: Span): number {
  return ((days * 24 + hours) * 60 + minutes) * MINUTE_MS;
}

export class ScenarioClock {
  #millis: number;

  /** @param at as people write it in Vietnam: `2026-11-24 08:00` */
  constructor(at: string) {
    this.#millis = parse(at);
  }

  millis(): number {
    return this.#millis;
  }

  /** ISO instant in UTC, as the endpoint writes it. */
  instant(): string {
    return new Date(this.#millis).toISOString();
  }

  /** The day as people write it in Vietnam. */
  shown(): string {
    return new Date(this.#millis + ZONE_MS).toISOString().slice(0, 16).replace('T', ' ');
  }

  /** @throws RangeError where it would go back: only a phone's clock does (`phone.clockOff`) */
  set(at: string): void {
    const millis = parse(at);
    if (millis < this.#millis) throw new RangeError(`the scenario's time cannot go back from ${this.shown()} to ${at}`);
    this.#millis = millis;
  }

  forward(span: Span): void {
    const ms = spanMs(span);
    if (ms < 0) throw new RangeError("the scenario's time cannot go back");
    this.#millis += ms;
  }
}

function parse(at: string): number {
  const millis = Date.parse(`${at.replace(' ', 'T')}:00+07:00`);
  if (Number.isNaN(millis)) throw new RangeError(`"${at}" is no time; write it as 2026-11-24 08:00`);
  return millis;
}
