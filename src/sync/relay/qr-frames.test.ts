/**
 * Goal: what the camera read is what the colleague's phone showed, or nothing. Method: any bundle; frames in any order,
 * doubled, lost in the first rounds, mixed with another transfer's, with flipped characters.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundleOf, frameAt, missingOf, readFrame, type Transfer, toFrames, withFrame } from './qr-frames.ts';

const bundle = fc.uint8Array({ minLength: 1, maxLength: 4000 });

/** Offers every text to the transfer that it belongs to, as the receiving screen does. */
function collect(texts: readonly string[], before = new Map<string, Transfer>()): Map<string, Transfer> {
  for (const text of texts) {
    const frame = readFrame(text);
    if (frame) before.set(frame.id, withFrame(before.get(frame.id), frame));
  }
  return before;
}
const only = (transfers: Map<string, Transfer>) => [...transfers.values()][0] as Transfer;

describe('QR frames', () => {
  it('in any order and any number of times give the bundle', () => {
    fc.assert(
      fc.property(bundle, fc.infiniteStream(fc.nat()), (bytes, chance) => {
        const shuffled = toFrames(bytes)
          .flatMap((text) => [text, text])
          .map((text) => ({ text, at: Number(chance.next().value) }))
          .sort((a, b) => a.at - b.at)
          .map(({ text }) => text);
        expect(bundleOf(only(collect(shuffled)))).toEqual(bytes);
      }),
    );
  });

  it('lost in the first round: what is missing is named, and a later round completes it', () => {
    fc.assert(
      fc.property(bundle, fc.infiniteStream(fc.boolean()), (bytes, chance) => {
        const frames = toFrames(bytes);
        const lost = frames.map(() => Boolean(chance.next().value));
        const read = collect(frames.filter((_, index) => !lost[index]));
        if (read.size > 0) {
          const expected = lost.flatMap((gone, index) => (gone ? [index + 1] : []));
          expect(missingOf(only(read))).toEqual(expected);
          expect(bundleOf(only(read)) === null).toBe(expected.length > 0);
        }
        expect(bundleOf(only(collect(frames, read)))).toEqual(bytes);
      }),
    );
  });

  it('of two transfers at once stay apart', () => {
    fc.assert(
      fc.property(bundle, bundle, (one, two) => {
        const [a, b] = [toFrames(one), toFrames(two)];
        const mixed = Array.from({ length: Math.max(a.length, b.length) }, (_, at) => [a[at], b[at]]).flat();
        const read = collect(mixed.flatMap((text) => text ?? []));
        const found = [...read.values()].map(bundleOf);
        expect(found).toContainEqual(one);
        expect(found).toContainEqual(two);
        const [first] = a;
        const mine = first === undefined ? null : readFrame(first);
        const theirs = only(collect(b));
        if (mine && mine.id !== theirs.id) expect(withFrame(theirs, mine)).toBe(theirs);
      }),
    );
  });

  it('with any flipped character are no frames, and never give another bundle', () => {
    const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
    fc.assert(
      fc.property(bundle, fc.nat(), fc.nat(), fc.nat(), (bytes, which, where, what) => {
        const frames = toFrames(bytes);
        const frame = frames[which % frames.length] ?? '';
        const at = where % frame.length;
        const flipped = frame.slice(0, at) + (letters[what % letters.length] ?? '') + frame.slice(at + 1);
        fc.pre(flipped !== frame);
        expect(readFrame(flipped)).toBeNull();
        const read = collect([...frames, flipped]);
        expect([...read.values()].map(bundleOf)).toEqual([bytes]);
      }),
      { numRuns: 500 },
    );
  });

  it('forged with a right check but wrong content never pass the hash of the whole', () => {
    const bytes = Uint8Array.from({ length: 500 }, (_, at) => at % 256);
    const transfer = only(collect(toFrames(bytes)));
    const chunks = new Map(transfer.chunks).set(2, new Uint8Array(172));
    expect(bundleOf({ ...transfer, chunks })).toBeNull();
  });

  it('fit a code that a cheap camera reads, and are alphanumeric', () => {
    const frames = toFrames(new Uint8Array(172 * 999).fill(255));
    expect(Math.max(...frames.map(({ length }) => length))).toBeLessThanOrEqual(300);
    expect(frames.every((text) => /^[0-9A-Z $%*+\-./:]+$/.test(text))).toBe(true);
    expect(() => toFrames(new Uint8Array(172 * 999 + 1))).toThrow(RangeError);
    expect(() => toFrames(new Uint8Array())).toThrow(RangeError);
  });

  it('a camera that catches only every second, third… frame gets them all in as many rounds', () => {
    for (let count = 1; count <= 150; count++) {
      for (let stride = 1; stride <= 6; stride++) {
        const seen = new Set<number>();
        for (let tick = 0; tick < (count + 20) * stride; tick += stride) seen.add(frameAt(tick, count));
        expect(seen.size, `${count} frames, every ${stride}.`).toBe(count);
      }
    }
  });
});
