/**
 * Goal: a rescue bundle comes out as it went in, or not at all. Method: any records and photos there and back; any cut
 * and any flipped byte must be a fault, never other content.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksEncrypted, type RescueContent, readRescue, writeRescue } from './rescue.ts';

const photo = fc.uint8Array({ minLength: 1, maxLength: 300 });
const content: fc.Arbitrary<RescueContent> = fc.record({
  device: fc.uuid(),
  officer: fc.string({ maxLength: 20 }),
  scopes: fc.constant(['scope-here']),
  madeAt: fc.constant('2026-11-24T09:00:00.000+07:00'),
  revisions: fc.array(
    fc.record({ revId: fc.uuid(), text: fc.json({ maxDepth: 2 }).map((text) => `{"payload":${text}}`) }),
    {
      maxLength: 5,
    },
  ),
  photos: fc.array(photo, { maxLength: 3 }),
  photosLeft: fc.nat(9),
});

describe('a rescue bundle', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(content, (given) => {
        const { manifest, bytes } = writeRescue(given);
        const read = readRescue(bytes);
        if (read.kind !== 'ok') throw new Error(read.code);
        expect(read.manifest).toEqual(manifest);
        expect(read.revisions.map((line) => new TextDecoder().decode(line))).toEqual(
          given.revisions.map(({ text }) => text),
        );
        expect(read.photos.map((each) => [...each])).toEqual(given.photos.map((each) => [...each]));
      }),
    );
  });

  it('cut or with a byte more is a fault', () => {
    fc.assert(
      fc.property(content, fc.nat(), (given, where) => {
        const { bytes } = writeRescue(given);
        expect(readRescue(bytes.subarray(0, where % bytes.length)).kind).toBe('fault');
        expect(readRescue(Uint8Array.from([...bytes, 0])).kind).toBe('fault');
      }),
    );
  });

  it('with a flipped byte never gives other records or photos', () => {
    fc.assert(
      fc.property(content, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, where, flip) => {
        const { bytes } = writeRescue(given);
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const read = readRescue(bytes);
        // The manifest's own words (officer, time) are not hashed here: the encryption around it authenticates them.
        if (read.kind !== 'ok') return;
        expect(read.revisions.map((line) => new TextDecoder().decode(line))).toEqual(
          given.revisions.map(({ text }) => text),
        );
        expect(read.photos.map((each) => [...each])).toEqual(given.photos.map((each) => [...each]));
      }),
    );
  });

  it('of a later version, or anything else, is told by its first bytes', () => {
    const text = (words: string) => new TextEncoder().encode(words);
    expect(readRescue(text('CDHTR2\n{}\n'))).toEqual({ kind: 'fault', code: 'unknown-version' });
    expect(readRescue(text('a letter'))).toEqual({ kind: 'fault', code: 'not-rescue' });
    expect(looksEncrypted(text('age-encryption.org/v1\n-> X25519 …'))).toBe(true);
    expect(looksEncrypted(text('a letter'))).toBe(false);
  });
});
