/** Comparing with the endpoint what it should hold of this phone; what it lacks is offered again. */
import { byMonth, monthDigests, type ReconcileResponse, type Revision } from '../../protocol/index.ts';
import { keyOfRevision, metaRow, type OutboxRow } from '../database/database.ts';
import { deviceIds } from '../keys/device.ts';
import { type Core, fromRow } from './core.ts';
import type { Reconciling } from './outbox-api.ts';
import { attentionRows, CORRECTED, isOffered } from './receipts.ts';

/** How many rows are decrypted at once. */
const BATCH = 200;

/** Comparing, over one open vault. */
export function reconciling(core: Core): Reconciling {
  return {
    lastAt: async () => (await metaRow(core.db, 'reconciled'))?.at ?? null,
    async note(at) {
      await core.write(() => core.db.meta.put({ key: 'reconciled', at }));
    },
    devices: async () => deviceIds(core, await metaRow(core.db, 'device')),
    digests: async (scope) => monthDigests(await receivedOf(core, scope)),
    offerMissing: (answer) => offerMissing(core, answer),
  };
}

/** @returns own revisions of a scope that have a receipt, read from the rows themselves each time */
async function receivedOf(core: Core, scope: string): Promise<Revision[]> {
  const { db } = core;
  const received = db.outbox.where('[state+deviceSeq]').between(['received', 0], ['received', Number.MAX_SAFE_INTEGER]);
  // A corrected record is in the endpoint's quarantine: offered again it would be quarantined again.
  const here = (await received.toArray()).filter((row) => row.scope === scope && row.code !== CORRECTED);
  const own: Revision[] = [];
  for (let from = 0; from < here.length; from += BATCH) {
    const rows = await db.revisions.bulkGet(here.slice(from, from + BATCH).map(keyOfRevision));
    own.push(...(await Promise.all(rows.flatMap((row) => (row ? [fromRow(core, row)] : [])))));
  }
  return own;
}

/**
 * @returns own records that were shown to a person and that the endpoint holds now: a supervisor had them tried again,
 * or their payload is gone from here. No page reports it where this person does not pull the stream, so the endpoint's
 * answer is the receipt
 */
async function receivedSince(core: Core, { scope, months }: ReconcileResponse): Promise<OutboxRow[]> {
  const held = new Map(months.flatMap((month) => month.held.map((row) => [row.revId, row])));
  const waiting = (await attentionRows(core).toArray()).filter((row) => row.scope === scope);
  const at = core.platform.clock.now();
  return waiting.flatMap((row) => {
    const there = held.get(row.revId);
    if (there?.contentHash !== row.contentHash) return [];
    return [{ ...row, state: 'received', code: null, receipt: { scopeSeq: there.scopeSeq, at } }];
  });
}

/**
 * Offers again what the endpoint lacks. An answer of another epoch does not concern our receipts: the next page
 * brings everything to be offered again.
 */
async function offerMissing(core: Core, answer: ReconcileResponse): Promise<number> {
  const { db } = core;
  const { scope, epoch, months } = answer;
  const received = await receivedSince(core, answer);
  const own = byMonth(await receivedOf(core, scope));
  const missing = months.flatMap(({ month, held }) => {
    const hashes = new Map(held.map(({ revId, contentHash }) => [revId, contentHash]));
    return (own.get(month) ?? []).filter(({ revId, contentHash }) => hashes.get(revId) !== contentHash);
  });
  if (missing.length + received.length === 0) return 0;
  const offered = await core.write(() =>
    db.transaction('rw', [db.outbox, db.photos, db.meta], async () => {
      if ((await metaRow(db, 'epoch'))?.epoch !== epoch) return 0;
      const rows = (await db.outbox.bulkGet(missing.map(({ revId }) => revId))).flatMap((row) =>
        row && isOffered(row) ? [row] : [],
      );
      await db.outbox.bulkPut(rows.map((row) => ({ ...row, state: 'waiting', receipt: null, code: null })));
      await db.outbox.bulkPut(received);
      // Where a record was lost, its photos may be lost, too.
      const photos = [...new Set(rows.flatMap((row) => row.photos))];
      await db.photos.bulkPut(photos.map((sha256) => ({ sha256, state: 'waiting' })));
      return rows.length;
    }),
  );
  if (offered + received.length > 0) core.announce('outbox');
  return offered;
}
