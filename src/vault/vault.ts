/** The vault put together from its parts: one function for each interface of api.ts, and the opening of a store. */

import { KINDS } from '../programme/index.ts';
import { hashBytes } from '../protocol/index.ts';
import type { Vault } from './api.ts';
import { type Database, metaRow, openDatabase } from './database/database.ts';
import type { DraftStore, SessionStore } from './drafts/api.ts';
import { dropDraft, readDraft, readDrafts, saveDraft } from './drafts/drafts.ts';
import { learnRescueKeys, readSession, writeSession } from './drafts/session.ts';
import type { DeviceIdentity } from './keys/api.ts';
import { goOnAfter, takeAnotherId } from './keys/device.ts';
import { keyToRegister, noteRegistered, noteUnregistered, signedForSending, signedText } from './keys/signing.ts';
import type { PhotoStore } from './photos/api.ts';
import { getPhoto, putPhoto } from './photos/photo-bytes.ts';
import type { Platform } from './platform.ts';
import type { RecordStore } from './records/api.ts';
import { applyReceipts } from './records/apply-receipts.ts';
import { commit } from './records/commit.ts';
import { type Core, makeCore } from './records/core.ts';
import { readEvaluation, readEvaluationsOf } from './records/evaluations.ts';
import { hamletsOf, householdsOf, rosterRows } from './records/lists.ts';
import type { Outbox, Pulled } from './records/outbox-api.ts';
import { outboxShown, waitingPhotoBytes } from './records/outbox-shown.ts';
import { applyPull, pullBack, readCursor } from './records/pull.ts';
import { outboxItems, pending, toSend } from './records/receipts.ts';
import { seenBy } from './records/scopes-seen.ts';
import { readHousehold, readPerson, readSubject } from './records/views.ts';
import type { RescueStore } from './rescue/api.ts';
import { relayStoreOf } from './rescue/relay-store.ts';
import { noteExported, rescueStatus, unreceived } from './rescue/rescue.ts';
import type { Upkeep } from './upkeep/api.ts';
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
  const core = await openCore(platform, blocked);
  const stopListening = platform.tabs?.listen((changes) => core.changedElsewhere(changes));
  const close = async () => {
    core.closed = true;
    stopListening?.();
    core.db.close();
    await platform.journal.close();
    await platform.pulled?.close();
  };
  const save = { failed: false };
  return {
    store: platform.databaseName,
    get deviceId() {
      return core.deviceId;
    },
    get closed() {
      return core.closed;
    },
    ...recordStore(core, save),
    ...outboxOf(core),
    ...pulledOf(core),
    ...draftStore(core),
    ...sessionStore(core),
    ...photoStore(core),
    ...rescueStore(core, save),
    ...deviceIdentity(core),
    ...upkeepOf(core),
    subscribe(listener) {
      core.listeners.add(listener);
      return () => core.listeners.delete(listener);
    },
    async close() {
      core.closed = true;
      await core.write(close);
    },
    end: (isSafeElsewhere, remove) =>
      core.write(async () => {
        // What a failed save left in the journal alone is unsent, too.
        if (core.databaseMayLack) await heal(core);
        const { revisions, photos } = await unreceived(core);
        if (!(await isSafeElsewhere({ revIds: revisions.map(({ revId }) => revId), photos }))) return false;
        await close();
        await remove();
        return true;
      }),
  };
}

