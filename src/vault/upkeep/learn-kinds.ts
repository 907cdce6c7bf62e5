/**
 * Learning kinds of records after an update. The app may know kinds now whose records were pulled before it did. What
 * such a record hangs from was not known then, and so no list of a household or a person had it.
 */
import { criteriaSetsOf, KINDS, ownerOf } from '../../programme/index.ts';
import type { RevisionRow } from '../database/database.ts';
import { type Core, fromRow } from '../records/core.ts';
import { wantSets } from './wanted-sets.ts';

const BATCH = 500;

/** Looks at each record once. @param known kinds that the app knew when it last did */
export async function learnKinds(core: Core, known: readonly string[]): Promise<void> {
  const { db } = core;
  const fresh = new Set<string>(KINDS.filter((kind) => !known.includes(kind)));
  const keys = await db.revisions.toCollection().primaryKeys();
  for (let from = 0; from < keys.length; from += BATCH) {
    const rows = await db.revisions.bulkGet(keys.slice(from, from + BATCH));
    const learned = rows.filter((row): row is RevisionRow => row !== undefined && fresh.has(row.kind));
    if (learned.length === 0) continue;
    const revisions = await Promise.all(learned.map((row) => fromRow(core, row)));
    const owned = learned.map((row, at) => ({ ...row, ownerId: ownerOf(row.kind, revisions[at]?.payload) }));
    await db.transaction('rw', [db.revisions, db.sets], async () => {
      await db.revisions.bulkPut(owned);
      await wantSets(db, criteriaSetsOf(revisions));
    });
  }
}
