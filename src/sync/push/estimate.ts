/** How long it will take to send what waits: rounded up, with the waiting of a slow network in it, so that nobody is promised too much. */
import type { Vault } from '../../vault/index.ts';
import { gzip } from '../net-fetch.ts';

export interface Estimate {
  /** Bytes to send: of records as they are zipped, of photos as they are. */
  readonly bytes: number;
  /** Seconds on EDGE, the 2G of the hamlets. */
  readonly secondsOn2G: number;
}

/** Bits per second upwards on a fair day. */
const EDGE_BITS_PER_SECOND = 80_000;
/** Seconds from a request to its answer on a fair day. */
const EDGE_ROUND_TRIP_SECONDS = 0.8;
/** Each photo is asked about once and sent in a few pieces. */
const REQUESTS_PER_PHOTO = 4;
/** Records that are zipped for the estimate. The others are of the same kind, and their bytes are reckoned from these. */
const SAMPLE_RECORDS_MAX = 200;

/** How long EDGE takes for so many bytes in so many requests. */
export function secondsOn2G(bytes: number, requests: number): number {
  return Math.ceil((bytes * 8) / EDGE_BITS_PER_SECOND + requests * EDGE_ROUND_TRIP_SECONDS);
}

/**
 * What sending everything that waits on this phone will cost, for the sync screen.
 * @returns null where nothing waits
 */
export async function estimateWaiting(vault: Vault): Promise<Estimate | null> {
  const [{ pendingCount }, sample, photos] = await Promise.all([
    vault.health(),
    vault.pending(SAMPLE_RECORDS_MAX),
    vault.waitingPhotoBytes(),
  ]);
  if (sample.length + photos.length === 0) return null;
  const text = new TextEncoder().encode(JSON.stringify(sample));
  const zipped = typeof CompressionStream === 'undefined' ? text.length : (await gzip(text)).length;
  // A record that was saved between the two readings must not make the estimate smaller than its sample.
  const records = Math.ceil((zipped * Math.max(pendingCount, sample.length)) / Math.max(1, sample.length));
  const bytes = photos.reduce((sum, size) => sum + size, records);
  return { bytes, secondsOn2G: secondsOn2G(bytes, 1 + REQUESTS_PER_PHOTO * photos.length) };
}
