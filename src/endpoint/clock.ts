/** The clock of the endpoint's process. */
import type { EndpointClock } from './http/parts.ts';

export const systemClock: EndpointClock = {
  now: () => new Date().toISOString(),
  millis: () => Date.now(),
};
