/**
 * Device keys of Node for tests and simulations: real signatures, without the turns of the event loop that WebCrypto
 * takes.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { makeKeyPair, signText } from '../../endpoint/signing/signatures.ts';
import type { DeviceKeys } from '../platform.ts';

/** Keys that were read before, because reading one takes longer than signing with it. */
const read = new Map<string, KeyObject>();

export const nodeKeys: DeviceKeys = {
  create: async () => makeKeyPair(),
  async sign(privateKey, text) {
    const pem = String(privateKey);
    const key = read.get(pem) ?? createPrivateKey(pem);
    read.set(pem, key);
    return signText(key, text);
  },
};
