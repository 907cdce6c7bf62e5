/**
 * Stands in the phone's build for the post-quantum part of the age library (vite.config.ts): keys here are X25519, and
 * the unused half would be 57 KB on every phone.
 */
function refuse(): never {
  throw new Error('post-quantum keys are not used here');
}
const unused = { getPublicKey: refuse, encapsulate: refuse, decapsulate: refuse };

export const MLKEM768X25519 = unused;
export const MLKEM768P256 = unused;
