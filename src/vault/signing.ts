/**
 * The key with which this person's device signs what it makes. It is kept in the database alone, because it cannot be copied
 * into the journal: a deleted database takes it along, the next record makes another one, and the endpoint is told at the
 * next contact. What the former key signed stays good, since the endpoint keeps every key of a device.
 */
import type { Revision } from '../protocol/index.ts';
import type { Core } from './core.ts';
import { type MetaRow, metaRow } from './database.ts';

type KeyRow = Extract<MetaRow, { key: 'signing' }>;

/** @returns null where the browser has no keys */
export async function signingKey({ db, platform }: Core): Promise<KeyRow | null> {
  const held = await metaRow(db, 'signing');
  if (held !== undefined) return held;
  const made = await platform.keys.create();
  if (made === null) return null;
  try {
    const row: KeyRow = { key: 'signing', ...made };
    await db.meta.add(row);
    return row;
  } catch (error) {
    // Another tab has made one meanwhile: that one is everybody's.
    const theirs = await metaRow(db, 'signing');
    if (theirs === undefined) throw error;
    return theirs;
  }
}

/**
 * Run before any transaction begins: waiting for a signature inside one ends it in Firefox and WebKit.
 * @returns the revisions with their signatures; as they were where the browser has no keys
 */
export async function signed(core: Core, revisions: readonly Revision[]): Promise<Revision[]> {
  const key = await signingKey(core);
  if (key === null) return [...revisions];
  return Promise.all(
    revisions.map(async (revision) => ({
      ...revision,
      signature: await core.platform.keys.sign(key.privateKey, revision.contentHash),
    })),
  );
}
