/** How many of the records that wait go into one push. Pure. */
import { LIMITS, type Revision } from '../../protocol/index.ts';

/** Bytes of revisions in one push before gzip, so that it stays under the endpoint's limit where the browser has no gzip. */
const BATCH_BYTES_MAX = LIMITS.pushBodyBytesMax - 64 * 1024;

const encoder = new TextEncoder();

/**
 * As many records from the front as fit in one push. The first always goes, alone if it must: what is too large for the
 * endpoint must be rejected by it and not wait for ever.
 */
export function fitting(waiting: readonly Revision[], countMax: number): readonly Revision[] {
  let bytes = 0;
  const batch: Revision[] = [];
  for (const revision of waiting.slice(0, countMax)) {
    bytes += encoder.encode(JSON.stringify(revision)).length;
    if (batch.length > 0 && bytes > BATCH_BYTES_MAX) break;
    batch.push(revision);
  }
  return batch;
}
