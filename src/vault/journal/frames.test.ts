/**
 * Goal: no tear and no flipped bit can make the journal give back something that was not written, or lose a frame before
 * the damage. Method: arbitrary payloads, framed, cut at every kind of place and with one bit turned.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c, decodeFrames, decodeHeader, encodeFrames, encodeHeader } from './frames.ts';

const payloads = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 12 });

describe('frames', () => {
  it('knows the check value of CRC-32C', () => {
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  });

  it('gives back what was framed', () => {
    fc.assert(
      fc.property(payloads, (written) => {
        const bytes = encodeFrames(written);
        expect(decodeFrames(bytes)).toEqual({ payloads: written, goodBytes: bytes.length });
      }),
    );
  });

  it('cut anywhere: a prefix of the frames, each whole', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), (written, at) => {
        const bytes = encodeFrames(written);
        const cut = bytes.subarray(0, at % (bytes.length + 1));
        const { payloads: read, goodBytes } = decodeFrames(cut);
        expect(read).toEqual(written.slice(0, read.length));
        expect(encodeFrames(read).length).toBe(goodBytes);
        // Every frame that ends before the cut is there.
        expect(
          encodeFrames(written.slice(0, read.length + 1)).length > cut.length || read.length === written.length,
        ).toBe(true);
      }),
    );
  });

  it('a bit turned anywhere: all frames before it, none that was not written', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.integer({ min: 0, max: 7 }), (written, at, bit) => {
        const bytes = encodeFrames(written);
        if (bytes.length === 0) return;
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
        const { payloads: read } = decodeFrames(bytes);
        expect(read).toEqual(written.slice(0, read.length));
        expect(encodeFrames(written.slice(0, read.length + 1)).length).toBeGreaterThan(place);
      }),
    );
  });

  it('a hole of zeros is not frames', () => {
    expect(decodeFrames(new Uint8Array(64)).payloads).toEqual([]);
  });

  it('knows its header, and no torn one', () => {
    expect(decodeHeader(encodeHeader(7))).toBe(7);
    expect(decodeHeader(encodeHeader(7).subarray(0, 15))).toBe(0);
    expect(decodeHeader(new Uint8Array(16))).toBe(0);
  });
});
