/**
 * Goal: the same revision has the same hash on every phone and endpoint. Method: arbitrary JSON, its members in another
 * order and its strings in another Unicode form, must give the same canonical text; any change of a value another one.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, contentHash, hashText, withContentHash } from './canonical.ts';
import { revisionSchema, type UnhashedRevision } from './revision.ts';

const unhashed: UnhashedRevision = {
  revId: '0192a000-0000-7000-8000-000000000001',
  schema: 1,
  kind: 'citizen',
  entityId: '0192a000-0000-7000-8000-000000000002',
  parents: [],
  scope: '31064',
  author: 'cb-1001',
  device: '0192a000-0000-7000-8000-000000000003',
  deviceSeq: 1,
  prevHash: '',
  deviceTime: '2026-11-24T09:00:00.000+07:00',
  salt: 'AAAAAAAAAAAAAAAAAAAAAA',
  payload: { name: 'Đặng Thị Hòa', birthYear: 1962 },
};

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, member]) => [key, reversed(member)]),
    );
  }
  return typeof value === 'string' ? value.normalize('NFD') : value;
}

describe('canonical bytes', () => {
  it('are RFC 8785 text', () => {
    expect(canonicalText({ b: 1, a: [true, null, 'é'], aa: 1e21 })).toBe('{"a":[true,null,"é"],"aa":1e+21,"b":1}');
  });

  it('know the digest of a known text', () => {
    expect(hashText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('do not depend on key order or on NFC/NFD', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('tên', 'ấp', 'a', 'b', 'z'),
          fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()),
        ),
        (value) => canonicalText(reversed(value)) === canonicalText(value),
      ),
    );
  });

  it('drop undefined members as JSON does', () => {
    expect(canonicalText({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it('refuse what has no JSON form', () => {
    expect(() => canonicalText({ a: Number.NaN })).toThrow();
  });
});

describe('an encrypted revision', () => {
  it('parses and has the hash of the rest', () => {
    const encrypted = withContentHash(unhashed);
    expect(revisionSchema.parse(encrypted)).toEqual(encrypted);
    expect(contentHash(encrypted)).toBe(encrypted.contentHash);
  });

  it('has another hash when any field differs', () => {
    const original = withContentHash(unhashed).contentHash;
    expect(withContentHash({ ...unhashed, deviceSeq: 2 }).contentHash).not.toBe(original);
    expect(withContentHash({ ...unhashed, payload: { ...unhashed.payload, birthYear: 1963 } }).contentHash).not.toBe(
      original,
    );
  });

  it('is the same whichever way the name was typed', () => {
    const typedApart = { ...unhashed, payload: { birthYear: 1962, name: 'Đặng Thị Hòa'.normalize('NFD') } };
    expect(withContentHash(typedApart).contentHash).toBe(withContentHash(unhashed).contentHash);
  });
});
