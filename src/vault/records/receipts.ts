/** Receipts, and what has become of each own revision by them. Nothing here deletes a payload. */

import { type EntityRef, orderMatters } from '../../programme/index.ts';
import type { Receipt, Revision } from '../../protocol/index.ts';
import { keyOfRevision, type MetaRow, type OutboxRow } from '../database/database.ts';
import { type Core, entitiesOf, fromRow } from './core.ts';
import type { OutboxItem, SyncState } from './outbox-api.ts';
import { dueForRefill, noteNotShown, settleRefilled } from './refill.ts';

/** The code of a record whose payload went from here after its receipt, and which a restored endpoint does not show. */
export const PAYLOAD_GONE = 'payload-gone';
/** The code of a record that was replaced at the desk (settle-corrected.ts): received, though not as it is here. */
export const CORRECTED = 'corrected';
/** The code of a received record with a photo of which neither phone nor endpoint has the bytes. */
export const PHOTO_GONE = 'photo-gone';

/** @returns the row after this receipt; null where the receipt does not count */
function rowAfter(row: OutboxRow, result: Receipt, heldBy: { epoch: string; at: string }): OutboxRow | null {
  const sameHash = result.contentHash === row.contentHash;
  switch (result.status) {
    case 'created':
    case 'duplicate':
      if (!sameHash || result.scopeSeq === null) return null;
      return { ...row, state: 'received', receipt: { scopeSeq: result.scopeSeq, at: heldBy.at, heldBy }, code: null };
    case 'quarantined':
      // An unreadable record may have no hash there; another hash than ours is about another record.
      if (!sameHash && result.contentHash !== null) return null;
      return { ...row, state: 'attention', code: result.code ?? 'quarantined' };
    case 'conflict':
      // The endpoint holds other bytes under our id, and another hash is the very message.
      return { ...row, state: 'attention', code: result.code ?? 'conflict' };
    case 'retry':
      return null;
  }
}

/** What the receipts of one push have changed. */
export interface Settled {
  readonly received: number;
  readonly attention: number;
  readonly ignored: number;
  /** Entities with decisions that have another place in the endpoint's order now, which may change the lists. */
  readonly reordered: readonly EntityRef[];
}

/**
 * Keeps the receipts of a push. It runs inside `core.write`, and marks as stale what was reordered in the same
 * transaction.
 */
export async function settleReceipts(
  core: Core,
  results: readonly Receipt[],
  {
    serverTime,
    epoch,
    durableUpTo = null,
  }: { readonly serverTime: string; readonly epoch: string; readonly durableUpTo?: string | null },
): Promise<Settled> {
  const { db } = core;
  const heldBy = { epoch, at: serverTime };
  const tables = [db.revisions, db.outbox, db.photos, db.refill, db.cursors, db.stale, db.meta];
  return await db.transaction('rw', tables, async () => {
    const tally = { received: await settleRefilled(db, results), attention: 0, ignored: 0 };
    const rows = await db.outbox.bulkGet(results.map(({ revId }) => revId));
    const counts = results.some((result, at) => {
      const row = rows[at];
      return row !== undefined && rowAfter(row, result, heldBy) !== null;
    });
    // The receipts' epoch is kept with them: a page may never come, and a restored endpoint must still be noticed.
    if (counts) await noteEpoch(core, epoch);
    if (durableUpTo !== null) await db.meta.put({ key: 'durable', epoch, upTo: durableUpTo, at: serverTime });
    // The rows are read again, because another epoch has just set all of them back.
    const now = await db.outbox.bulkGet(results.map(({ revId }) => revId));
    const settled = new Map<string, OutboxRow>();
    for (const [at, result] of results.entries()) {
      const row = settled.get(result.revId) ?? now[at];
      const next = row && rowAfter(row, result, heldBy);
      if (!row || !next || (row.state === 'received' && next.state === 'attention')) {
        tally.ignored += 1;
        continue;
      }
      settled.set(next.revId, next);
      if (next.state === 'received') tally.received += 1;
      else tally.attention += 1;
    }
    await db.outbox.bulkPut([...settled.values()]);
    const numberBefore = new Map(rows.map((row) => [row?.revId, row?.receipt?.scopeSeq]));
    const other = [...settled.values()].filter(({ revId, receipt }) => numberBefore.get(revId) !== receipt?.scopeSeq);
    const held = await db.revisions.bulkGet(other.map(keyOfRevision));
    const reordered = entitiesOf(held.flatMap((row) => (row !== undefined && orderMatters(row.kind) ? [row] : [])));
    await db.stale.bulkPut(reordered.map(({ scope, id }) => ({ scope, entityId: id, by: core.mark })));
    return { ...tally, reordered };
  });
}

/**
 * Notes the endpoint's epoch. It runs inside a transaction over revisions, outbox, photos, refill, cursors and meta.
 * @returns true when the epoch changed. Then own records are offered again, and others' records that the new pages lack
 * (refill.ts).
 */
export async function noteEpoch(core: Core, epoch: string): Promise<boolean> {
  const { db } = core;
  const known = await db.meta.get('epoch');
  if (known?.key === 'epoch' && known.epoch === epoch) return false;
  await db.meta.put({ key: 'epoch', epoch });
  if (known === undefined) {
    // A photo may have been taken by an endpoint that never named its epoch here (a wiped phone, a forged answer to the
    // push before it). Which database holds it is not known, so it is offered again. (Found by the simulator.)
    await db.photos.where('state').equals('received').modify({ state: 'waiting' });
    // Stubs in the journal of a wiped phone may have receipts of an endpoint that was restored since.
    const old = rowsIn(core, 'received').filter((row) => isOffered(row) && row.receipt?.heldBy?.epoch !== epoch);
    await old.modify({ state: 'waiting', receipt: null });
    await markGone(core);
    return false;
  }
  // A restored or promoted endpoint may have lost what it once received: phones are its last backup.
  await db.outbox.toCollection().filter(isOffered).modify({ state: 'waiting', receipt: null, code: null });
  await noteNotShown(core);
  await markGone(core);
  await db.photos.toCollection().modify({ state: 'waiting' });
  await db.cursors.toCollection().modify({ epoch, after: 0 });
  return true;
}

