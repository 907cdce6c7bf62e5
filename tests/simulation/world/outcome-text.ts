/** How a round of the sync ended, in the words of the trace. */
import type { SyncOutcome } from '../../../src/sync/index.ts';

export function outcomeText(outcome: SyncOutcome): string {
  return outcome.kind === 'error' ? `error ${outcome.code}` : outcome.kind;
}
