/**
 * Pages of a scope, one after the other. On a link with a long way (2G: 400 ms) the waits for each answer cost as much
 * as a fifth of the bytes, so the page after is asked for before this one has come: numbers of a scope have no holes,
 * its cursor is known beforehand. Each page is applied with its cursor, so a cut costs two pages at most.
 */
import { LIMITS } from '../protocol/index.ts';
import type { Clock } from '../vault/index.ts';
import type { HttpAnswer } from './api.ts';

/** A page that took longer is a link so thin that two at once might both come too late. */
const QUICK_MS = 10_000;

interface Cursor {
  readonly epoch: string | null;
  readonly after: number;
}

export class PageReader {
  readonly #scope: string;
  readonly #ask: (path: string) => Promise<HttpAnswer>;
  readonly #clock: Clock;
  #ahead: { readonly path: string; readonly answer: Promise<HttpAnswer> } | null = null;
  #quick = false;

  constructor(scope: string, ask: (path: string) => Promise<HttpAnswer>, clock: Clock) {
    this.#scope = scope;
    this.#ask = ask;
    this.#clock = clock;
  }

  /** The page after this cursor. Asks ahead only once a page has come quickly. @throws NetDown */
  async next(cursor: Cursor): Promise<HttpAnswer> {
    const path = this.#path(cursor);
    const startedMs = this.#clock.millis();
    const coming = this.#ahead?.path === path ? this.#ahead.answer : this.#ask(path);
    this.#ahead = this.#quick ? this.#askAhead({ ...cursor, after: cursor.after + LIMITS.pullRevisionsMax }) : null;
    const answer = await coming;
    this.#quick = Math.abs(this.#clock.millis() - startedMs) < QUICK_MS;
    return answer;
  }

  #askAhead(cursor: Cursor): { path: string; answer: Promise<HttpAnswer> } {
    const path = this.#path(cursor);
    const answer = this.#ask(path);
    // Nobody may ever want it: its failure is told only to who does.
    answer.catch(() => undefined);
    return { path, answer };
  }

  #path({ epoch, after }: Cursor): string {
    const query = new URLSearchParams({
      scope: this.#scope,
      after: String(after),
      limit: String(LIMITS.pullRevisionsMax),
    });
    if (epoch !== null) query.set('epoch', epoch);
    return `/v1/pull?${query}`;
  }
}
