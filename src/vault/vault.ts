/** The vault put together from its parts. */

import { KINDS } from '../programme/index.ts';
import { hashBytes } from '../protocol/index.ts';
import type { Vault } from './api.ts';
import { metaRow, openDatabase } from './database/database.ts';
import {
  dropDraft,
  learnRescueKeys,
  readDraft,
  readDrafts,
  readSession,
  saveDraft,
  writeSession,
} from './drafts/drafts.ts';
import { goOnAfter, takeAnotherId } from './keys/device.ts';
import { keyToRegister, noteRegistered, noteUnregistered, signedForSending, signingKey } from './keys/signing.ts';
import { getPhoto, putPhoto } from './photos/photo-bytes.ts';
import type { Platform } from './platform.ts';
import { commit } from './records/commit.ts';
import { type Core, makeCore } from './records/core.ts';
import { readEvaluation, readEvaluationsOf } from './records/evaluations.ts';
import { outboxShown, waitingPhotoBytes } from './records/outbox-shown.ts';
import { applyPull, pullBack, readCursor } from './records/pull.ts';
import { outboxItems, pending, toSend } from './records/receipts.ts';
import { applyResults } from './records/results.ts';
import { hamletsOf, householdsOf, rosterRows } from './records/roster-store.ts';
import { readHousehold, readPerson, readSubject } from './records/views.ts';
import { relayStoreOf } from './rescue/relay-store.ts';
import { noteExported, rescueStatus, unreceived } from './rescue/rescue.ts';
import { readHealth } from './upkeep/health.ts';
import { heal, mayBeCompacted } from './upkeep/startup.ts';
import { restock, unlessFull, withoutReserve, withReserve } from './upkeep/storage-reserve.ts';

/**
 * Opens the database beside the journal, compares the two and heals what is missing from either.
 * @param blocked called when an older window holds the database and has to be closed first
 * @throws JournalUnavailable where the journal cannot be read at all
 * @throws QuotaFull, or the browser's error of that kind, where healing needs room and even the storage reserve's was not enough
 */