/** Whether a record may be offered again. Erased records are not: nobody may bring them back. */
export function isOffered({ erased }: OutboxRow): boolean {
  return erased !== true;
}

/**
 * Marks own records that should be offered again but whose payload is no longer on this phone: a person is shown the loss. A
 * later page that contains one settles it.
 */
async function markGone(core: Core): Promise<void> {
  const { db } = core;
  const waiting = await waitingRows(core).toArray();
  // All keys are read in one request: looking for each of thousands takes seconds, in the middle of a push.
  const held = new Set((await db.revisions.toCollection().primaryKeys()).map(String));
  const gone = waiting.flatMap((row) => (held.has(String(keyOfRevision(row))) ? [] : [row.revId]));
  if (gone.length > 0) await db.outbox.where('revId').anyOf(gone).modify({ state: 'attention', code: PAYLOAD_GONE });
}

/**
 * @returns the instant up to which received records are also in a backup; null if unknown, or if told under another epoch,
 * because the backup of a restored endpoint may be older
 */
export function durableOf(
  durable: Extract<MetaRow, { key: 'durable' }> | undefined,
  known: Extract<MetaRow, { key: 'epoch' }> | undefined,
): string | null {
  return durable !== undefined && durable.epoch === known?.epoch ? durable.upTo : null;
}

/** @returns photos that are still to be sent */
export async function waitingPhotos(core: Core): Promise<Set<string>> {
  return new Set(await core.db.photos.where('state').equals('waiting').primaryKeys());
}

/** Photos that the endpoint does not have, by hash. */
export type OpenPhotos = ReadonlyMap<string, 'waiting' | 'gone'>;

/** @returns photos that the endpoint does not have: still to be sent, or lost */
export async function openPhotos(core: Core): Promise<OpenPhotos> {
  const keysOf = (state: 'waiting' | 'gone') => core.db.photos.where('state').equals(state).primaryKeys();
  const [waiting, gone] = await Promise.all([keysOf('waiting'), keysOf('gone')]);
  return new Map([
    ...waiting.map((sha256) => [sha256, 'waiting'] as const),
    ...gone.map((sha256) => [sha256, 'gone'] as const),
  ]);
}

/** @returns what a screen shows of an own record */
export function syncState(row: OutboxRow, photos: OpenPhotos): SyncState {
  if (row.state === 'waiting') return { kind: 'on-phone', since: row.since };
  if (row.state === 'attention' || row.receipt === null)
    return { kind: 'needs-attention', code: row.code ?? 'unknown' };
  const photosLeft = row.photos.filter((sha256) => photos.get(sha256) === 'waiting').length;
  if (photosLeft > 0) return { kind: 'sent-photos-waiting', photosLeft };
  if (row.photos.some((sha256) => photos.has(sha256))) return { kind: 'needs-attention', code: PHOTO_GONE };
  const { scopeSeq, at } = row.receipt;
  return { kind: 'received', scopeSeq, at, ...(row.code === CORRECTED && { corrected: true }) };
}

function rowsIn(core: Core, state: OutboxRow['state']) {
  return core.db.outbox.where('[state+deviceSeq]').between([state, 0], [state, Number.MAX_SAFE_INTEGER]);
}
/** Own records that wait to be sent, in the order they were made. */
export const waitingRows = (core: Core) => rowsIn(core, 'waiting');
/** Own records that a person has to look at, in the order they were made. */
export const attentionRows = (core: Core) => rowsIn(core, 'attention');

/** @returns own revisions still to be offered, in the order they were made */
export async function pending(core: Core, limit: number): Promise<readonly Revision[]> {
  const rows = await waitingRows(core).limit(limit).toArray();
  const held = await core.db.revisions.bulkGet(rows.map(keyOfRevision));
  return Promise.all(held.flatMap((row) => (row ? [fromRow(core, row)] : [])));
}

/** @returns what is to be pushed: own revisions, then what a restored endpoint lacks of others' */
export async function toSend(core: Core, limit: number): Promise<readonly Revision[]> {
  const own = await pending(core, limit);
  return [...own, ...(await dueForRefill(core, limit - own.length))];
}

/** @returns all own records, the newest first */
export async function outboxItems(core: Core): Promise<readonly OutboxItem[]> {
  const rows = await core.db.outbox.orderBy('deviceSeq').reverse().toArray();
  const photos = await openPhotos(core);
  const held = await core.db.revisions.bulkGet(rows.map(keyOfRevision));
  const items = rows.map(async (row, index): Promise<OutboxItem[]> => {
    const revision = held[index];
    return revision ? [{ revision: await fromRow(core, revision), state: syncState(row, photos) }] : [];
  });
  return (await Promise.all(items)).flat();
}

/** @returns how many own records wait, and when the oldest was made */
export async function pendingStatus(core: Core): Promise<{ count: number; oldestAt: string | null }> {
  // A Dexie collection is used up by `first()`, so each question has one of its own.
  const [count, first] = await Promise.all([waitingRows(core).count(), waitingRows(core).first()]);
  return { count, oldestAt: first?.since ?? null };
}
