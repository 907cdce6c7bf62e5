/**
 * Photos by hash, after the records that speak of them, resumable at any byte.
 *
 * - `GET /v1/blobs/{sha256}/held`       phone → endpoint: which bytes of it are there already?
 * - `PUT /v1/blobs/{sha256}?at=N&of=M`  phone → endpoint: bytes from N on of a photo of M bytes. What arrives of a request
 *                                       that is cut stays.
 * - Answer to both: {@link photoStatus}. A phone counts a photo as received by `complete: true` alone, under our marker,
 *   its own hash and the epoch it knows: a status code may be anybody's.
 */
import { z } from 'zod';
import { hexHash, LIMITS } from './revision.ts';

export const PHOTOS_PROTOCOL = 'cdht.photos/1';

/** First byte of a range, and the byte after its last. */
const byteRange = z.tuple([z.int().min(0), z.int().min(0)]);
export type ByteRange = readonly [number, number];

/** What the endpoint holds of a photo. */
export const photoStatus = z.object({
  proto: z.literal(PHOTOS_PROTOCOL),
  sha256: hexHash,
  /** Whether all bytes are there and have this hash; then nothing can change them any more. */
  complete: z.boolean(),
  /** Ranges of bytes that are held, ascending; none touches the next. */
  held: z.array(byteRange).max(LIMITS.photoPiecesMax),
  epoch: z.string().min(1),
  /** ISO instant of the endpoint's clock, after what is reported here was on its disk. */
  serverTime: z.string(),
});
export type PhotoStatus = z.infer<typeof photoStatus>;

/**
 * What is still to be sent of a photo.
 * @param held ranges that the endpoint holds, ascending
 * @returns the parts of `[from, to)` that are not held, ascending
 */
export function gapsOf(held: readonly ByteRange[], from: number, to: number): ByteRange[] {
  const gaps: ByteRange[] = [];
  let at = from;
  for (const [first, end] of held) {
    if (first >= to) break;
    if (first > at) gaps.push([at, first]);
    at = Math.max(at, end);
  }
  if (at < to) gaps.push([at, to]);
  return gaps;
}
