/** Seeded bugs of a phone's start: one copy of what was saved is made whole again from the other. */
import { type Mutants, one } from './patch.ts';

export const STARTING: Mutants = {
  'what-follows-a-failed-attempt-is-replayed': one(
    'vault/upkeep/startup.ts',
    'if (before !== undefined && before !== revision.prevHash) continue;',
  ),
  'old-words-are-good-enough': one(
    'vault/upkeep/startup.ts',
    'new Set(journalled.drafts.map((draft) => JSON.stringify(draft)))',
    'new Set(drafts.filter((draft) => journalled.drafts.some((old) => old.draftId === draft.draftId)).map((draft) => JSON.stringify(draft)))',
  ),
  'no-replay': one(
    'vault/upkeep/startup.ts',
    'await writeOwn(core, await ownRows(core, revisions.slice(from, from + REPLAY_BATCH)), null);',
  ),
  'replay-takes-numbers-twice': one(
    'vault/upkeep/startup.ts',
    'if (!hashes.has(entry.revision.deviceSeq)) byNumber.set(entry.revision.deviceSeq, entry.revision);',
    'byNumber.set(byNumber.size, entry.revision); hashes.clear();',
  ),
  'replay-without-outbox': one('vault/records/own.ts', 'await db.outbox.bulkPut([...rows.outbox]);'),
  'torn-journal-not-refilled': one(
    'vault/upkeep/startup.ts',
    'await platform.journal.append(await Promise.all(entries.map((entry) => encodeEntry(platform.encryption, entry))));',
  ),
  'torn-journal-forgets-the-session': one(
    'vault/upkeep/startup.ts',
    'await journal.append(await Promise.all(entries.map((entry) => encodeEntry(encryption, entry))));',
    'await Promise.resolve();',
  ),
  'torn-tail-not-cut': one('vault/journal/journal-memory.ts', 'disk.bytes = disk.bytes.subarray(0, goodBytes);'),
  'stubs-are-not-replayed': one(
    'vault/upkeep/startup.ts',
    'if (rows.length > 0) await writeOwn(core, await stubRows(core, rows), null);',
  ),
  'what-came-back-is-kept-as-own': one('vault/upkeep/startup.ts', "row.cameBack ? 'back' : 'revision'", "'revision'"),
  'number-of-the-endpoint-ignored': one(
    'vault/keys/device.ts',
    'if (last.device !== device?.deviceId || last.deviceSeq <= (chain?.deviceSeq ?? 0)) return false;',
    'if (last.deviceSeq > 0) return false;',
  ),
};
