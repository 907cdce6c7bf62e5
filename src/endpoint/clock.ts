/** The endpoint's own clock: instants in UTC. */
import type { EndpointClock } from './http/parts.ts';

export const systemClock: EndpointClock = {
  now: () => new Date().toISOString(),
  millis: () => Date.now(),
};
