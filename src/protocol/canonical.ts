/** Canonical bytes (RFC 8785, strings NFC) and the content hash over them: the same on every phone and endpoint. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { Revision, UnhashedRevision } from './revision.ts';

/** Every string, keys too, in NFC; `undefined` members are dropped as JSON would. */
export function normalise(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(normalise);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [key.normalize('NFC'), normalise(member)]),
    );
  }
  return value;
}

/** @throws TypeError where the value has no JSON form (NaN, cycles). */
export function canonicalText(value: unknown): string {
  const text = canonicalize(normalise(value));
  if (text === undefined) throw new TypeError('value has no canonical form');
  return text;
}

export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

export function hashBytes(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

export function contentHash(revision: UnhashedRevision | Revision): string {
  const { contentHash: _, ...rest } = revision as Revision;
  return hashText(canonicalText(rest));
}

/** Normalises, hashes and freezes a revision: what comes out is what is kept and sent. */
export function sealRevision(revision: UnhashedRevision): Revision {
  const normal = normalise(revision) as UnhashedRevision;
  return { ...normal, contentHash: contentHash(normal) };
}
