/** Made-up devices for tests of the endpoint: each id has a key of its own in this process, and signs with it. */
import { deterministicId } from '../src/endpoint/deterministic-id.ts';
import { type KeyPair, makeKeyPair, signText } from '../src/endpoint/signing/signatures.ts';
import { enrolmentText, type Revision, type UnhashedRevision, withContentHash } from '../src/protocol/index.ts';

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

/** The device of a person who has one: the same for the same code. */
export const deviceOf = (code: string): string => deterministicId(`device of ${code}`);

/** A sign-in with this key, of which it has the proof. */
export function enrolRequestBy({ publicKey, privateKey }: KeyPair, code: string, device: string) {
  return { code, device, publicKey, proof: signText(privateKey, enrolmentText({ code, device })), appVersion: 'test' };
}

/** The body of a sign-in with this code on this device. */
export function enrolBody(code: string, device = deviceOf(code)): string {
  return JSON.stringify(enrolRequestBy(keyOfDevice(device), code, device));
}
