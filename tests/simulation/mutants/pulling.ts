/** Seeded bugs of what comes from others: no row is passed over, and every phone shows the same. */
import { type Mutants, one } from './patch.ts';

export const PULLING: Mutants = {
  'last-writer-wins': one('programme/materialize.ts', 'living.length === 1', 'living.length >= 1'),
  'snapshot-forgets-other-tabs': one(
    'vault/records/roster-store.ts',
    'stale.every(({ by }) => by === core.mark)',
    'stale.length >= 0',
  ),
  'cursor-before-rows': one(
    'vault/records/pull.ts',
    'const forgetting = added.some(',
    'await db.cursors.put({ scope: page.scope, stream: page.stream, epoch: page.epoch, after: page.next });\n  const forgetting = added.some(',
  ),
  'cursor-one-too-far': one(
    'vault/records/pull.ts',
    'keepsCursor ? cursor.after : Math.max(page.next, fresh.at(-1)?.scopeSeq ?? 0),',
    'keepsCursor ? cursor.after : Math.max(page.next, fresh.at(-1)?.scopeSeq ?? 0) + 1,',
  ),
  'pulled-rows-dropped-when-many': one(
    'vault/records/pull.ts',
    'await db.revisions.bulkPut([...rows]);',
    'await db.revisions.bulkPut(rows.slice(0, 20));',
  ),
};
