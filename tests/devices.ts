/** Made-up devices for tests of the endpoint: each id has a key of its own in this process, and signs with it. */
import { type KeyPair, makeKeyPair, signText } from '../src/endpoint/signatures.ts';
import { type Revision, type UnhashedRevision, withContentHash } from '../src/protocol/index.ts';

/** For records whose salt does not matter. */
export const SALT = 'A'.repeat(22);

const keys = new Map<string, KeyPair>();

export function keyOfDevice(device: string): KeyPair {
  const key = keys.get(device) ?? makeKeyPair();
  keys.set(device, key);
  return key;
}

/** @returns the revision as its device would have made it */
export function signedRevision(fields: Omit<UnhashedRevision, 'salt'> & Partial<Revision>): Revision {
  const revision = withContentHash({ salt: SALT, ...fields });
  return { ...revision, signature: signText(keyOfDevice(revision.device).privateKey, revision.contentHash) };
}
