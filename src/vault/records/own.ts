/** Writing own revisions to the database: the same rows whether they are new, replayed or rebuilt. */
import { criteriaSetsOf } from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import type { OutboxRow, RevisionRow } from '../database/database.ts';
import { assertVault } from '../errors.ts';
import { wantSets } from '../upkeep/wanted-sets.ts';
import { type Core, entitiesOf, photosNamedBy, toRow } from './core.ts';

/** What is written for own revisions, ready before the transaction begins. */
export interface OwnRevisionRows {
  readonly revisions: readonly RevisionRow[];
  readonly outbox: readonly OutboxRow[];
  readonly photos: readonly string[];
  readonly sets: readonly string[];
  readonly last: Pick<Revision, 'deviceSeq' | 'contentHash'>;
}

/**
 * Makes the rows of own revisions. It encrypts before any transaction, because awaiting anything but Dexie inside a
 * Dexie transaction would end it.
 */
export async function ownRows(core: Core, revisions: readonly Revision[]): Promise<OwnRevisionRows> {
  const last = revisions.reduce((newest, next) => (next.deviceSeq > newest.deviceSeq ? next : newest));
  return {
    revisions: await Promise.all(revisions.map((revision) => toRow(core, revision, 0))),
    outbox: revisions.map((revision) => ({
      revId: revision.revId,
      scope: revision.scope,
      deviceSeq: revision.deviceSeq,
      contentHash: revision.contentHash,
      state: 'waiting',
      since: revision.deviceTime,
      photos: photosNamedBy(revision),
      receipt: null,
      code: null,
    })),
    photos: [...new Set(revisions.flatMap(photosNamedBy))],
    sets: criteriaSetsOf(revisions),
    last,
  };
}

/**
 * Makes rows of received revisions of which only stubs are left here. Their photos are offered again where they are
 * still held.
 */
export async function stubRows(core: Core, outbox: readonly OutboxRow[]): Promise<OwnRevisionRows> {
  const held = new Set(await core.platform.blobs.list());
  const photos = [...new Set(outbox.flatMap((row) => row.photos))].filter((sha256) => held.has(sha256));
  const last = outbox.reduce((newest, next) => (next.deviceSeq > newest.deviceSeq ? next : newest));
  return { revisions: [], outbox, photos, sets: [], last };
}

/**
 * Writes revisions, outbox, photos, stale marks and the chain's end, all or nothing.
 * @param expectedSeq the deviceSeq at which the database must still be; null when replaying
 */
export async function writeOwn(core: Core, rows: OwnRevisionRows, expectedSeq: number | null): Promise<void> {
  const { db } = core;
  await db.transaction('rw', [db.revisions, db.outbox, db.photos, db.sets, db.stale, db.meta], async () => {
    const chain = await db.meta.get('chain');
    const seq = chain?.key === 'chain' ? chain.deviceSeq : 0;
    if (expectedSeq !== null) assertVault(seq === expectedSeq, `deviceSeq moved from ${expectedSeq} to ${seq}`);
    if (expectedSeq === null) {
      // A replayed revision may already have come back by pull: then only the outbox row was missing.
      await db.revisions.bulkPut([...rows.revisions]);
      await db.outbox.bulkPut([...rows.outbox]);
    } else {
      await db.revisions.bulkAdd([...rows.revisions]);
      await db.outbox.bulkAdd([...rows.outbox]);
    }
    const known = new Map(
      (await db.photos.bulkGet([...rows.photos])).flatMap((row) => (row ? [[row.sha256, row]] : [])),
    );
    const fresh = rows.photos.filter((sha256) => !known.has(sha256));
    // The photo was received for another record, perhaps of another commune: the endpoint answers whether it must be
    // sent again.
    const asked = [...known.values()].filter(({ state }) => expectedSeq !== null && state === 'received');
    await db.photos.bulkPut(asked.map(({ sha256 }) => ({ sha256, state: 'waiting' })));
    await db.photos.bulkAdd(fresh.map((sha256) => ({ sha256, state: 'waiting' })));
    await wantSets(db, rows.sets);
    await db.stale.bulkPut(entitiesOf(rows.revisions).map(({ scope, id }) => ({ scope, entityId: id, by: core.mark })));
    if (rows.last.deviceSeq > seq) {
      await db.meta.put({ key: 'chain', deviceSeq: rows.last.deviceSeq, lastHash: rows.last.contentHash });
    }
  });
}
