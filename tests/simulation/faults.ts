/** Names of what may go wrong in a world, by when the simulator learnt them. */

import { NET_FAULTS } from './network.ts';
import { RARE_FAULTS } from './rare-faults.ts';

/** Faults of the phone and of the endpoint that the simulator knew from its beginning. */
const FIRST = [
  'crash',
  'quota',
  'wipe',
  'torn-journal',
  'flipped-bit',
  'clock-jump',
  'two-tabs',
  'backup',
  'restore',
  'endpoint-down',
] as const;
/**
 * Faults that came later take their chances from a stream of their own, and a kept seed names those it was found with:
 * otherwise a new fault would change every old story.
 */
const LATER = ['crash-at-await', 'looks', 'storage reserve', 'pulled-copy', 'scope-transfer'] as const;
const NEWEST = [
  'compaction',
  'endpoint-killed',
  'full-tab',
  'insider',
  'office',
  'photo-rot',
  'reviews',
  'row-lost',
  'stall',
  ...RARE_FAULTS,
] as const;
const LATER_OF_THE_NETWORK: readonly string[] = ['late', 'hang'];

/** What a phone may do or have: allowed or not as a fault is, and nothing that happens on one day. */
const HABITS: readonly string[] = ['looks', 'storage reserve', 'pulled-copy', 'compaction', 'office'];

/** Faults beyond the network's. */
export const PHONE_FAULTS: readonly string[] = [...FIRST, ...LATER, ...NEWEST];
/** Every kind that a world notes when it happens. */
export const NOTED_FAULTS: readonly string[] = [...NET_FAULTS, ...PHONE_FAULTS].filter(
  (kind) => !HABITS.includes(kind),
);
export const FIRST_FAULTS: ReadonlySet<string> = new Set([
  ...NET_FAULTS.filter((fault) => !LATER_OF_THE_NETWORK.includes(fault)),
  ...FIRST,
]);
