/**
 * Own records that could not be accepted and that a supervisor has mended. The mended one comes in a page like any other;
 * looked for in what is held and not only in the page, because the app before may have pulled it.
 */
import type { Revision } from '../protocol/index.ts';
import { type Core, fromRow } from './core.ts';
import { attentionRows, MENDED } from './receipts.ts';

/** @returns whether any was found */
export async function settleMended(core: Core): Promise<boolean> {
  const { db } = core;
  const open = await attentionRows(core).primaryKeys();
  if (open.length === 0) return false;
  const entities = (await db.revisions.bulkGet(open)).flatMap((row) => row?.entityId ?? []);
  const rows = (await db.revisions.where('entityId').anyOf(entities).toArray()).filter(({ scopeSeq }) => scopeSeq > 0);
  const held = await Promise.all(rows.map((row): Promise<Revision> => fromRow(core, row)));
  const places = new Map(
    held.flatMap(({ mends }, at) => (mends === undefined ? [] : [[mends, rows[at]?.scopeSeq ?? 0]])),
  );
  const found = open.filter((revId) => places.has(revId));
  if (found.length === 0) return false;
  const at = core.platform.clock.now();
  await db.outbox
    .where('revId')
    .anyOf(found)
    .modify((row) => {
      if (row.state !== 'attention') return;
      Object.assign(row, { state: 'received', code: MENDED, receipt: { scopeSeq: places.get(row.revId), at } });
    });
  return true;
}
