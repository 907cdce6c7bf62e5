/** The endpoint's answers to a push: what becomes of each record, and what the lists show after it. */
import type { Receipt } from '../../protocol/index.ts';
import type { Core } from './core.ts';
import { type Settled, settleReceipts } from './receipts.ts';
import { refreshReordered } from './roster-store.ts';

/** @returns how many records were received, need a person, and were ignored */
export async function applyReceipts(
  core: Core,
  receipts: readonly Receipt[],
  answer: Parameters<typeof settleReceipts>[2],
): Promise<Omit<Settled, 'reordered'>> {
  const { reordered, ...tally } = await core.write(async () => {
    const settled = await settleReceipts(core, receipts, answer);
    refreshReordered(core, settled.reordered);
    return settled;
  });
  if (tally.received + tally.attention > 0) core.announce('outbox');
  // Other tabs forget their lists with this change, and the screens of this one read theirs.
  if (reordered.length > 0) core.announce('records');
  return tally;
}
