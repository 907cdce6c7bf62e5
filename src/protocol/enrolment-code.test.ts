import { describe, expect, it } from 'vitest';
import { CODE_ALPHABET, CODE_LETTERS, CODE_SECRET_BYTES, groupedCode, readCode } from './enrolment-code.ts';

describe('an enrolment code', () => {
  it('has more than 50 bits typed and at least 128 scanned', () => {
    expect(new Set(CODE_ALPHABET).size).toBe(CODE_ALPHABET.length);
    expect(CODE_LETTERS * Math.log2(CODE_ALPHABET.length)).toBeGreaterThan(50);
    expect(CODE_SECRET_BYTES * 8).toBeGreaterThanOrEqual(128);
  });

  it('has no character that Telex takes for an accent or a tone', () => {
    for (const letter of 'AEOUYIDWSFRXJZ') expect(CODE_ALPHABET).not.toContain(letter);
  });

  it.each([
    'K7M2-9QGH-4T8B',
    'k7m2 9qgh 4t8b',
    ' K7M2–9QGH—4T8B\n',
    'K7M2\u200B9QGH\u00AD4T8B\uFEFF',
    'k.7.m.2.9.q.g.h.4.t.8.b',
  ])('is read the same however it is typed: %j', (typed) => {
    expect(readCode(typed)).toEqual({ kind: 'typed', text: 'K7M29QGH4T8B' });
  });

  it('is found in an address that was scanned or pasted', () => {
    const secret = 'AbC-_123456789012345XY';
    expect(readCode(`https://khuyenhoc.example.vn/#enrol=${secret}`)).toEqual({ kind: 'secret', text: secret });
    expect(readCode(` ${secret} `)).toEqual({ kind: 'secret', text: secret });
  });

  it('is shown in groups of four', () => {
    expect(groupedCode('K7M29QGH4T8B')).toBe('K7M2-9QGH-4T8B');
    expect(readCode(groupedCode('K7M29QGH4T8B')).text).toBe('K7M29QGH4T8B');
  });
});
