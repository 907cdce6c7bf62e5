/**
 * Own records that could not be accepted and that a supervisor has mended. The mended one comes in a page like any other;
 * looked for in what is held and not only in the page, because it may have been pulled before the refusal was heard.
 */
import { type Core, fromRow } from './core.ts';
import { attentionRows, MENDED } from './receipts.ts';

/** @returns whether any was found */
export async function settleMended(core: Core): Promise<boolean> {
  const { db } = core;
  const open = await attentionRows(core).primaryKeys();
  if (open.length === 0) return false;
  const entities = (await db.revisions.bulkGet(open)).flatMap((row) => row?.entityId ?? []);
  const places = new Map<string, number>();
  for (const row of await db.revisions.where('entityId').anyOf(entities).toArray()) {
    const { corrects } = await fromRow(core, row);
    if (corrects && row.scopeSeq > 0) places.set(corrects, row.scopeSeq);
  }
  const at = core.platform.clock.now();
  const found = await db.outbox
    .where('revId')
    .anyOf([...places.keys()])
    .filter(({ state }) => state === 'attention')
    .modify((row) => {
      Object.assign(row, { state: 'received', code: MENDED, receipt: { scopeSeq: places.get(row.revId), at } });
    });
  return found > 0;
}
