/** What the vault offers of photos. Each is known by the SHA-256 (hex) of its bytes. */

/** Photos on the phone, and what the endpoint has of them. */
export interface PhotoStore {
  /** The storage reserve is not for photos: where there is no room the health shows `full`. @throws QuotaFull */
  putPhoto(bytes: Uint8Array): Promise<{ sha256: string; bytes: number }>;
  /** @returns null where the phone has it not, or not whole */
  photo(sha256: string): Promise<Uint8Array | null>;
  /** @returns photos that records name and the endpoint does not have */
  blobsWaiting(): Promise<readonly string[]>;
  /** @returns sizes of the photos that wait, in bytes; 0 for one that is not on the phone */
  waitingPhotoBytes(): Promise<readonly number[]>;
  /** @param heldBy the endpoint of this epoch confirmed at this instant of its clock that it has the photo whole */
  blobReceived(sha256: string, heldBy: { readonly epoch: string; readonly at: string }): Promise<void>;
  /** Notes that neither phone nor endpoint has the bytes: a person is shown it, and it is no longer waited for. */
  blobGone(sha256: string): Promise<void>;
  /** @returns photos noted as gone: an endpoint may have got one from elsewhere, or the phone may find it again */
  blobsGone(): Promise<readonly string[]>;
  /** @returns bytes of photos that may be removed: the endpoint has them and their records, for long and in a second place */
  freeableBytes(): Promise<number>;
  /** Removes the photos of `freeableBytes` from the phone, and takes the storage reserve again. @returns bytes freed */
  freePhotos(): Promise<number>;
}
