/**
 * Refilling an endpoint that was restored. It may lack records that this phone had pulled before: imports, decisions of the
 * desk, records of a phone that is lost since. Each is signed by the device that made it, so any phone may bring it back.
 *
 *     another epoch is noticed   → every pulled record is noted as not shown yet
 *     a page of that epoch comes → what is in it is shown, and its note goes
 *     a stream has no more pages → what is still noted is due: the endpoint lacks it, and it is offered after the own records
 *     the endpoint has answered  → the note goes, whatever the answer: what it could not accept is in its quarantine
 */
import { type StreamRef, streamOf } from '../../programme/index.ts';
import type { Receipt, Revision } from '../../protocol/index.ts';
import { type Database, keyOfRevision } from '../database/database.ts';
import { type Core, fromRow } from './core.ts';

/** How many rows are read at once. */
const BATCH = 200;

/** Notes every pulled record as not shown. It runs inside a transaction over revisions, outbox and refill. */
export async function noteNotShown({ db }: Core): Promise<void> {
  const own = new Set((await db.outbox.toArray()).map((row) => String(keyOfRevision(row))));
  const keys = await db.revisions.toCollection().primaryKeys();
  const pulled = keys.filter((key) => !own.has(String(key)));
  await db.refill.bulkPut(pulled.map(([scope, revId]) => ({ scope, revId, due: 0, seq: 0 })));
}

/** Removes the notes of these revisions. It runs inside a transaction over refill. */
export async function noteShown(db: Database, revisions: readonly Pick<Revision, 'scope' | 'revId'>[]): Promise<void> {
  // Nearly always there is nothing to be refilled.
  if ((await db.refill.count()) > 0) await db.refill.bulkDelete(revisions.map(keyOfRevision));
}

/** Marks as due what was not in the pages of a stream that has no more of them. */
export async function noteAllShown({ db }: Core, { scope, stream }: StreamRef): Promise<void> {
  const left = await db.refill.where('[scope+due]').equals([scope, 0]).toArray();
  for (let from = 0; from < left.length; from += BATCH) {
    const rows = await db.revisions.bulkGet(left.slice(from, from + BATCH).map(keyOfRevision));
    const lacking = rows.flatMap((row) => (row !== undefined && streamOf(row.kind) === stream ? [row] : []));
    // Erased records are not offered, because nobody could check their content (receipts.ts).
    await db.refill.bulkDelete(lacking.filter(({ erased }) => erased).map(keyOfRevision));
    const offered = lacking.filter(({ erased }) => !erased);
    await db.refill.bulkPut(offered.map(({ revId, scopeSeq }) => ({ scope, revId, due: 1, seq: scopeSeq })));
  }
}

/** @returns records of others that the endpoint lacks, at most so many */
export async function dueForRefill(core: Core, limit: number): Promise<readonly Revision[]> {
  if (limit <= 0) return [];
  const due = await core.db.refill
    .where('[due+seq]')
    .between([1, 0], [1, Number.MAX_SAFE_INTEGER])
    .limit(limit)
    .toArray();
  if (due.length === 0) return [];
  const held = await core.db.revisions.bulkGet(due.map(keyOfRevision));
  return Promise.all(held.flatMap((row) => (row ? [fromRow(core, row)] : [])));
}

/**
 * Settles what was offered for others. It runs inside a transaction over revisions and refill, before another epoch of
 * the answer is noted. Like every receipt, an answer counts only when it names the hash that is held here.
 * @returns how many of these answers settle a record that was offered for somebody else
 */
export async function settleRefilled(db: Database, results: readonly Receipt[]): Promise<number> {
  if ((await db.refill.count()) === 0) return 0;
  const answers = new Map(results.map((result) => [result.revId, result]));
  const answered = (await db.refill.where('due').equals(1).toArray()).filter(({ revId }) => answers.has(revId));
  const held = await db.revisions.bulkGet(answered.map(keyOfRevision));
  const settled = answered.filter(({ revId }, at) => settles(answers.get(revId), held[at]?.contentHash));
  await db.refill.bulkDelete(settled.map(keyOfRevision));
  return settled.length;
}

function settles(answer: Receipt | undefined, contentHash: string | undefined): boolean {
  if (answer === undefined || answer.status === 'retry') return false;
  // The endpoint has other bytes under this id, or bytes that it could not read: no later answer will be another.
  if (answer.status === 'conflict' || answer.contentHash === null) return true;
  return answer.contentHash === contentHash;
}
