/** What the routes stand on; made once in app.ts. */
import type { Context } from 'hono';
import type { Ingest } from '../ingest/ingest.ts';
import type { Store } from '../store/api.ts';

export interface EndpointClock {
  /** ISO instant. */
  now(): string;
  millis(): number;
}

export interface EndpointParts {
  readonly store: Store;
  readonly ingest: Ingest;
  readonly clock: EndpointClock;
  /** Network address of the caller, for limiting wrong codes. */
  addressOf(context: Context): string;
}
