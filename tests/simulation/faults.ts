/** Names of what may go wrong in a world, by when the simulator learnt them. */
import { FORTUNES } from './fortunes.ts';
import { NET_FAULTS } from './network.ts';

/** Of the phone and of the endpoint; the first release of the simulator knew these. */
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
const LATER = ['crash-at-await', 'looks', 'ballast', 'pulled-copy', 'scope-transfer'] as const;
const NEWEST = [
  'compaction',
  'endpoint-killed',
  'full-tab',
  'office',
  'photo-rot',
  'reviews',
  'row-lost',
  'stall',
  ...FORTUNES,
] as const;
const LATER_OF_THE_NETWORK: readonly string[] = ['late', 'hang'];

/** Faults beyond the network's. */
export const PHONE_FAULTS: readonly string[] = [...FIRST, ...LATER, ...NEWEST];
export const FIRST_FAULTS: ReadonlySet<string> = new Set([
  ...NET_FAULTS.filter((fault) => !LATER_OF_THE_NETWORK.includes(fault)),
  ...FIRST,
]);
