/** Seeded bugs of saving: what the screen calls saved is in the database, the journal and the queue, in one chain. */
import { type Mutants, one } from './patch.ts';

export const SAVING: Mutants = {
  'journal-not-written': one('vault/records/commit.ts', 'await core.platform.journal.append(frames);'),
  'journal-not-awaited': one(
    'vault/records/commit.ts',
    'await core.platform.journal.append(frames);',
    'setTimeout(() => void core.platform.journal.append(frames).catch(() => undefined), 0);',
  ),
  'journal-full-is-ignored': one(
    'vault/records/commit.ts',
    'await core.platform.journal.append(frames);',
    'await core.platform.journal.append(frames).catch(() => undefined);',
  ),
  'saved-before-the-database': one(
    'vault/records/commit.ts',
    'await writeOwn(core, rows, seq);',
    "return { kind: 'saved', revisions };",
  ),
  'deviceSeq-stands-still': one(
    'vault/records/own.ts',
    "await db.meta.put({ key: 'chain', deviceSeq: rows.last.deviceSeq, lastHash: rows.last.contentHash });",
  ),
  'deviceSeq-outside-the-transaction': [
    {
      file: 'vault/records/own.ts',
      find: "await db.meta.put({ key: 'chain', deviceSeq: rows.last.deviceSeq, lastHash: rows.last.contentHash });",
      put: '',
    },
    {
      file: 'vault/records/commit.ts',
      find: 'await writeOwn(core, rows, seq);',
      put: "await writeOwn(core, rows, seq); await core.platform.encryption.encrypt(new Uint8Array()); await core.db.meta.put({ key: 'chain', deviceSeq: rows.last.deviceSeq, lastHash: rows.last.contentHash });",
    },
  ],
  'chain-forgets-the-one-before': one(
    'vault/records/commit.ts',
    'prevHash: made.at(-1)?.contentHash ?? lastHash,',
    'prevHash: lastHash,',
  ),
  'two-tabs-without-lock': one(
    'vault/records/core.ts',
    'platform.exclusive ? platform.exclusive(WRITER, work) : work()',
    'work()',
  ),
  'journal-after-database': one(
    'vault/records/commit.ts',
    'await core.platform.journal.append(frames);\n    await writeOwn(core, rows, seq);',
    'await writeOwn(core, rows, seq);\n    void core.platform.journal.append(frames).catch(() => undefined);',
  ),
  'outbox-in-a-second-transaction': [
    { file: 'vault/records/own.ts', find: '      await db.outbox.bulkAdd([...rows.outbox]);\n', put: '' },
    {
      file: 'vault/records/own.ts',
      find: 'lastHash: rows.last.contentHash });\n    }\n  });\n',
      put: 'lastHash: rows.last.contentHash });\n    }\n  });\n  if (expectedSeq !== null) await db.outbox.bulkAdd([...rows.outbox]);\n',
    },
  ],
  'photos-are-not-encrypted': [
    {
      file: 'vault/photos/photo-bytes.ts',
      find: 'await blobs.put(sha256, await encryption.encrypt(bytes));',
      put: 'await blobs.put(sha256, bytes);',
    },
    {
      file: 'vault/photos/photo-bytes.ts',
      find: 'return encrypted && (await encryption.decrypt(encrypted));',
      put: 'return encrypted;',
    },
  ],
  'photos-not-queued': one(
    'vault/records/own.ts',
    "await db.photos.bulkAdd(fresh.map((sha256) => ({ sha256, state: 'waiting' })));",
  ),
};
