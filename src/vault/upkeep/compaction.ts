/**
 * Compaction: what the journal need not hold any more is removed from it, all at once and rarely, at a start of the app.
 *
 * A revision's payload is removed when the endpoint has had it and its photos for `retainDays`, and all that the endpoint had
 * by then is in a second place. Both instants are of the endpoint's clock, so no clock of a phone can hurry it. A stub stays,
 * so that number, hash and receipt are known when the browser deletes the database; it does not name photos whose bytes are
 * not here. (Found by the simulator: a photo younger than the backup that came back, rotten on the phone, was not missed any
 * more.) The database keeps the payload, because the screens show it.
 */
import { streamOf } from '../../programme/index.ts';
import { type HeldBy, keyOfRevision, metaRow, type OutboxRow, type RevisionRow } from '../database/database.ts';
import { encodeEntry, isReplaceable, readFrames, replaceableEntries } from '../journal/entries.ts';
import type { Core } from '../records/core.ts';
import { DROPPED_BYTES_MIN, REPLACEABLE_FRAMES_MAX } from './startup.ts';
import { unlessFull } from './storage-reserve.ts';

const RETAIN_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Writes the journal anew without what it need not hold. It runs under the writer's lock, after healing. Killed at any
 * instant, the journal is the old or the new.
 * @throws QuotaFull
 */
export async function compact(core: Core): Promise<void> {
  const { encryption, journal, compaction } = core.platform;
  const { droppedBytesMin } = compaction ?? { droppedBytesMin: DROPPED_BYTES_MIN };
  const frames = await readFrames(journal);
  const durable = await durableNow(core);
  const safe: ReadonlyMap<string, OutboxRow> =
    durable === null ? new Map() : await safelyElsewhere(core, durable, await photosElsewhere(core, durable));
  const dropped = frames.filter(({ kind, id }) => kind === 'revision' && safe.has(id));
  const droppedBytes = dropped.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (
    frames.filter(isReplaceable).length <= REPLACEABLE_FRAMES_MAX &&
    (dropped.length === 0 || droppedBytes < droppedBytesMin)
  )
    return;

  const stubbed = new Set(dropped.map(({ id }) => id));
  const kept = frames.filter((frame) => !isReplaceable(frame) && !stubbed.has(frame.id));
  const stubs = await Promise.all(
    [...stubbed].flatMap((id) => {
      const row = safe.get(id);
      return row ? [encodeEntry(encryption, { kind: 'stub', row })] : [];
    }),
  );
  const { session, drafts } = await replaceableEntries(encryption, frames);
  const replaceable = await Promise.all([
    ...drafts.map((draft) => encodeEntry(encryption, { kind: 'draft', draft })),
    ...(session ? [encodeEntry(encryption, { kind: 'session', session })] : []),
  ]);
  await journal.rewrite([...kept.map(({ bytes }) => bytes), ...stubs, ...replaceable]);
}

/** What the endpoint of the known epoch had by `heldSince`, it has had for `retainDays`, and has in a second place. */
export interface Durable {
  readonly epoch: string;
  /** The ISO instant at which the endpoint confirmed it. */
  readonly at: string;
  /** Milliseconds of the endpoint's clock. */
  readonly heldSince: number;
}

/** @returns null where no second place is known */
export async function durableNow({ db, platform }: Core): Promise<Durable | null> {
  const [durable, epoch] = await Promise.all([metaRow(db, 'durable'), metaRow(db, 'epoch')]);
  // An endpoint that has since been restored spoke of another backup.
  if (durable === undefined || durable.epoch !== epoch?.epoch) return null;
  const { retainDays } = platform.compaction ?? { retainDays: RETAIN_DAYS };
  return { epoch: durable.epoch, at: durable.at, heldSince: Date.parse(durable.upTo) - retainDays * DAY_MS };
}

/**
 * @returns own revisions that are received, with their `photos` in a second place for long enough, and whole in the
 * database
 */
export async function safelyElsewhere(
  core: Core,
  durable: Durable,
  photos: ReadonlySet<string>,
): Promise<ReadonlyMap<string, OutboxRow>> {
  const { db } = core;
  await dateReceipts(core, durable);
  const rows = await received(core)
    .filter((row) => isElsewhere(row.receipt?.heldBy, durable) && row.photos.every((sha256) => photos.has(sha256)))
    .toArray();
  const whole = await db.revisions.bulkGet(rows.map(keyOfRevision));
  return new Map(rows.flatMap((row, at) => (mayLeave(whole[at], row) ? [[row.revId, row] as const] : [])));
}

/** Whether a page can bring the payload back: an identity number that one's role may not pull would come in none. */
function mayLeave(held: RevisionRow | undefined, row: OutboxRow): boolean {
  return held?.contentHash === row.contentHash && streamOf(held.kind) === 'records';
}

/** @returns photos that may go by the same rule, whether their bytes are still here or not */
export async function photosElsewhere(core: Core, durable: Durable): Promise<ReadonlySet<string>> {
  const rows = await core.db.photos.where('state').equals('received').toArray();
  return new Set(rows.flatMap(({ sha256, heldBy }) => (isElsewhere(heldBy, durable) ? [sha256] : [])));
}

function isElsewhere(heldBy: HeldBy | undefined, { epoch, heldSince }: Durable): boolean {
  return heldBy?.epoch === epoch && Date.parse(heldBy.at) <= heldSince;
}

/**
 * Dates receipts that have no instant of the endpoint, because the record came back in a page: the endpoint had it when
 * it last answered a push. On a full disk the others may go all the same, for that makes room for this.
 */
async function dateReceipts(core: Core, { epoch, at }: Durable): Promise<void> {
  const heldBy: HeldBy = { epoch, at };
  const undated = received(core).filter(({ receipt }) => receipt !== null && receipt.heldBy === undefined);
  await unlessFull(core, () => undated.modify((row) => Object.assign(row, { receipt: { ...row.receipt, heldBy } })));
}

function received({ db }: Core) {
  return db.outbox.where('[state+deviceSeq]').between(['received', 0], ['received', Number.MAX_SAFE_INTEGER]);
}
