/** What every route gets from app.ts. */
import type { Context } from 'hono';
import type { Ingest } from '../ingest/ingest.ts';
import type { Store } from '../store/api.ts';

/** The endpoint's clock. */
export interface EndpointClock {
  /** @returns the present as an ISO instant in UTC */
  now(): string;
  /** @returns the present in milliseconds since 1970 */
  millis(): number;
}

/** The parts of the endpoint that routes are made of. */
export interface EndpointParts {
  readonly store: Store;
  readonly ingest: Ingest;
  readonly clock: EndpointClock;
  /** @returns the caller's network address, behind the proxies that the settings name; wrong codes make its next ones wait */
  addressOf(context: Context): string;
  /** Waits so many milliseconds. */
  pause(ms: number): Promise<void>;
}
