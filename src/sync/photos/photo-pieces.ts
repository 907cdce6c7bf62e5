/**
 * One photo in pieces that fit the link. A piece that was cut goes on at the byte where it was cut, so that a link that holds
 * for seconds only still gets every photo through.
 */
import { gapsOf, LIMITS, type PhotoStatus, photoStatus } from '../../protocol/index.ts';
import type { Clock } from '../../vault/index.ts';
import type { HttpAnswer, Net } from '../api.ts';
import { NetDown } from '../errors.ts';

const TIMEOUT_MS = 60_000;
/** A piece that took no longer may be followed by one twice as large. */
const QUICK_MS = 5_000;
/** Pieces that brought nothing, whatever the reason, before a photo is left for another round. */
const FRUITLESS_MAX = 3;
/** Pieces of one photo in one round, however small. */
const PIECES_MAX = 200;

export type PhotoRequest = (asked: Parameters<Net['request']>[0]) => Promise<HttpAnswer>;

/** Ends the sending of photos, because nobody is signed in any more. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut';
}

/** What was learnt of the link with one photo is used for the next, also in a later round. */
export class PieceSender {
  readonly #clock: Clock;
  #pieceBytes: number = LIMITS.pieceBytesFirst;
  #movedBytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Grows with every byte that the endpoint reports to hold more of: a photo on a thin link takes its time. */
  get movedBytes(): number {
    return this.#movedBytes;
  }

  /**
   * Which bytes of a photo the endpoint holds.
   * @returns null where nothing that can be believed came back
   * @throws SignedOut, NetDown
   */
  async held(request: PhotoRequest, sha256: string): Promise<PhotoStatus | null> {
    const answer = await request({ method: 'GET', path: `/v1/blobs/${sha256}/held`, timeoutMs: TIMEOUT_MS });
    if (answer.status === 401) throw new SignedOut();
    return statusOf(answer, sha256);
  }

  /**
   * Sends what the endpoint lacks of a photo.
   * @param before what the endpoint holds
   * @returns what is known to be there in the end; null where the endpoint would not take it
   * @throws SignedOut, NetDown
   */
  async send(request: PhotoRequest, sha256: string, bytes: Uint8Array, before: PhotoStatus) {
    let status = before;
    // The most that was ever there: an endpoint that forgets what it took would otherwise be sent to without an end.
    let mostBytes = bytesIn(before);
    let fruitless = 0;
    for (let pieces = 0; pieces < PIECES_MAX && fruitless < FRUITLESS_MAX && !status.complete; pieces++) {
      const [next, failure] = await this.#sendPiece(request, sha256, bytes, status);
      const isStuck = fruitless + 1 === FRUITLESS_MAX && next !== null && bytesIn(next) <= mostBytes;
      if (failure !== null && isStuck) throw failure;
      if (next === null) return null;
      const moreBytes = Math.max(0, bytesIn(next) - mostBytes);
      fruitless = moreBytes > 0 ? 0 : fruitless + 1;
      mostBytes += moreBytes;
      this.#movedBytes += moreBytes;
      status = next;
    }
    return status;
  }

  /** @returns what the endpoint holds then (null: no answer that can be believed), and the break of the link, if there was one */
  async #sendPiece(
    request: PhotoRequest,
    sha256: string,
    bytes: Uint8Array,
    status: PhotoStatus,
  ): Promise<readonly [PhotoStatus | null, NetDown | null]> {
    // Where every byte is there and the photo is not whole, some bytes are not ours. One byte more makes the endpoint compare.
    const [from, end] = gapsOf(status.held, 0, bytes.length)[0] ?? [0, 1];
    const body = bytes.subarray(from, Math.min(end, from + this.#pieceBytes));
    const path = `/v1/blobs/${sha256}?at=${from}&of=${bytes.length}`;
    const startedMs = this.#clock.millis();
    try {
      const answer = await request({ method: 'PUT', path, body, timeoutMs: TIMEOUT_MS });
      if (answer.status === 401) throw new SignedOut();
      const next = statusOf(answer, sha256);
      const quick = Math.abs(this.#clock.millis() - startedMs) < QUICK_MS;
      if (next !== null && quick) this.#pieceBytes = Math.min(LIMITS.pieceBytesMax, this.#pieceBytes * 2);
      return [next, null];
    } catch (error) {
      if (!(error instanceof NetDown)) throw error;
      this.#pieceBytes = Math.max(LIMITS.pieceBytesMin, Math.floor(this.#pieceBytes / 2));
      return [await this.held(request, sha256), error];
    }
  }
}

const bytesIn = ({ held }: PhotoStatus): number => held.reduce((sum, [from, to]) => sum + to - from, 0);

/** Like a receipt, a photo's status counts only in our protocol's words and about exactly this hash. */
function statusOf(answer: HttpAnswer, sha256: string): PhotoStatus | null {
  if (answer.status !== 200) return null;
  const status = photoStatus.safeParse(jsonOf(answer));
  return status.success && status.data.sha256 === sha256 ? status.data : null;
}

function jsonOf({ contentType, body }: HttpAnswer): unknown {
  if (!contentType.includes('json')) return null;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return null;
  }
}
