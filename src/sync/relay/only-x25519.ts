/**
 * Stands, in the phone's build, for the kinds of keys of the age library that are never used (vite.config.ts): keys here
 * are X25519, and the post-quantum, P-256 and passphrase parts would be 77 KB on every phone.
 */
function notUsed(): never {
  throw new Error('post-quantum keys, P-256 keys and passphrases are not used here');
}
const unused = { getPublicKey: notUsed, encapsulate: notUsed, decapsulate: notUsed };

export const MLKEM768X25519 = unused;
export const MLKEM768P256 = unused;
export const p256 = unused;
export const scrypt = notUsed;
