/**
 * Goal: the one walk writes what two careful ones wrote before it, to the byte, for these texts are hashed and the hashes
 * are for ever. Method: arbitrary JSON, keys and strings in both Unicode forms, is also normalised by the plainest code
 * and written by the package `canonicalize`; and what that refuses must be refused.
 */
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, canonicalWithout } from './canonical.ts';

function normalised(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(normalised);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([key, member]) => [key.normalize('NFC'), normalised(member)]));
}

const words = fc.oneof(
  // Well-formed and not, with escapes, with marks that can be composed, and names that objects treat in their own way.
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('e', '\u0301', '\u0302', '\u0323', 'ấ', 'D', '"', '\\', '\u0001', '\u2028', '😀', '\ud800'))
    .map((all) => all.join('')),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'toString',
    '10',
    '9',
    '\u212a',
    'Đặng',
    'Đặng'.normalize('NFD'),
    'é',
    'e\u0301',
  ),
);
const { value: anyJson } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.oneof(words, fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, -0, 1e21, 5e-324)),
    fc.array(tie('value')),
    fc.dictionary(words, tie('value')),
  ),
}));

/** The text, or that there is none. */
function attempt(write: () => string | undefined): string {
  try {
    return write() ?? 'none';
  } catch {
    return 'none';
  }
}

describe('canonical JSON', () => {
  it('is what the package writes of the value in NFC', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(attempt(() => canonicalJson(value))).toBe(attempt(() => canonicalize(normalised(value))));
      }),
      { numRuns: 500 },
    );
  });

  it('is given with and without a member at once', () => {
    fc.assert(
      fc.property(fc.dictionary(words, fc.oneof(words, fc.integer())), words, (object, member) => {
        const { [member]: _, ...others } = normalised(object) as Record<string, unknown>;
        expect(attempt(() => canonicalWithout(object, [member]).whole)).toBe(attempt(() => canonicalJson(object)));
        if (attempt(() => canonicalJson(object)) === 'none') return;
        expect(canonicalWithout(object, [member]).rest).toBe(canonicalJson(others));
      }),
    );
  });

  it('has one text for one name typed in two ways, the last of which counts', () => {
    expect(canonicalJson({ é: 1, z: 0, 'e\u0301': 2 })).toBe('{"z":0,"é":2}');
    expect(canonicalJson({ é: 1, 'e\u0301': undefined })).toBe('{"é":1}');
  });

  it('orders many keys as it orders few', () => {
    const keys = Array.from({ length: 200 }, (_, index) => `k${(index * 7919) % 200}`);
    const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(text))).toEqual(keys.toSorted());
  });

  it('knows names in either form after many others', () => {
    for (let index = 0; index < 2000; index += 1) canonicalJson({ [`tên ${index}`.normalize('NFD')]: index });
    expect(canonicalJson({ ['tên 7'.normalize('NFD')]: 1 })).toBe('{"tên 7":1}');
  });

  it.each([
    ['NaN', { a: Number.NaN }],
    ['an infinity', [Number.POSITIVE_INFINITY]],
    ['half a character', 'a\ud800'],
    ['half a character in a name', { '\udc00': 1 }],
    ['nothing', undefined],
    ['a function', { a: () => 1 }],
    ['a big integer', [1n]],
  ])('throws a TypeError for %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('throws a TypeError for a cycle, not for a value met twice or far down', () => {
    const cycle: unknown[] = [];
    cycle.push({ cycle });
    expect(() => canonicalJson(cycle)).toThrow(TypeError);
    const twice = { a: 1 };
    expect(canonicalJson([twice, twice])).toBe('[{"a":1},{"a":1}]');
    expect(canonicalJson(JSON.parse('['.repeat(500) + ']'.repeat(500)))).toHaveLength(1000);
  });
});
