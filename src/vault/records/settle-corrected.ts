/**
 * Own records that could not be accepted and that a supervisor has corrected. The corrected one comes in a page like
 * any other. It is looked for in all that is held and not only in the page, because it may have been pulled before the
 * phone learned that its own was quarantined.
 */

import { keyOfRevision } from '../database/database.ts';
import { type Core, entitiesOf, fromRow, rowsOf } from './core.ts';
import { attentionRows, CORRECTED } from './receipts.ts';

/** @returns whether any was found */
export async function settleCorrected(core: Core): Promise<boolean> {
  const { db } = core;
  const open = await attentionRows(core).toArray();
  if (open.length === 0) return false;
  const held = (await db.revisions.bulkGet(open.map(keyOfRevision))).filter((row) => row !== undefined);
  /** Id of the quarantined revision → `scopeSeq` of the supervisor's correction of it. */
  const correctionSeqs = new Map<string, number>();
  for (const row of await rowsOf(core, '[scope+entityId]', entitiesOf(held))) {
    const { corrects } = await fromRow(core, row);
    if (corrects && row.scopeSeq > 0) correctionSeqs.set(corrects, row.scopeSeq);
  }
  const at = core.platform.clock.now();
  const found = await db.outbox
    .where('revId')
    .anyOf([...correctionSeqs.keys()])
    .filter(({ state }) => state === 'attention')
    .modify((row) => {
      Object.assign(row, {
        state: 'received',
        code: CORRECTED,
        receipt: { scopeSeq: correctionSeqs.get(row.revId), at },
      });
    });
  return found > 0;
}
