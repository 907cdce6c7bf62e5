/** Seeded bugs of letting go: a phone deletes only what the endpoint has, and what a backup has too. */
import { type Mutants, one } from './patch.ts';

export const LETTING_GO: Mutants = {
  'compaction-drops-records': [
    {
      file: 'vault/upkeep/startup.ts',
      find: 'export const REPLACEABLE_FRAMES_MAX = 400;',
      put: 'export const REPLACEABLE_FRAMES_MAX = -1;',
    },
    {
      file: 'vault/upkeep/compaction.ts',
      find: 'const kept = frames.filter((frame) => !isReplaceable(frame) && !stubbed.has(frame.id));',
      put: "const kept = frames.filter((frame) => !isReplaceable(frame) && frame.kind !== 'revision');",
    },
  ],
  'compaction-before-durable': one(
    'vault/upkeep/compaction.ts',
    'return heldBy?.epoch === epoch && Date.parse(heldBy.at) <= heldSince;',
    'return heldBy?.epoch === epoch;',
  ),
  'delete-before-receipt': [
    {
      file: 'vault/upkeep/compaction.ts',
      find: 'return heldBy?.epoch === epoch && Date.parse(heldBy.at) <= heldSince;',
      put: 'return true;',
    },
    {
      file: 'vault/upkeep/compaction.ts',
      find: "between(['received', 0], ['received', Number.MAX_SAFE_INTEGER]);",
      put: "between(['a', 0], ['z', Number.MAX_SAFE_INTEGER]);",
    },
  ],
  'compaction-forgets-the-stub': one(
    'vault/upkeep/compaction.ts',
    'await journal.rewrite([...kept.map(({ bytes }) => bytes), ...stubs, ...replaceable]);',
    'await journal.rewrite([...kept.map(({ bytes }) => bytes), ...replaceable]);',
  ),
  'gc-of-unsent': one(
    'vault/photos/free-photos.ts',
    'return there.filter((sha256) => held.has(sha256) && ofRecords.has(sha256) && !wanted.has(sha256));',
    'return there;',
  ),
};