async function openCore(platform: Platform, blocked: () => void): Promise<Core> {
  let dataLoss = false;
  const db = openDatabase(platform, () => {
    dataLoss = true;
  });
  const core = makeCore(platform, db);
  // Another tab wants to upgrade the database: this one gives way, shows it, and answers `closed` to the next save.
  db.on('versionchange', () => {
    core.closed = true;
    db.close();
    core.announce('closed');
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
  return core;
}

/** Whether the last save failed: the rescue file is offered then. */
interface LastSave {
  failed: boolean;
}

function recordStore(core: Core, save: LastSave): RecordStore {
  return {
    async commit(revisions) {
      const done = await commit(core, revisions);
      const failed = done.kind === 'failed' && done.reason !== 'closed';
      if (failed !== save.failed) {
        save.failed = failed;
        core.announce('outbox');
      }
      return done;
    },
    hamlets: (period) => hamletsOf(core, period),
    households: (scope, hamlet, period) => householdsOf(core, scope, hamlet, period),
    periods: async () => (await seenBy(core)).periods,
    hamletList: async (scope) => (await import('./records/hamlet-list.ts')).hamletList(core, scope),
    campaigns: async (scope) => (await seenBy(core)).campaignsOf(scope),
    household: (ref) => readHousehold(core, ref),
    person: (ref) => readPerson(core, ref),
    subject: (scope, subject) => readSubject(core, scope, subject),
    evaluationsOf: (scope, subject) => readEvaluationsOf(core, scope, subject),
    evaluation: (ref) => readEvaluation(core, ref),
    returnedTo: async (authors) => (await import('./records/returned.ts')).returnedTo(core, authors),
    rebuilding: () => core.rebuilding,
    roster: () => rosterRows(core),
    search: async (text, limit) => (await import('./records/search.ts')).search(core, text, limit),
    duplicatesOf: async (candidate) => (await import('./records/search.ts')).duplicatesOf(core, candidate),
  };
}

function outboxOf(core: Core): Outbox {
  return {
    pending: (limit) => pending(core, limit),
    toSend: (limit) => toSend(core, limit),
    outbox: () => outboxItems(core),
    outboxShown: (limit) => outboxShown(core, limit),
    applyReceipts: (results, answer) => applyReceipts(core, results, answer),
    reconciling: async () => (await import('./records/reconcile.ts')).reconciling(core),
  };
}

function pulledOf(core: Core): Pulled {
  return {
    cursor: (of) => readCursor(core, of),
    applyPull: (page, how = { moreToCome: false }) => applyPull(core, page, how),
  };
}

function draftStore(core: Core): DraftStore {
  return {
    saveDraft: (draft) => saveDraft(core, draft),
    drafts: () => readDrafts(core),
    draft: (draftId) => readDraft(core, draftId),
    dropDraft: (draftId) => dropDraft(core, draftId),
  };
}

function sessionStore(core: Core): SessionStore {
  return {
    session: () => readSession(core),
    setSession: (session) => writeSession(core, session),
    learnRescueKeys: (keys) => learnRescueKeys(core, keys),
  };
}

function photoStore(core: Core): PhotoStore {
  const { db, platform } = core;
  const inState = (state: 'waiting' | 'gone') => db.photos.where('state').equals(state).primaryKeys();
  const put = async (row: Parameters<Database['photos']['put']>[0]) => {
    await core.write(() => db.photos.put(row));
    core.announce('outbox');
  };
  return {
    async putPhoto(bytes) {
      const sha256 = hashBytes(bytes);
      await withoutReserve(core, () => putPhoto(platform, sha256, bytes));
      return { sha256, bytes: bytes.length };
    },
    photo: (sha256) => getPhoto(platform, sha256),
    blobsWaiting: () => inState('waiting'),
    waitingPhotoBytes: () => waitingPhotoBytes(core),
    blobReceived: (sha256, heldBy) => put({ sha256, state: 'received', heldBy }),
    blobsGone: () => inState('gone'),
    blobGone: (sha256) => put({ sha256, state: 'gone' }),
    freeableBytes: async () => (await import('./photos/free-photos.ts')).freeableBytes(core),
    freePhotos: async () => (await import('./photos/free-photos.ts')).freePhotos(core),
  };
}

function rescueStore(core: Core, save: LastSave): RescueStore {
  const { blobs, phoneBlobs = blobs } = core.platform;
  return {
    unreceived: () => unreceived(core),
    rescueStatus: async () => ({ ...(await rescueStatus(core)), saveFailed: save.failed }),
    noteExported: (revIds, photos) => noteExported(core, revIds, photos),
    relayStore: relayStoreOf(core, phoneBlobs),
    ownRelayStore: relayStoreOf(core, blobs),
  };
}

function deviceIdentity(core: Core): Omit<DeviceIdentity, 'deviceId'> {
  return {
    goOnAfter: (last) => goOnAfter(core, last),
    takeAnotherId: (sharedId) => takeAnotherId(core, sharedId),
    signText: (text) => withoutReserve(core, () => signedText(core, text)),
    keyToRegister: () => keyToRegister(core),
    signed: (revisions) => signedForSending(core, revisions),
    noteRegistered: (key) => noteRegistered(core, key),
    noteUnregistered: () => noteUnregistered(core),
  };
}

function upkeepOf(core: Core): Upkeep {
  const { db, platform } = core;
  return {
    health: () => readHealth(core),
    restock: () => restock(core),
    hasRoomFor: async (bytes) => (await platform.storageReserve?.fits(bytes)) ?? null,
    async noteSynced(skewMs) {
      await core.write(() => db.meta.put({ key: 'synced', at: platform.clock.now(), skewMs }));
      core.seen = null;
    },
    criteriaSets: async () => (await import('./upkeep/criteria-sets.ts')).criteriaSets(core),
    wantsSets: async () => (await db.sets.where('state').equals('wanted').count()) > 0,
  };
}

/** Looks at all records once where this app knows more kinds than the one before. That is rare, and its code is loaded then. */
async function learnAtStart(core: Core): Promise<void> {
  const known = (await metaRow(core.db, 'kinds'))?.kinds;
  if (known?.join() === KINDS.join()) return;
  if (known !== undefined) await (await import('./upkeep/learn-kinds.ts')).learnKinds(core, known);
  await core.db.meta.put({ key: 'kinds', kinds: KINDS });
}

/** A large journal is rare, and its code is loaded then. A journal that could not be written anew is as good as before. */
async function compactAtStart(core: Core): Promise<void> {
  try {
    const { compact } = await import('./upkeep/compaction.ts');
    await compact(core);
  } catch (error) {
    console.warn('journal: not compacted', error);
  }
}
