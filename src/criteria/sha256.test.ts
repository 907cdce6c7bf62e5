/** Goal: two implementations, one answer; which of them runs where is chosen by `#sha256` in package.json. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex as chosen } from '#sha256';
import { sha256Hex as ofNode } from './sha256.node.ts';
import { sha256Hex as portable } from './sha256.ts';

describe.each([
  ['in browsers', portable],
  ['in Node', ofNode],
])('SHA-256 %s', (_, sha256Hex) => {
  it('gives the published digests (FIPS 180-4)', () => {
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex(new Uint8Array(1_000_000).fill(97))).toBe(
      'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
    );
  });
});

describe('both implementations', () => {
  it('give equal digests for any bytes and any text', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => ofNode(bytes) === portable(bytes)));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => ofNode(text) === portable(text)));
  });

  it('read a part of a longer buffer as that part', () => {
    const part = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).subarray(2, 5);
    expect(ofNode(part)).toBe(portable(part));
  });
});

it('#sha256 resolves to the implementation of Node here', () => {
  expect(chosen).toBe(ofNode);
});
