/**
 * After an update the app may know kinds of records that were pulled before it did. What such a record hangs from was not known
 * then, and so no list of a household or a person had it.
 */
import { KINDS, ownerOf } from '../programme/index.ts';
import { type Core, fromRow } from './core.ts';
import type { RevisionRow } from './database.ts';

const BATCH = 500;

/** Looks at each record once. @param known kinds that the app knew when it last did */
export async function learnKinds(core: Core, known: readonly string[]): Promise<void> {
  const { db } = core;
  const fresh = new Set<string>(KINDS.filter((kind) => !known.includes(kind)));
  const keys = await db.revisions.toCollection().primaryKeys();
  for (let from = 0; from < keys.length; from += BATCH) {
    const rows = await db.revisions.bulkGet(keys.slice(from, from + BATCH));
    const learned = rows.filter((row): row is RevisionRow => row !== undefined && fresh.has(row.kind));
    const owned = learned.map(async (row) => {
      const { kind, payload } = await fromRow(core, row);
      return { ...row, ownerId: ownerOf(kind, payload) };
    });
    await db.revisions.bulkPut(await Promise.all(owned));
  }
}
