/**
 * Healing: the journal and the database are compared by ids, and each gets what only the other has. This runs when the
 * vault opens, and again after any commit whose end is not known. The journal holds every own revision, the device's
 * id, the session and the drafts; what was pulled is not there and is pulled again.
 */
import { holdsItsHash, type Revision } from '../../protocol/index.ts';
import { keyOfRevision, metaRow, type OutboxRow } from '../database/database.ts';
import { encryptJson } from '../database/encrypted-json.ts';
import { readDrafts } from '../drafts/drafts.ts';
import { readSession } from '../drafts/session.ts';
import {
  decryptEntry,
  type Entry,
  encodeEntry,
  isReplaceable,
  type JournalFrame,
  readFrames,
  replaceableEntries,
} from '../journal/entries.ts';
import { uuidv7 } from '../keys/ids.ts';
import { type Core, fromRow } from '../records/core.ts';
import { ownRows, stubRows, writeOwn } from '../records/own.ts';
import type { Health } from './api.ts';
import { wantSets } from './wanted-sets.ts';

const REPLAY_BATCH = 200;
/** Fewer bytes to be gained are not worth writing the whole journal anew. */
export const DROPPED_BYTES_MIN = 256 * 1024;
/** Superseded drafts and sessions go when there are more frames of them than this. */
export const REPLACEABLE_FRAMES_MAX = 400;

/** What the comparison of journal and database found. */
export interface Healed {
  readonly opened: Health['opened'];
  /** The journal as it was found. */
  readonly frames: readonly JournalFrame[];
}

/** Compares and heals, and sets `core.deviceId`. @returns what was found */
export async function heal(core: Core): Promise<Healed> {
  const { db, platform } = core;
  const frames = await readFrames(platform.journal);
  const known = await metaRow(db, 'device');
  const journalled = frames.filter(({ kind }) => kind === 'device').map(({ id }) => id);
  const wiped = known === undefined && journalled.length > 0;

  core.deviceId = known?.deviceId ?? journalled.at(-1) ?? uuidv7(platform.clock, platform.rng);
  if (journalled.at(-1) !== core.deviceId) {
    await platform.journal.append([
      await encodeEntry(platform.encryption, { kind: 'device', deviceId: core.deviceId }),
    ]);
  }

  const replayed =
    (await replayStubs(core, frames)) + (await replayRevisions(core, frames)) + (await replayBack(core, frames));
  if (wiped) await restoreReplaceable(core, frames);
  const appended = (await refillJournal(core, frames)) + (wiped ? 0 : await refillReplaceable(core, frames));
  if (known === undefined) {
    const former = [...new Set(journalled)].filter((id) => id !== core.deviceId);
    await db.meta.put({
      key: 'device',
      deviceId: core.deviceId,
      ...(wiped && { wipedAt: platform.clock.now() }),
      ...(former.length > 0 && { former }),
    });
  }
  core.databaseMayLack = false;
  // The session may be one that the journal gave back.
  core.seen = null;
  const other = appended > 0 ? 'tail-cut' : 'clean';
  return { opened: wiped ? 'rebuilt' : replayed > 0 ? 'replayed' : other, frames };
}

/**
 * Replays received revisions of which the journal keeps number, hash and receipt; their payloads come back in the
 * pages.
 */
async function replayStubs(core: Core, frames: readonly JournalFrame[]): Promise<number> {
  const stubs = frames.filter(({ kind }) => kind === 'stub');
  if (stubs.length === 0) return 0;
  const known = new Set([...(await core.db.outbox.toCollection().primaryKeys()), ...revisionIds(frames)]);
  const rows: OutboxRow[] = [];
  for (const { bytes } of stubs.filter(({ id }) => !known.has(id))) {
    const entry = await decryptEntry(core.platform.encryption, bytes);
    if (entry.kind === 'stub') rows.push(entry.row);
  }
  if (rows.length > 0) await writeOwn(core, await stubRows(core, rows), null);
  return rows.length;
}

function revisionIds(frames: readonly JournalFrame[]): string[] {
  return frames.flatMap(({ kind, id }) => (kind === 'revision' || kind === 'back' ? [id] : []));
}

/**
 * Replays own revisions that the database lacks. A number of this device belongs to one record, and a record follows
 * the one it names. Where two tabs met a full disk, the journal may hold an attempt that its tab reported as failed,
 * and after it the other tab's record under the same number. Then the database's record counts, and where the database
 * is gone, the later one; what followed the failed attempt goes with it. (Found by the simulator, twice.) What came
 * back from the endpoint decides no number, because another phone with this id may have made it. (Found by the
 * simulator: the records of a cloned phone took the place of one's own.)
 */
