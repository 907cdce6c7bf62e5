/**
 * Pages of a stream, one after the other. On a link with a long way there and back (2G: 400 ms) waiting for each answer costs as
 * much as a fifth of the bytes, so later pages are asked for before this one has come and while it is applied. That is possible
 * because numbers of a stream have no holes: the cursors of later pages are known beforehand. They are not known after a page
 * that was cut for its bytes, so none is asked for ahead until a page is full again. Each page is applied with its cursor, so
 * a break of the link costs three pages at most.
 */
import type { StreamRef } from '../../programme/index.ts';
import { LIMITS } from '../../protocol/index.ts';
import type { Clock } from '../../vault/index.ts';
import type { HttpAnswer } from '../api.ts';
import { QUICK_MS } from '../round.ts';

/** Pages that are asked for ahead of the one that is waited for or applied. */
const AHEAD = 2;

/** Place in a stream: the number of the last row that is held, under the epoch it was given in. */
interface Cursor {
  readonly epoch: string | null;
  readonly after: number;
}

export class PageReader {
  readonly #of: StreamRef;
  readonly #ask: (path: string) => Promise<HttpAnswer>;
  readonly #clock: Clock;
  /** Path of a page that was asked for ahead → its answer. */
  #ahead = new Map<string, Promise<HttpAnswer>>();
  #quick: boolean;
  /** Number after which the last page began; null before the first. */
  #lastAfter: number | null = null;

  /**
   * @param of the stream
   * @param ask asks the endpoint for a path
   * @param quick whether the link was quick a moment ago
   */
  constructor(of: StreamRef, ask: (path: string) => Promise<HttpAnswer>, clock: Clock, quick: boolean) {
    this.#of = of;
    this.#ask = ask;
    this.#clock = clock;
    this.#quick = quick;
  }

  /** @returns the answer with the page after this cursor; later pages are asked for ahead only while answers come quickly. @throws NetDown */
  async next(cursor: Cursor): Promise<HttpAnswer> {
    const path = this.#path(cursor);
    const startedMs = this.#clock.millis();
    const before = this.#ahead;
    this.#ahead = new Map();
    const rows = this.#lastAfter === null ? LIMITS.pullRevisionsMax : cursor.after - this.#lastAfter;
    const wasCut = rows > 0 && rows < LIMITS.pullRevisionsMax;
    this.#lastAfter = cursor.after;
    const coming = before.get(path) ?? this.#ask(path);
    for (let count = 1; this.#quick && !wasCut && count <= AHEAD; count++) {
      const later = this.#path({ ...cursor, after: cursor.after + count * LIMITS.pullRevisionsMax });
      this.#ahead.set(later, before.get(later) ?? this.#askAhead(later));
    }
    const answer = await coming;
    this.#quick = Math.abs(this.#clock.millis() - startedMs) < QUICK_MS;
    return answer;
  }

  #askAhead(path: string): Promise<HttpAnswer> {
    const answer = this.#ask(path);
    // Nobody may ever want this page, so its failure must not count as unhandled; whoever awaits it still gets it.
    answer.catch(() => undefined);
    return answer;
  }

  #path({ epoch, after }: Cursor): string {
    const query = new URLSearchParams({
      scope: this.#of.scope,
      stream: this.#of.stream,
      after: String(after),
      limit: String(LIMITS.pullRevisionsMax),
    });
    if (epoch !== null) query.set('epoch', epoch);
    return `/v1/pull?${query}`;
  }
}
