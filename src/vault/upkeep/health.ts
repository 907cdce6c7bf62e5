/** What the phone reports of itself: to its screens, and with each push to the endpoint. */

import { metaRows } from '../database/database.ts';
import type { Core } from '../records/core.ts';
import { unreceivedCounts } from '../records/outbox-shown.ts';
import { attentionRows, durableOf, PAYLOAD_GONE, pendingStatus } from '../records/receipts.ts';
import type { Health } from './api.ts';

/**
 * Reads everything at one moment and in one transaction, because it is asked for with every push and at every change of
 * a screen.
 */
export async function readHealth(core: Core): Promise<Health> {
  const { db, platform } = core;
  const journalBytes = await platform.journal.sizeBytes();
  return await db.transaction('r', [db.outbox, db.photos, db.meta], async () => {
    const [pending, attention, notReceived, { chain, device, synced, durable, epoch }] = await Promise.all([
      pendingStatus(core),
      attentionRows(core).toArray(),
      unreceivedCounts(core),
      metaRows(db, 'chain', 'device', 'synced', 'durable', 'epoch'),
    ]);
    return {
      journal: platform.journal.kind,
      journalBytes,
      pendingCount: pending.count,
      oldestPendingAt: pending.oldestAt,
      attentionCount: attention.length + notReceived.photoGone,
      goneCount: attention.filter(({ code }) => code === PAYLOAD_GONE).length,
      unreceivedCount: notReceived.all,
      maxDeviceSeq: chain?.deviceSeq ?? 0,
      lastWipeAt: device?.wipedAt ?? null,
      durableUpTo: durableOf(durable, epoch),
      opened: core.opened,
      full: core.full,
      lastSync: synced ? { at: synced.at, skewMs: synced.skewMs } : null,
    };
  });
}
