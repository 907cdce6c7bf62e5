import type { Net } from './api.ts';
export function fetchNet(): Net {
  throw new Error('not built yet');
}
