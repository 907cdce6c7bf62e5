/** Photos after text: each is offered to the endpoint, and counts as received only when the endpoint holds the whole of it. */
import { hashBytes } from '../../protocol/index.ts';
import type { Clock, Vault } from '../../vault/index.ts';
import { type PhotoRequest, PieceSender, SignedOut } from './photo-pieces.ts';

type Sent = { readonly kind: 'sent'; readonly photos: number } | { readonly kind: 'signed-out' };

export interface PhotoUploader {
  /**
   * Offers every photo that waits. One that the endpoint does not take is left for another time and blocks no other.
   * @throws NetDown
   */
  send(request: PhotoRequest): Promise<Sent>;
  /** Bytes of photos that the endpoint came to hold in this process. */
  movedBytes(): number;
}

/** One uploader serves all rounds of a process: it remembers how large the pieces are that the link holds for. */
export function createPhotoUploader(vault: Vault, clock: Clock): PhotoUploader {
  const pieces = new PieceSender(clock);
  /** Photos that were noted as gone and offered again: once in a process, for either side may have got one since. */
  const offeredAgain = new Set<string>();

  /** @returns whether the endpoint has it whole now */
  async function offer(request: PhotoRequest, sha256: string): Promise<boolean> {
    let status = await pieces.held(request, sha256);
    if (status === null) return false;
    if (!status.complete) {
      const bytes = await vault.photo(sha256);
      // Verified before it is sent: a photo that rotted on the phone must not travel under its old name.
      if (bytes === null || hashBytes(bytes) !== sha256) {
        await vault.blobGone(sha256);
        return false;
      }
      status = await pieces.send(request, sha256, bytes, status);
    }
    if (!status?.complete) return false;
    await vault.blobReceived(sha256, { epoch: status.epoch, at: status.serverTime });
    return true;
  }

  return {
    movedBytes: () => pieces.movedBytes,
    async send(request) {
      let photos = 0;
      try {
        const again = (await vault.blobsGone()).filter((sha256) => !offeredAgain.has(sha256));
        for (const sha256 of [...(await vault.blobsWaiting()), ...again]) {
          offeredAgain.add(sha256);
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
