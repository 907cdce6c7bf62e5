/** The clock of the endpoint's process. */
import type { EndpointClock } from './http/parts.ts';

export const processClock: EndpointClock = {
  now: () => new Date().toISOString(),
  millis: () => Date.now(),
};
