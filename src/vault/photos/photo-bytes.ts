/** Photos through the encryption: in the store of photos lies no byte that a thief could look at. */
import type { Platform } from '../platform.ts';

type Parts = Pick<Platform, 'blobs' | 'encryption'>;

/** @param sha256 of the bytes as they are before they are encrypted: under this name the record speaks of them */
export async function putPhoto({ blobs, encryption }: Parts, sha256: string, bytes: Uint8Array): Promise<void> {
  await blobs.put(sha256, await encryption.encrypt(bytes));
}

/** @returns null where it is not there, or rotted so that it cannot be decrypted: both are a photo that is gone */
export async function getPhoto({ blobs, encryption }: Parts, sha256: string): Promise<Uint8Array | null> {
  const encrypted = await blobs.get(sha256);
  try {
    return encrypted && (await encryption.decrypt(encrypted));
  } catch (error) {
    console.warn('photo: cannot be decrypted', sha256, error);
    return null;
  }
}
