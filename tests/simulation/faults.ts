/** Names of what may go wrong in a world, by when the simulator learnt them. */
import { FORTUNES } from './fortunes.ts';
import { NET_FAULTS } from './network.ts';

/** Faults beyond the network's. */
export const PHONE_FAULTS = [
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
  'crash-at-await',
  'looks',
  'ballast',
  'pulled-copy',
  'scope-transfer',
  'compaction',
  'endpoint-killed',
  'older-protocol',
  'full-tab',
  'office',
  'photo-rot',
  'reviews',
  'row-lost',
  'stall',
  ...FORTUNES,
] as const;
/**
 * Faults that came later take their chances from a stream of their own, and a kept seed names those it was found with:
 * otherwise a new fault would change every old story.
 */
const LATER_FAULTS: readonly string[] = ['crash-at-await', 'looks', 'ballast', 'pulled-copy', 'scope-transfer', 'late'];
const NEWEST_FAULTS: readonly string[] = [
  'compaction',
  'endpoint-killed',
  'older-protocol',
  'hang',
  'full-tab',
  'office',
  'photo-rot',
  'reviews',
  'row-lost',
  'stall',
  ...FORTUNES,
];
export const FIRST_FAULTS: ReadonlySet<string> = new Set(
  [...NET_FAULTS, ...PHONE_FAULTS].filter((fault) => ![...LATER_FAULTS, ...NEWEST_FAULTS].includes(fault)),
);
