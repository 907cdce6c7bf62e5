/** How long what waits will take, said honestly: rounded up, with the waiting of a slow network in it. */
import type { Vault } from '../../vault/index.ts';
import { gzip } from '../net-fetch.ts';

export interface Estimate {
  /** Bytes to send, records zipped, photos as they are. */
  readonly bytes: number;
  /** Seconds on EDGE, the 2G of the hamlets. */
  readonly secondsOn2G: number;
}

/** Bits per second upwards and seconds for a question and its answer, as EDGE gives them on a fair day. */
const EDGE_BITS_PER_SECOND = 80_000;
const EDGE_ROUND_TRIP_SECONDS = 0.8;
/** One for the records; each photo is asked about and sent in a few pieces. */
const REQUESTS_PER_PHOTO = 4;
/** Zipped for the estimate; what waits beyond is of the same kind, and reckoned by it. */
const SAMPLE_RECORDS_MAX = 200;

export function secondsOn2G(bytes: number, requests: number): number {
  return Math.ceil((bytes * 8) / EDGE_BITS_PER_SECOND + requests * EDGE_ROUND_TRIP_SECONDS);
}

/** @returns null where nothing waits */
export async function estimateWaiting(vault: Vault): Promise<Estimate | null> {
  const [{ pendingCount }, sample, photos] = await Promise.all([
    vault.health(),
    vault.pending(SAMPLE_RECORDS_MAX),
    vault.waitingPhotoBytes(),
  ]);
  if (sample.length + photos.length === 0) return null;
  const text = new TextEncoder().encode(JSON.stringify(sample));
  const zipped = typeof CompressionStream === 'undefined' ? text.length : (await gzip(text)).length;
  // A record saved between the two readings must not make the estimate smaller than its sample.
  const records = Math.ceil((zipped * Math.max(pendingCount, sample.length)) / Math.max(1, sample.length));
  const bytes = photos.reduce((sum, size) => sum + size, records);
  return { bytes, secondsOn2G: secondsOn2G(bytes, 1 + REQUESTS_PER_PHOTO * photos.length) };
}
