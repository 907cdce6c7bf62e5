/**
 * Stands in the phone's build for the kinds of keys of the age library that are never used (vite.config.ts): keys here
 * are X25519, and the post-quantum and P-256 parts would be 74 KB on every phone.
 */
function refuse(): never {
  throw new Error('post-quantum and P-256 keys are not used here');
}
const unused = { getPublicKey: refuse, encapsulate: refuse, decapsulate: refuse };

export const MLKEM768X25519 = unused;
export const MLKEM768P256 = unused;
export const p256 = unused;
