/**
 * Drafts: small encrypted records, written `strict` at once. They also go to the journal, so that a wiped database loses at
 * most the last DRAFT_JOURNAL_MS of typing.
 */
import { decryptJson, encryptJson } from '../database/encrypted-json.ts';
import type { Core } from '../records/core.ts';
import { withReserve } from '../upkeep/storage-reserve.ts';
import type { Draft } from './api.ts';
import { alsoJournal } from './second-copy.ts';

const DRAFT_JOURNAL_MS = 10_000;
const journalled = new WeakMap<Core, Map<string, number>>();

/** Saves a draft in the database, and at most once in DRAFT_JOURNAL_MS in the journal. */
export async function saveDraft(core: Core, draft: Draft): Promise<void> {
  const encrypted = await encryptJson(core.platform.encryption, draft);
  await core.write(async () => {
    await withReserve(core, () => core.db.drafts.put({ draftId: draft.draftId, encrypted }));
    const times = journalled.get(core) ?? new Map<string, number>();
    journalled.set(core, times);
    const last = times.get(draft.draftId);
    const now = core.platform.clock.millis();
    // A clock that was set back must not stop the second copy.
    if (last !== undefined && Math.abs(now - last) < DRAFT_JOURNAL_MS) return;
    times.set(draft.draftId, now);
    await alsoJournal(core, { kind: 'draft', draft });
  });
  core.announce('drafts');
}

/** Removes a draft from the database and notes it in the journal; one that is not there is nothing. */
export async function dropDraft(core: Core, draftId: string): Promise<void> {
  await core.write(async () => {
    if ((await core.db.drafts.get(draftId)) === undefined) return;
    // A draft that outlives its saved form would be filled in and saved again.
    await withReserve(core, () => core.db.drafts.delete(draftId));
    journalled.get(core)?.delete(draftId);
    await alsoJournal(core, { kind: 'draft-dropped', draftId });
  });
  core.announce('drafts');
}

/** @returns all drafts, the one changed last first */
export async function readDrafts(core: Core): Promise<readonly Draft[]> {
  const rows = await core.db.drafts.toArray();
  const drafts = await Promise.all(rows.map((row) => decryptJson<Draft>(core.platform.encryption, row.encrypted)));
  return drafts.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
}

export async function readDraft(core: Core, draftId: string): Promise<Draft | null> {
  const row = await core.db.drafts.get(draftId);
  return row ? decryptJson<Draft>(core.platform.encryption, row.encrypted) : null;
}
