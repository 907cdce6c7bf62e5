/**
 * JSON through the encryption: records, drafts, pages and the session enter and leave a store this way (photos:
 * photo-bytes.ts).
 */
import type { Encryption } from '../platform.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** @returns the value as JSON, encrypted */
export async function encryptJson(encryption: Encryption, value: unknown): Promise<Uint8Array> {
  return encryption.encrypt(encoder.encode(JSON.stringify(value)));
}

/** @throws where the bytes cannot be decrypted or are no JSON */
export async function decryptJson<T>(encryption: Encryption, encrypted: Uint8Array): Promise<T> {
  return JSON.parse(decoder.decode(await encryption.decrypt(encrypted))) as T;
}
