/** Device keys of Node for tests and simulations: real signatures, without the turns of the event loop that WebCrypto takes. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { base64url } from '../protocol/index.ts';
import type { DeviceKeys } from './platform.ts';

/** Reading a key takes longer than signing with it. */
const read = new Map<string, KeyObject>();

export const nodeKeys: DeviceKeys = {
  async create() {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    return { publicKey: base64url(point), privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string };
  },
  async sign(privateKey, text) {
    const pem = String(privateKey);
    const key = read.get(pem) ?? createPrivateKey(pem);
    read.set(pem, key);
    return base64url(sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }));
  },
};
