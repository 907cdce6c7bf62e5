/** JSON through the seal: the only way personal bytes enter or leave a store. */
import type { Seal } from './platform.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export async function sealJson(seal: Seal, value: unknown): Promise<Uint8Array> {
  return seal.seal(encoder.encode(JSON.stringify(value)));
}

export async function openJson<T>(seal: Seal, sealed: Uint8Array): Promise<T> {
  return JSON.parse(decoder.decode(await seal.open(sealed))) as T;
}
