/** Goal: a cheap signature is one to all that look at its form, of one key and one text; real keys are looked at as ever. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publicKey, signature } from '../../src/protocol/signature.ts';
import { nodeKeys } from '../../src/vault/testing/test-keys.ts';
import { checkSignatures, deviceKeys, isPublicKey, isSignedBy } from './signatures.ts';
import { standIns } from './stand-ins.ts';

describe('signatures of the simulator', () => {
  beforeEach(() => {
    standIns.areLoaded = true;
  });
  afterEach(() => {
    standIns.areLoaded = false;
  });

  it.each([false, true])('hold for their key and their text alone (real: %s)', async (isReal) => {
    const keys = deviceKeys(isReal);
    const [own, other] = [await keys.create(), await keys.create()];
    if (own === null || other === null) throw new Error('no keys');
    const made = await keys.sign(own.privateKey, 'text');
    expect(publicKey.safeParse(own.publicKey).success).toBe(true);
    expect(signature.safeParse(made).success).toBe(true);
    expect(isPublicKey(own.publicKey)).toBe(true);
    expect(isSignedBy(own.publicKey, 'text', made)).toBe(true);
    expect(isSignedBy(own.publicKey, 'texts', made)).toBe(false);
    expect(isSignedBy(other.publicKey, 'text', made)).toBe(false);
    const check = { publicKeys: [other.publicKey, own.publicKey], text: 'text', signature: made };
    expect(await checkSignatures([check, { ...check, text: 'texts' }])).toEqual([true, false]);
    expect(isPublicKey(`${own.publicKey.slice(0, -2)}AA`)).toBe(false);
  });

  it('are real where the endpoint knows no others', () => {
    standIns.areLoaded = false;
    expect(deviceKeys(false)).toBe(nodeKeys);
  });
});
