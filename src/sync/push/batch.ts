/** What goes into one push. */
import { LIMITS, type Revision } from '../../protocol/index.ts';

/** Bytes of revisions in one push before gzip: under the endpoint's limit even where gzip is missing. */
const BATCH_BYTES_MAX = LIMITS.pushBodyBytesMax - 64 * 1024;

const encoder = new TextEncoder();

/** As many from the front as fit in one push; the first always goes, alone if it must. */
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