async function replayRevisions(core: Core, frames: readonly JournalFrame[]): Promise<number> {
  const { db } = core;
  const held = new Set<string>();
  const hashes = new Map<number, string>();
  await db.outbox.orderBy('deviceSeq').each(({ revId, deviceSeq, contentHash: hash, cameBack }) => {
    held.add(revId);
    if (!cameBack) hashes.set(deviceSeq, hash);
  });
  const missing = frames.filter(({ kind, id }) => kind === 'revision' && !held.has(id));
  const byNumber = new Map<number, Revision>();
  for (const { bytes } of missing) {
    const entry = await decryptEntry(core.platform.encryption, bytes);
    if (entry.kind !== 'revision' || !holdsItsHash(entry.revision)) continue;
    if (!hashes.has(entry.revision.deviceSeq)) byNumber.set(entry.revision.deviceSeq, entry.revision);
  }
  const revisions: Revision[] = [];
  for (const revision of [...byNumber.values()].sort((a, b) => a.deviceSeq - b.deviceSeq)) {
    const before = hashes.get(revision.deviceSeq - 1);
    // The record before may have rotted in the journal: then nothing contradicts this one.
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

/** Replays what once came back from the endpoint: whatever its numbers, it takes no place of what was made here. */
async function replayBack(core: Core, frames: readonly JournalFrame[]): Promise<number> {
  const back = frames.filter(({ kind }) => kind === 'back');
  if (back.length === 0) return 0;
  const held = new Set(await core.db.outbox.toCollection().primaryKeys());
  const revisions: Revision[] = [];
  for (const { bytes } of back.filter(({ id }) => !held.has(id))) {
    const entry = await decryptEntry(core.platform.encryption, bytes);
    if (entry.kind === 'back' && holdsItsHash(entry.revision)) revisions.push(entry.revision);
  }
  if (revisions.length === 0) return 0;
  const rows = await ownRows(core, revisions);
  await writeOwn(core, { ...rows, outbox: rows.outbox.map((row) => ({ ...row, cameBack: true as const })) }, null);
  core.roster = null;
  return revisions.length;
}

/** Brings session and drafts back to a wiped database, the newest of each. */
async function restoreReplaceable(core: Core, frames: readonly JournalFrame[]): Promise<void> {
  const { encryption } = core.platform;
  const { session, drafts } = await replaceableEntries(encryption, frames);
  const rows = await Promise.all(
    drafts.map(async (draft) => ({ draftId: draft.draftId, encrypted: await encryptJson(encryption, draft) })),
  );
  const named = new Set(drafts.flatMap(({ setHash }) => setHash ?? []));
  await core.db.transaction('rw', [core.db.drafts, core.db.sets], async () => {
    await core.db.drafts.bulkPut(rows);
    await wantSets(core.db, [...named]);
  });
  if (session) await core.db.meta.put({ key: 'session', encrypted: await encryptJson(encryption, session) });
}

/**
 * Gives a journal that lost its tail, or all of itself, what the database holds. For received records a stub is enough, but
 * not for one that came back: its stub was written when the endpoint named it as the last (keys/device.ts), and not because
 * the payload is safely elsewhere. (Found by the simulator: set back, wiped, and the endpoint restored.)
 */
async function refillJournal(core: Core, frames: readonly JournalFrame[]): Promise<number> {
  const { db, platform } = core;
  const journalled = new Set(revisionIds(frames));
  const stubs = new Set(frames.flatMap(({ kind, id }) => (kind === 'stub' ? [id] : [])));
  const missing: OutboxRow[] = [];
  await db.outbox.orderBy('deviceSeq').each((row) => {
    const isStubEnough = row.state === 'received' && row.cameBack !== true;
    if (journalled.has(row.revId) || (isStubEnough && stubs.has(row.revId))) return;
    missing.push(row);
  });
  if (missing.length === 0) return 0;
  const held = await db.revisions.bulkGet(missing.map(keyOfRevision));
  const entries: Entry[] = [];
  for (const [at, row] of missing.entries()) {
    const revision = held[at];
    // The record was rebuilt from a stub and its payload is not pulled yet: without the stub a second wipe would forget
    // that it is due. (Found by the simulator: a wipe, a flipped bit, a wipe.) An erased record has no more to keep
    // than a stub.
    if (revision === undefined || row.erased) {
      if (!stubs.has(row.revId)) entries.push({ kind: 'stub', row });
    } else entries.push({ kind: row.cameBack ? 'back' : 'revision', revision: await fromRow(core, revision) });
  }
  if (entries.length > 0) {
    await platform.journal.append(await Promise.all(entries.map((entry) => encodeEntry(platform.encryption, entry))));
  }
  return entries.length;
}

/**
 * Appends session and drafts that a torn journal lost, or has in an older state. A database wiped later would otherwise
 * forget who works here, though no two faults ever met. (Found by the simulator: a torn tail on one day, a wiped
 * database on another.)
 */
async function refillReplaceable(core: Core, frames: readonly JournalFrame[]): Promise<number> {
  const { encryption, journal } = core.platform;
  const journalled = await replaceableEntries(encryption, frames);
  const [session, drafts] = await Promise.all([readSession(core), readDrafts(core)]);
  const second = new Set(journalled.drafts.map((draft) => JSON.stringify(draft)));
  const entries: Entry[] = drafts
    .filter((draft) => !second.has(JSON.stringify(draft)))
    .map((draft) => ({ kind: 'draft', draft }));
  if (JSON.stringify(session) !== JSON.stringify(journalled.session)) entries.push({ kind: 'session', session });
  if (entries.length > 0)
    await journal.append(await Promise.all(entries.map((entry) => encodeEntry(encryption, entry))));
  return entries.length;
}

/**
 * Asks what is cheap enough for every start.
 * @returns whether the journal is so large that compaction is worth a look
 */
export function mayBeCompacted({ platform }: Core, frames: readonly JournalFrame[]): boolean {
  const least = platform.compaction?.droppedBytesMin ?? DROPPED_BYTES_MIN;
  const bytes = frames.reduce((sum, frame) => sum + (frame.kind === 'revision' ? frame.bytes.length : 0), 0);
  return bytes > least || frames.filter(isReplaceable).length > REPLACEABLE_FRAMES_MAX;
}
