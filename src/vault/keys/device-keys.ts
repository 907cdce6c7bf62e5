/**
 * Device keys of the browser: ECDSA on P-256, not extractable. That stops scripts, not copies of the profile. In three
 * engines such a key was measured to outlive a restart and a kill when it is kept in IndexedDB, and to sign 2 KB in
 * less than a millisecond.
 */
import { base64url } from '../../protocol/index.ts';
import type { DeviceKeys } from '../platform.ts';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
const encoder = new TextEncoder();

export const webCryptoKeys: DeviceKeys = {
  async create() {
    if (globalThis.crypto?.subtle === undefined) return null;
    const { publicKey, privateKey } = await crypto.subtle.generateKey(CURVE, false, ['sign', 'verify']);
    return { publicKey: base64url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))), privateKey };
  },
  async sign(privateKey, text) {
    // Browsers give r and s one after the other, 64 bytes, as protocol/signature.ts wants them.
    return base64url(new Uint8Array(await crypto.subtle.sign(SIGNING, privateKey as CryptoKey, encoder.encode(text))));
  },
};
