/** The vault put together from its parts. */
import { hashBytes } from '../protocol/index.ts';
import type { Health, Platform, Vault } from './api.ts';
import { commit } from './commit.ts';
import { makeCore } from './core.ts';
import { metaRow, openDatabase } from './database.ts';
import { dropDraft, readDraft, readDrafts, readSession, saveDraft, writeSession } from './drafts.ts';
import { applyPull, readCursor } from './pull.ts';
import { applyResults, attentionRows, durableUpTo, outboxItems, pending, pendingStanding } from './receipts.ts';
import { reconciling } from './reconcile.ts';
import { hamletSummaries, householdSummaries } from './roster.ts';
import { duplicatesOf, rosterOf, rosterRows, search } from './roster-store.ts';
import { heal } from './startup.ts';
import { readEvaluation, readHousehold, readPerson } from './views.ts';

/**
 * Opens the database beside the journal, compares the two and heals what is missing from either.
 * @throws JournalUnavailable where the journal cannot be read at all
 */
export async function openVault(platform: Platform): Promise<Vault> {
  const db = openDatabase(platform);
  const core = makeCore(platform, db);
  // Another tab wants to upgrade: give way, and say `closed` to the next save.
  db.on('versionchange', () => {
    core.closed = true;
    db.close();
  });
  await db.open();
  core.opened = await core.write(() => heal(core));

  async function health(): Promise<Health> {
    const [standing, journalBytes, attentionCount, chain, device, upTo] = await Promise.all([
      pendingStanding(core),
      platform.journal.sizeBytes(),
      attentionRows(core).count(),
      metaRow(db, 'chain'),
      metaRow(db, 'device'),
      durableUpTo(core),
    ]);
    return {
      journal: platform.journal.kind,
      journalBytes,
      pendingCount: standing.count,
      oldestPendingAt: standing.oldestAt,
      attentionCount,
      maxDeviceSeq: chain?.deviceSeq ?? 0,
      lastWipeAt: device?.wipedAt ?? null,
      durableUpTo: upTo,
      opened: core.opened,
    };
  }

  return {
    get deviceId() {
      return core.deviceId;
    },
    reconciling: reconciling(core),
    session: () => readSession(core),
    setSession: (session) => writeSession(core, session),
    commit: (revisions) => commit(core, revisions),
    saveDraft: (draft) => saveDraft(core, draft),
    drafts: () => readDrafts(core),
    draft: (draftId) => readDraft(core, draftId),
    dropDraft: (draftId) => dropDraft(core, draftId),
    hamlets: async (period) => hamletSummaries(await rosterOf(core), period),
    households: async (scope, hamlet, period) => householdSummaries(await rosterOf(core), scope, hamlet, period),
    household: (householdId) => readHousehold(core, householdId),
    person: (citizenId) => readPerson(core, citizenId),
    evaluation: (evaluationId) => readEvaluation(core, evaluationId),
    roster: () => rosterRows(core),
    search: (text, limit) => search(core, text, limit),
    duplicatesOf: (candidate) => duplicatesOf(core, candidate),
    async putPhoto(bytes) {
      const sha256 = hashBytes(bytes);
      await platform.blobs.put(sha256, bytes);
      return { sha256, bytes: bytes.length };
    },
    photo: (sha256) => platform.blobs.get(sha256),
    pending: (limit) => pending(core, limit),
    outbox: () => outboxItems(core),
    applyResults: (results, answer) => applyResults(core, results, answer),
    cursor: (scope) => readCursor(core, scope),
    applyPull: (page) => applyPull(core, page),
    blobsWaiting: () => db.photos.where('state').equals('waiting').primaryKeys(),
    async blobReceived(sha256) {
      await core.write(() => db.photos.put({ sha256, state: 'received' }));
      core.tell('outbox');
    },
    health,
    subscribe(listener) {
      core.listeners.add(listener);
      return () => core.listeners.delete(listener);
    },
    async close() {
      core.closed = true;
      await core.write(async () => {
        db.close();
        await platform.journal.close();
      });
    },
  };
}
