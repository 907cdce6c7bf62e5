/** The clock of the endpoint's process. */
import type { EndpointClock } from './http/parts.ts';

/** The real time. */
export const processClock: EndpointClock = {
  now: () => new Date().toISOString(),
  millis: () => Date.now(),
};