export async function openVault(platform: Platform, blocked: () => void = () => undefined): Promise<Vault> {
  let dataLoss = false;
  const db = openDatabase(platform, () => {
    dataLoss = true;
  });
  const core = makeCore(platform, db);
  // Another tab wants to upgrade: give way, say so, and say `closed` to the next save.
  db.on('versionchange', () => {
    core.closed = true;
    db.close();
    core.tell('closed');
  });
  db.on('blocked', blocked);
  await withReserve(core, () => db.open());
  const found = await core.write(async () => {
    const { opened, frames } = await withReserve(core, () => heal(core));
    // What does not fit is pulled again, when there is a network and room: no reason to keep the app closed.
    if (opened === 'rebuilt') await unlessFull(core, () => pullBack(core));
    if (mayBeCompacted(core, frames)) await compactAtStart(core);
    await unlessFull(core, () => learnAtStart(core));
    return opened;
  });
  core.opened = dataLoss && found === 'clean' ? 'lost' : found;
  const stopHearing = platform.tabs?.listen((changes) => core.hear(changes));

  const close = async () => {
    core.closed = true;
    stopHearing?.();
    db.close();
    await platform.journal.close();
    await platform.pulled?.close();
  };
  let saveFailed = false;
  return {
    store: platform.databaseName,
    get deviceId() {
      return core.deviceId;
    },
    reconciling: async () => (await import('./records/reconcile.ts')).reconciling(core),
    criteriaSets: async () => (await import('./upkeep/criteria-sets.ts')).criteriaSets(core),
    wantsSets: async () => (await db.sets.where('state').equals('wanted').count()) > 0,
    session: () => readSession(core),
    setSession: (session) => writeSession(core, session),
    async commit(revisions) {
      const done = await commit(core, revisions);
      const failed = done.kind === 'failed' && done.reason !== 'closed';
      if (failed !== saveFailed) {
        saveFailed = failed;
        core.tell('outbox');
      }
      return done;
    },
    saveDraft: (draft) => saveDraft(core, draft),
    drafts: () => readDrafts(core),
    draft: (draftId) => readDraft(core, draftId),
    dropDraft: (draftId) => dropDraft(core, draftId),
    hamlets: (period) => hamletsOf(core, period),
    households: (scope, hamlet, period) => householdsOf(core, scope, hamlet, period),
    household: (ref) => readHousehold(core, ref),
    person: (ref) => readPerson(core, ref),
    subject: (scope, subject) => readSubject(core, scope, subject),
    evaluationsOf: (scope, subject) => readEvaluationsOf(core, scope, subject),
    evaluation: (ref) => readEvaluation(core, ref),
    rebuilding: () => core.rebuilding,
    roster: () => rosterRows(core),
    search: async (text, limit) => (await import('./records/search.ts')).search(core, text, limit),
    duplicatesOf: async (candidate) => (await import('./records/search.ts')).duplicatesOf(core, candidate),
    async putPhoto(bytes) {
      const sha256 = hashBytes(bytes);
      await withoutReserve(core, () => putPhoto(platform, sha256, bytes));
      return { sha256, bytes: bytes.length };
    },
    photo: (sha256) => getPhoto(platform, sha256),
    pending: (limit) => pending(core, limit),
    toSend: (limit) => toSend(core, limit),
    outbox: () => outboxItems(core),
    outboxShown: (limit) => outboxShown(core, limit),
    applyResults: (results, answer) => applyResults(core, results, answer),
    goOnAfter: (last) => goOnAfter(core, last),
    publicKey: async () => (await withoutReserve(core, () => signingKey(core)))?.publicKey ?? null,
    keyToRegister: () => keyToRegister(core),
    signed: (revisions) => signedForSending(core, revisions),
    noteRegistered: (told) => noteRegistered(core, told),
    noteUnregistered: () => noteUnregistered(core),
    takeAnotherId: (told) => takeAnotherId(core, told),
    cursor: (of) => readCursor(core, of),
    applyPull: (page, how = { moreToCome: false }) => applyPull(core, page, how),
    blobsWaiting: () => db.photos.where('state').equals('waiting').primaryKeys(),
    waitingPhotoBytes: () => waitingPhotoBytes(core),
    async blobReceived(sha256, heldBy) {
      await core.write(() => db.photos.put({ sha256, state: 'received', heldBy }));
      core.tell('outbox');
    },
    blobsGone: () => db.photos.where('state').equals('gone').primaryKeys(),
    async blobGone(sha256) {
      await core.write(() => db.photos.put({ sha256, state: 'gone' }));
      core.tell('outbox');
    },
    unreceived: () => unreceived(core),
    rescueStatus: async () => ({ ...(await rescueStatus(core)), saveFailed }),
    noteExported: (revIds, photos) => noteExported(core, revIds, photos),
    learnRescueKeys: (keys) => learnRescueKeys(core, keys),
    relayStore: relayStoreOf(core, platform.phoneBlobs ?? platform.blobs),
    ownRelayStore: relayStoreOf(core, platform.blobs),
    health: () => readHealth(core),
    freeableBytes: async () => (await import('./photos/free-photos.ts')).freeableBytes(core),
    restock: () => restock(core),
    hasRoomFor: async (bytes) => (await platform.storageReserve?.fits(bytes)) ?? null,
    noteSynced: async (skewMs) => {
      await core.write(() => db.meta.put({ key: 'synced', at: platform.clock.now(), skewMs }));
    },
    freePhotos: async () => (await import('./photos/free-photos.ts')).freePhotos(core),
    get closed() {
      return core.closed;
    },
    subscribe(listener) {
      core.listeners.add(listener);
      return () => core.listeners.delete(listener);
    },
    async close() {
      core.closed = true;
      await core.write(close);
    },
    end: (encrypted, remove) =>
      core.write(async () => {
        // What a failed save left in the journal alone is unsent, too.
        if (core.doubt) await heal(core);
        const { revisions, photos } = await unreceived(core);
        if (!(await encrypted({ revIds: revisions.map(({ revId }) => revId), photos }))) return false;
        await close();
        await remove();
        return true;
      }),
  };
}

/** An update that knows more kinds of records is rare, too. */
async function learnAtStart(core: Core): Promise<void> {
  const known = (await metaRow(core.db, 'kinds'))?.kinds;
  if (known?.join() === KINDS.join()) return;
  if (known !== undefined) await (await import('./upkeep/learn-kinds.ts')).learnKinds(core, known);
  await core.db.meta.put({ key: 'kinds', kinds: KINDS });
}

/** A large journal is rare, and so is the code for it. The journal it could not write anew is as good as before. */
async function compactAtStart(core: Core): Promise<void> {
  try {
    const { compact } = await import('./upkeep/compaction.ts');
    await compact(core);
  } catch (error) {
    console.warn('journal: not compacted', error);
  }
}
