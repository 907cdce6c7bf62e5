/**
 * One-time codes by which a phone or a desk is enrolled. One code has two forms: a secret of 128 bits that is scanned as a QR
 * or opened as a link, and twelve characters (51 bits) that are typed.
 */

/**
 * The characters of a typed code. Letters that Vietnamese keyboards take for an accent or a tone (a d e f j o r s u w x y z) or
 * that look like another character (i l 0 1) are not among them, so that a code can be typed with Telex or VNI switched on.
 */
export const CODE_ALPHABET = '23456789BCGHKMNPQTV';
/** Characters of a typed code. */
export const CODE_LETTERS = 12;
/** Characters at the beginning of a typed code by which wrong tries are counted. */
export const CODE_PREFIX_LETTERS = 4;
/** Bytes of the secret in a QR. */
export const CODE_SECRET_BYTES = 16;
/** The secret is scanned or opened as the fragment of the app's address, which no server sees: `https://host/#enrol=…`. */
export const ENROL_FRAGMENT = 'enrol=';

const SECRET = /^[A-Za-z0-9_-]{22}$/;
const GROUP_LETTERS = 4;

/** What somebody gave in as a code: a scanned secret, or typed characters without what people type around them. */
export type GivenCode = { readonly kind: 'secret' | 'typed'; readonly text: string };

/**
 * Reads a code as it was typed, pasted or scanned. Case, dashes, spaces, hidden characters and tone marks do not matter; an
 * address with a secret in it is read as its secret.
 */
export function readCode(given: string): GivenCode {
  const visible = given.normalize('NFC').replace(/[\s\p{Cf}\p{Cc}]/gu, '');
  const secret = visible.includes(ENROL_FRAGMENT) ? (visible.split(ENROL_FRAGMENT).at(-1) ?? '') : visible;
  if (SECRET.test(secret)) return { kind: 'secret', text: secret };
  const plain = visible.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  return { kind: 'typed', text: plain.replace(/[^A-Z0-9]/g, '') };
}

/** @returns a typed code in groups of four, as it is shown and printed: `K7M2-9QGH-4T8B` */
export function groupedCode(code: string): string {
  return (code.match(new RegExp(`.{1,${GROUP_LETTERS}}`, 'g')) ?? []).join('-');
}
