/**
 * Drafts and the session: small encrypted records, written `strict` at once. Both also go to the journal, so that a wiped
 * database loses at most the last DRAFT_JOURNAL_MS of typing.
 */
import type { Session } from '../../protocol/index.ts';
import { type MetaRow, metaRow } from '../database/database.ts';
import { decryptJson, encryptJson } from '../database/encrypted-json.ts';
import { type Entry, encodeEntry } from '../journal/entries.ts';
import type { Core } from '../records/core.ts';
import { withoutReserve, withReserve } from '../upkeep/storage-reserve.ts';
import type { Draft } from './api.ts';

const DRAFT_JOURNAL_MS = 10_000;
const journalled = new WeakMap<Core, Map<string, number>>();

/** The second copy of something that is already safe in the database: its failure must not fail the save. */
async function alsoJournal(core: Core, entry: Entry): Promise<void> {
  try {
    const frame = await encodeEntry(core.platform.encryption, entry);
    await withoutReserve(core, () => core.platform.journal.append([frame]));
  } catch (error) {
    console.warn('journal: second copy not written', entry.kind, error);
  }
}

export async function saveDraft(core: Core, draft: Draft): Promise<void> {
  const encrypted = await encryptJson(core.platform.encryption, draft);
  await core.write(async () => {
    await withReserve(core, () => core.db.drafts.put({ draftId: draft.draftId, encrypted }));
    const times = journalled.get(core) ?? new Map<string, number>();
    journalled.set(core, times);
    const last = times.get(draft.draftId);
    const now = core.platform.clock.millis();
    // A clock set back must not stop the second copy.
    if (last !== undefined && Math.abs(now - last) < DRAFT_JOURNAL_MS) return;
    times.set(draft.draftId, now);
    await alsoJournal(core, { kind: 'draft', draft });
  });
  core.tell('drafts');
}

export async function dropDraft(core: Core, draftId: string): Promise<void> {
  await core.write(async () => {
    if ((await core.db.drafts.get(draftId)) === undefined) return;
    // A draft that outlives its saved form would be filled in and saved again.
    await withReserve(core, () => core.db.drafts.delete(draftId));
    journalled.get(core)?.delete(draftId);
    await alsoJournal(core, { kind: 'draft-dropped', draftId });
  });
  core.tell('drafts');
}

/** Newest first. */
export async function readDrafts(core: Core): Promise<readonly Draft[]> {
  const rows = await core.db.drafts.toArray();
  const drafts = await Promise.all(rows.map((row) => decryptJson<Draft>(core.platform.encryption, row.encrypted)));
  return drafts.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
}

export async function readDraft(core: Core, draftId: string): Promise<Draft | null> {
  const row = await core.db.drafts.get(draftId);
  return row ? decryptJson<Draft>(core.platform.encryption, row.encrypted) : null;
}

export async function readSession(core: Core): Promise<Session | null> {
  return await openSession(core, await metaRow(core.db, 'session'));
}

export async function openSession(
  core: Core,
  row: Extract<MetaRow, { key: 'session' }> | undefined,
): Promise<Session | null> {
  return row ? decryptJson<Session | null>(core.platform.encryption, row.encrypted) : null;
}

export async function writeSession(core: Core, session: Session | null): Promise<void> {
  await core.write(() => withReserve(core, () => putSession(core, session)));
  core.tell('session');
}

/** Read and written under the writer's lock: it must not sign in again who signed out meanwhile. */
export async function learnRescueKeys(core: Core, keys: Readonly<Record<string, string>>): Promise<void> {
  await core.write(async () => {
    const session = await readSession(core);
    if (session === null) return;
    const communes = session.communes.map((commune) => ({
      ...commune,
      rescueKey: keys[commune.scope] ?? commune.rescueKey,
    }));
    if (communes.every(({ rescueKey }, index) => rescueKey === session.communes[index]?.rescueKey)) return;
    await putSession(core, { ...session, communes });
  });
  core.tell('session');
}

async function putSession(core: Core, session: Session | null): Promise<void> {
  await core.db.meta.put({ key: 'session', encrypted: await encryptJson(core.platform.encryption, session) });
  await alsoJournal(core, { kind: 'session', session });
}
