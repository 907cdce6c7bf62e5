/** How large the next push of an exchange may be, and how many may be under way, after what became of those before it. Pure. */
import { LIMITS, type Revision } from '../../protocol/index.ts';
import type { SyncOutcome } from '../api.ts';
import { REQUESTS_MAX } from '../round.ts';

/** Pushes that may be under way at once, until one is not answered quickly. */
const WINDOW = 3;
/** How many times the records of a first push a later one may have. */
const GROWTH_MAX = LIMITS.pushBatchLimit / LIMITS.pushBatchDefault;

export interface PushProgress {
  /** Records that the next push may have. */
  batchMax: number;
  /** Pushes that may be under way at once. */
  window: number;
  requestsLeft: number;
  /** Ids of the records that the endpoint would not take even alone: the rest of the round goes on without them. */
  readonly passedOver: Set<string>;
  /** What the endpoint answered to the last batch that it rejected as a whole; null while it has rejected none. */
  lastRejection: SyncOutcome | null;
}

/** @param batchMax records that the first push may have */
export function beginProgress(batchMax: number): PushProgress {
  return { batchMax, window: WINDOW, requestsLeft: REQUESTS_MAX, passedOver: new Set(), lastRejection: null };
}

/**
 * The next push may be twice as large after an answer, and larger than the first one while the link is quick.
 * @param answered.settled how many records of the batch have a receipt that counts
 * @param firstMax records that the first push might have
 */
export function noteAnswer(
  progress: PushProgress,
  answered: { readonly batch: readonly Revision[]; readonly settled: number; readonly quick: boolean },
  firstMax: number,
): void {
  const { batch, settled, quick } = answered;
  // No record of the batch got a receipt (retry, wrong hash): asking for them again at once would never end.
  if (batch.length > 0 && settled === 0) passOver(progress, batch);
  progress.batchMax = Math.min(quick ? firstMax * GROWTH_MAX : firstMax, progress.batchMax * 2);
  if (progress.lastRejection === null) progress.window = quick ? WINDOW : 1;
}

/** A rejected batch is halved until the record that is the cause stands alone; until then one push goes at a time. */
export function noteRejection(progress: PushProgress, outcome: SyncOutcome, batch: readonly Revision[]): void {
  progress.lastRejection = outcome;
  progress.window = 1;
  if (batch.length === 1) passOver(progress, batch);
  progress.batchMax = Math.max(1, Math.floor(batch.length / 2));
}

function passOver({ passedOver }: PushProgress, batch: readonly Revision[]): void {
  for (const { revId } of batch) passedOver.add(revId);
}
