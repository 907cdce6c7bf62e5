/** All bytes of photos pass the encryption at rest on their way to the store of photos (it does nothing yet: platform.ts). */
import type { Platform } from '../platform.ts';

type Parts = Pick<Platform, 'blobs' | 'encryption'>;

/** @param sha256 the hash of the bytes before they are encrypted, by which records name the photo */
export async function putPhoto({ blobs, encryption }: Parts, sha256: string, bytes: Uint8Array): Promise<void> {
  await blobs.put(sha256, await encryption.encrypt(bytes));
}

/** @returns null where the photo is not there, or rotted so that it cannot be decrypted: both count as gone */
export async function getPhoto({ blobs, encryption }: Parts, sha256: string): Promise<Uint8Array | null> {
  const encrypted = await blobs.get(sha256);
  try {
    return encrypted && (await encryption.decrypt(encrypted));
  } catch (error) {
    console.warn('photo: cannot be decrypted', sha256, error);
    return null;
  }
}
