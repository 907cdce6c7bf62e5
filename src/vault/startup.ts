/**
 * Healing: the journal and the database are compared by ids, and each gets what only the other has. Run when the vault
 * opens and again after any commit whose end is not known. The journal holds every own revision, the device's id, the
 * session and the drafts; what was pulled is not there, it is pulled again.
 */
import { contentHash, type Revision, type Session } from '../protocol/index.ts';
import type { Draft, Health } from './api.ts';
import { type Core, fromRow } from './core.ts';
import { metaRow } from './database.ts';
import { readDrafts, readSession } from './drafts.ts';
import { type Entry, encodeEntry, openEntry, peekEntry } from './entries.ts';
import { uuidv7 } from './ids.ts';
import { ownRows, writeOwn } from './own.ts';
import { sealJson } from './sealed-json.ts';

const REPLAY_BATCH = 200;
/** Superseded drafts and sessions are dropped from the journal when there are more than this many. */
const LOOSE_FRAMES_MAX = 400;

/** @returns what was found; `core.deviceId` is set. */
export async function heal(core: Core): Promise<Health['opened']> {
  const { db, platform } = core;
  const frames = (await platform.journal.readAll()).map((bytes) => ({ bytes, ...peekEntry(bytes) }));
  const known = await metaRow(db, 'device');
  const journalled = frames.find(({ kind }) => kind === 'device')?.id;
  const wiped = known === undefined && journalled !== undefined;

  core.deviceId = known?.deviceId ?? journalled ?? uuidv7(platform.clock, platform.rng);
  if (journalled === undefined) {
    await platform.journal.append([await encodeEntry(platform.seal, { kind: 'device', deviceId: core.deviceId })]);
  }

  const replayed = await replayRevisions(core, frames);
  if (wiped) await restoreLoose(core, frames);
  const appended = (await refillJournal(core, frames)) + (wiped ? 0 : await refillLoose(core, frames));
  if (known === undefined) {
    await db.meta.put({ key: 'device', deviceId: core.deviceId, ...(wiped && { wipedAt: platform.clock.now() }) });
  }
  await compact(core, frames);
  core.doubt = false;
  if (wiped) return 'rebuilt';
  if (replayed > 0) return 'replayed';
  return appended > 0 ? 'tail-cut' : 'clean';
}

interface Frame {
  readonly bytes: Uint8Array;
  readonly kind: Entry['kind'] | null;
  readonly id: string;
}

/**
 * A number of this device belongs to one record, and a record follows the one it names. Where two tabs met a full disk, the
 * journal may hold an attempt that its tab called failed, and after it the other tab's record under the same number: the
 * database's record stands, and where the database is gone, the later one; what followed the failed attempt goes with it.
 * (Found by the simulator, twice.)
 */
async function replayRevisions(core: Core, frames: readonly Frame[]): Promise<number> {
  const { db } = core;
  const held = new Set<string>();
  const hashes = new Map<number, string>();
  await db.outbox.orderBy('deviceSeq').each(({ revId, deviceSeq, contentHash: hash }) => {
    held.add(revId);
    hashes.set(deviceSeq, hash);
  });
  const missing = frames.filter(({ kind, id }) => kind === 'revision' && !held.has(id));
  const byNumber = new Map<number, Revision>();
  for (const { bytes } of missing) {
    const entry = await openEntry(core.platform.seal, bytes);
    if (entry.kind !== 'revision' || contentHash(entry.revision) !== entry.revision.contentHash) continue;
    if (!hashes.has(entry.revision.deviceSeq)) byNumber.set(entry.revision.deviceSeq, entry.revision);
  }
  const revisions: Revision[] = [];
  for (const revision of [...byNumber.values()].sort((a, b) => a.deviceSeq - b.deviceSeq)) {
    const before = hashes.get(revision.deviceSeq - 1);
    // The one before may have rotted in the journal: then nothing speaks against this one.
    if (before !== undefined && before !== revision.prevHash) continue;
    hashes.set(revision.deviceSeq, revision.contentHash);
    revisions.push(revision);
  }
  for (let from = 0; from < revisions.length; from += REPLAY_BATCH) {
    await writeOwn(core, await ownRows(core, revisions.slice(from, from + REPLAY_BATCH)), null);
  }
  if (revisions.length > 0) core.roster = null;
  return revisions.length;
}

