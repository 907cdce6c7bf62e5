/**
 * Signatures of devices: ECDSA on P-256 with SHA-256, which every browser that we support has (Ed25519 is missing in some). A
 * device signs the text of a revision's content hash. Each revision has its own signature, so that whoever holds a record can
 * offer it again to an endpoint that lost it, and nobody can make a record in another's name.
 * @see RFC 7518 section 3.4 for the form: the two numbers r and s, 32 bytes each, one after the other
 */
import { z } from 'zod';

/** 64 bytes (r, then s) in base64url without padding. */
export const signature = z.string().regex(/^[\w-]{86}$/);

/** A point of P-256, not compressed: 65 bytes (0x04, x, y) in base64url without padding. */
export const publicKey = z.string().regex(/^[\w-]{87}$/);

/**
 * What a device signs when it is enrolled. A public key can be computed from any two signatures, and device ids stand in
 * records: neither shows that the device itself asks. No hash of a record begins so, and with another code it is another text.
 */
export const enrolmentText = ({ code, device }: { readonly code: string; readonly device: string }): string =>
  `cdht.enrol/1 ${device} ${code}`;

/** Bytes as base64url without padding (RFC 4648 section 5). */
export function base64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
