/**
 * Photos after text: which bytes are there, then the missing ones, in pieces that fit the link. A piece that was cut goes on
 * at the byte where it was cut, so that a link that holds for seconds only still gets every photo through.
 */
import { gapsOf, hashBytes, LIMITS, type PhotoStatus, photoStatus } from '../../protocol/index.ts';
import type { Clock, Vault } from '../../vault/index.ts';
import type { HttpAnswer, Net } from '../api.ts';
import { NetDown } from '../errors.ts';

const TIMEOUT_MS = 60_000;
/** A piece that took no longer may be followed by one twice as large. */
const QUICK_MS = 5_000;
/** Pieces that brought nothing, whatever the reason, before a photo is left for another round. */
const FRUITLESS_MAX = 3;
/** Pieces of one photo in one round, however small. */
const PIECES_MAX = 200;

type Asked = Parameters<Net['request']>[0];
type Request = (asked: Asked) => Promise<HttpAnswer>;
type Sent = { readonly kind: 'sent'; readonly photos: number } | { readonly kind: 'signed-out' };

/** Ends the sending: nobody is signed in any more. */
class SignedOut extends Error {
  override readonly name = 'SignedOut';
}

export interface PhotoUploader {
  /** A photo the endpoint refuses is left for another time and blocks no other. @throws NetDown */
  send(request: Request): Promise<Sent>;
  /** Grows with every byte that the endpoint has told it holds more of: a photo on a thin link takes its time. */
  movedBytes(): number;
}

/** What was learnt of the link is kept from round to round. */
export function createPhotoUploader(vault: Vault, clock: Clock): PhotoUploader {
  let pieceBytes: number = LIMITS.pieceBytesFirst;
  /** Of those told to be gone; asked for once in a process, for either side may have got one since. */
  const askedAgain = new Set<string>();
  let movedBytes = 0;

  /** @returns null where nothing that can be believed came back */
  async function held(request: Request, sha256: string): Promise<PhotoStatus | null> {
    const answer = await request({ method: 'GET', path: `/v1/blobs/${sha256}/held`, timeoutMs: TIMEOUT_MS });
    if (answer.status === 401) throw new SignedOut();
    return statusOf(answer, sha256);
  }

  async function put(request: Request, sha256: string, query: string, body: Uint8Array): Promise<HttpAnswer> {
    const path = `/v1/blobs/${sha256}?${query}`;
    const answer = await request({ method: 'PUT', path, body, timeoutMs: TIMEOUT_MS });
    if (answer.status === 401) throw new SignedOut();
    return answer;
  }

  /** @returns what is known to be there in the end; null where the endpoint would not take it */
  async function sendPieces(request: Request, sha256: string, bytes: Uint8Array, before: PhotoStatus) {
    let standing = before;
    // The most that was ever there: an endpoint that forgets what it took would otherwise be sent to without an end.
    let mostBytes = bytesIn(before);
    let fruitless = 0;
    for (let pieces = 0; pieces < PIECES_MAX && fruitless < FRUITLESS_MAX && !standing.complete; pieces++) {
      // Everything there and yet not whole: some of it is not ours. One byte more makes the endpoint compare.
      const [from, end] = gapsOf(standing.held, 0, bytes.length)[0] ?? [0, 1];
      const body = bytes.subarray(from, Math.min(end, from + pieceBytes));
      const startedMs = clock.millis();
      let next: PhotoStatus | null;
      try {
        const answer = await put(request, sha256, `at=${from}&of=${bytes.length}`, body);
        next = statusOf(answer, sha256);
        const quick = Math.abs(clock.millis() - startedMs) < QUICK_MS;
        if (next !== null && quick) pieceBytes = Math.min(LIMITS.pieceBytesMax, pieceBytes * 2);
      } catch (error) {
        if (!(error instanceof NetDown)) throw error;
        pieceBytes = Math.max(LIMITS.pieceBytesMin, Math.floor(pieceBytes / 2));
        next = await held(request, sha256);
        if (fruitless + 1 === FRUITLESS_MAX && next !== null && bytesIn(next) <= mostBytes) throw error;
      }
      if (next === null) return null;
      const moreBytes = Math.max(0, bytesIn(next) - mostBytes);
      fruitless = moreBytes > 0 ? 0 : fruitless + 1;
      mostBytes += moreBytes;
      movedBytes += moreBytes;
      standing = next;
    }
    return standing;
  }

  /** @returns whether the endpoint has it whole now */
  async function offer(request: Request, sha256: string): Promise<boolean> {
    let standing = await held(request, sha256);
    if (standing === null) return false;
    if (!standing.complete) {
      const bytes = await vault.photo(sha256);
      // Verified before it is sent: a photo that rotted on the phone must not travel under its old name.
      if (bytes === null || hashBytes(bytes) !== sha256) {
        await vault.blobGone(sha256);
        return false;
      }
      standing = await sendPieces(request, sha256, bytes, standing);
    }
    if (!standing?.complete) return false;
    await vault.blobReceived(sha256, { epoch: standing.epoch, at: standing.serverTime });
    return true;
  }

  return {
    movedBytes: () => movedBytes,
    async send(request) {
      let photos = 0;
      try {
        const again = (await vault.blobsGone()).filter((sha256) => !askedAgain.has(sha256));
        for (const sha256 of [...(await vault.blobsWaiting()), ...again]) {
          askedAgain.add(sha256);
          if (await offer(request, sha256)) photos += 1;
        }
      } catch (error) {
        if (error instanceof SignedOut) return { kind: 'signed-out' };
        throw error;
      }
      return { kind: 'sent', photos };
    },
  };
}

const bytesIn = ({ held }: PhotoStatus): number => held.reduce((sum, [from, to]) => sum + to - from, 0);

function jsonOf({ contentType, body }: HttpAnswer): unknown {
  if (!contentType.includes('json')) return null;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return null;
  }
}

/** Like a receipt: only our protocol's words about exactly this hash count. */
function statusOf(answer: HttpAnswer, sha256: string): PhotoStatus | null {
  if (answer.status !== 200) return null;
  const said = photoStatus.safeParse(jsonOf(answer));
  return said.success && said.data.sha256 === sha256 ? said.data : null;
}
