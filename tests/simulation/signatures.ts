/**
 * Signatures that cost next to nothing, for most of the simulated worlds: a hash over a secret and the text, in place of an
 * elliptic curve (a tenth of the time of a world). They have the form of the real ones, and nobody has them but who holds
 * the key. Stands in for `signatures.ts` and `signature-threads.ts` in `src/endpoint/signing` where the
 * endpoint judges a signature (stand-ins.ts); a key that was not made here is looked at as ever.
 */
import { hash } from 'node:crypto';
import type { SignatureCheck } from '../../src/endpoint/signing/signature-threads.ts';
import * as real from '../../src/endpoint/signing/signatures.ts';
import type { DeviceKeys } from '../../src/vault/index.ts';
import { nodeKeys } from '../../src/vault/testing/test-keys.ts';
import { standIns } from './stand-ins.ts';

/** Secrets by public key. */
const secrets = new Map<string, string>();

/** 86 letters of base64url, as a signature has. */
const signatureOf = (secret: string, text: string): string => hash('sha512', `${secret} ${text}`, 'base64url');

const cheapKeys: DeviceKeys = {
  async create() {
    const privateKey = `secret ${secrets.size}`;
    const publicKey = `B${signatureOf(privateKey, 'public')}`;
    secrets.set(publicKey, privateKey);
    return { publicKey, privateKey };
  },
  sign: async (privateKey, text) => signatureOf(String(privateKey), text),
};

/** @returns the real ones also where the endpoint's files were loaded as they are */
export const deviceKeys = (isReal: boolean): DeviceKeys => (isReal || !standIns.areLoaded ? nodeKeys : cheapKeys);

export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const secret = secrets.get(publicKey);
  return secret === undefined ? real.isSignedBy(publicKey, text, signature) : signatureOf(secret, text) === signature;
}

/** On this thread: when another one answers, no seed tells. */
export async function checkSignatures(checks: readonly SignatureCheck[]): Promise<readonly boolean[]> {
  return checks.map(({ publicKeys, text, signature }) => publicKeys.some((key) => isSignedBy(key, text, signature)));
}

export function isPublicKey(publicKey: string): boolean {
  return secrets.has(publicKey) || real.isPublicKey(publicKey);
}