/** Session and drafts of a wiped database: the newest of each. */
async function restoreLoose(core: Core, frames: readonly Frame[]): Promise<void> {
  const { session, drafts } = await looseEntries(core, frames);
  const { seal } = core.platform;
  const rows = await Promise.all(
    drafts.map(async (draft) => ({ draftId: draft.draftId, sealed: await sealJson(seal, draft) })),
  );
  await core.db.drafts.bulkPut(rows);
  if (session) await core.db.meta.put({ key: 'session', sealed: await sealJson(seal, session) });
}

async function looseEntries(
  core: Core,
  frames: readonly Frame[],
): Promise<{ session: Session | null; drafts: Draft[] }> {
  let session: Session | null = null;
  const drafts = new Map<string, Draft>();
  for (const { kind, bytes } of frames) {
    if (kind !== 'session' && kind !== 'draft' && kind !== 'draft-dropped') continue;
    const entry = await openEntry(core.platform.seal, bytes);
    if (entry.kind === 'session') session = entry.session;
    if (entry.kind === 'draft') drafts.set(entry.draft.draftId, entry.draft);
    if (entry.kind === 'draft-dropped') drafts.delete(entry.draftId);
  }
  return { session, drafts: [...drafts.values()] };
}

/** A journal that lost its tail, or all of itself, gets back what the database holds. */
async function refillJournal(core: Core, frames: readonly Frame[]): Promise<number> {
  const { db, platform } = core;
  const journalled = new Set(frames.flatMap(({ kind, id }) => (kind === 'revision' ? [id] : [])));
  const missing = (await db.outbox.orderBy('deviceSeq').primaryKeys()).filter((revId) => !journalled.has(revId));
  if (missing.length === 0) return 0;
  const rows = await db.revisions.bulkGet(missing);
  const payloads: Uint8Array[] = [];
  for (const row of rows) {
    if (row) payloads.push(await encodeEntry(platform.seal, { kind: 'revision', revision: await fromRow(core, row) }));
  }
  await platform.journal.append(payloads);
  return missing.length;
}

/**
 * Session and drafts that a torn journal lost, or has in older words: a database wiped later would otherwise forget who
 * works here, though no two faults ever met. (Found by the simulator: a torn tail on one day, a wiped database on another.)
 */
async function refillLoose(core: Core, frames: readonly Frame[]): Promise<number> {
  const { seal, journal } = core.platform;
  const journalled = await looseEntries(core, frames);
  const [session, drafts] = await Promise.all([readSession(core), readDrafts(core)]);
  const second = new Set(journalled.drafts.map((draft) => JSON.stringify(draft)));
  const entries: Entry[] = drafts
    .filter((draft) => !second.has(JSON.stringify(draft)))
    .map((draft) => ({ kind: 'draft', draft }));
  if (JSON.stringify(session) !== JSON.stringify(journalled.session)) entries.push({ kind: 'session', session });
  if (entries.length > 0) await journal.append(await Promise.all(entries.map((entry) => encodeEntry(seal, entry))));
  return entries.length;
}

/** Drops superseded drafts and sessions. A revision's frame is never dropped: it may be asked for after a restore. */
async function compact(core: Core, frames: readonly Frame[]): Promise<void> {
  const { platform } = core;
  const keep = frames.filter(({ kind }) => kind === 'device' || kind === 'revision' || kind === null);
  if (frames.length - keep.length <= LOOSE_FRAMES_MAX) return;
  const { session, drafts } = await looseEntries(core, frames);
  const entries: Entry[] = drafts.map((draft) => ({ kind: 'draft', draft }));
  if (session) entries.push({ kind: 'session', session });
  const loose = await Promise.all(entries.map((entry) => encodeEntry(platform.seal, entry)));
  // refillJournal may have appended after these frames were read: read again, and keep all that is not loose.
  const now = (await platform.journal.readAll()).filter((bytes) => {
    const { kind } = peekEntry(bytes);
    return kind === 'device' || kind === 'revision' || kind === null;
  });
  await platform.journal.rewrite([...now, ...loose]);
}
