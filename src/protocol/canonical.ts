/** Canonical bytes (RFC 8785, strings NFC) and the content hash over them: the same on every phone and endpoint. */
import { canonicalJson, canonicalWithout, sha256Hex } from '../criteria/index.ts';
import { isErased, type Revision, type UnhashedRevision } from './revision.ts';

/** Members that a content hash leaves out: itself, and the signature over it. */
const OUTSIDE_THE_HASH = ['contentHash', 'signature'];

/**
 * The one text of a value (RFC 8785, strings in NFC), whichever way its members were ordered.
 * @throws TypeError where the value has no JSON form (NaN, lone surrogates, cycles)
 */
export function canonicalText(value: unknown): string {
  return canonicalJson(value);
}

/** @returns SHA-256 in hex of the UTF-8 bytes of a text */
export function hashText(text: string): string {
  return sha256Hex(text);
}

/** @returns SHA-256 in hex */
export function hashBytes(bytes: Uint8Array): string {
  return sha256Hex(bytes);
}

/**
 * The canonical text of a revision and its hash, from one walk.
 * @returns `text` of every member, as `canonicalText` gives it, with whatever content hash the revision says of itself;
 * `contentHash` of every member but that one and the signature, as it must be
 * @throws TypeError as `canonicalText`
 */
export function canonicalRevision(revision: object): { readonly text: string; readonly contentHash: string } {
  const { whole, rest } = canonicalWithout(revision, OUTSIDE_THE_HASH);
  return { text: whole, contentHash: hashText(rest) };
}

/** @returns the content hash that a revision must have, whatever it says of itself */
export function contentHash(revision: UnhashedRevision | Revision): string {
  return canonicalRevision(revision).contentHash;
}

/**
 * Whether a revision is what its content hash says. The hash of an erased revision can no longer be computed: such a revision
 * is taken as it is from where it was checked before it was erased (the endpoint's pages, one's own database), and from nobody
 * else.
 */
export function holdsItsHash(revision: Revision): boolean {
  return isErased(revision) || contentHash(revision) === revision.contentHash;
}

/**
 * Normalises and hashes a revision: what comes out is what is signed, kept and sent.
 * @throws TypeError as `canonicalText`
 */
export function withContentHash(revision: UnhashedRevision): Revision {
  const { text, contentHash } = canonicalRevision({ ...revision, contentHash: '' });
  // It is read from the text that was hashed, so that nothing is kept that the hash leaves out, and its members are in order.
  return Object.assign(JSON.parse(text) as UnhashedRevision, { contentHash });
}
