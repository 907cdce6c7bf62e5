import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, cleanTexts, impossibleDates, isCleanText, isSaneDate } from '../index.ts';

describe('cleaning texts', () => {
  it.each([
    ['Đặng Thị\u200b Hoa', 'Đặng Thị Hoa'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['thẻ \u{e0041} ẩn, chữ 😀 thấy', 'thẻ  ẩn, chữ 😀 thấy'],
    ['a\u0000b\u0007c\u009bd', 'abcd'],
    ['\ufeffTên\u2066\u2069', 'Tên'],
    ['dòng 1\r\ndòng 2\rdòng 3', 'dòng 1\ndòng 2\ndòng 3'],
    ['một\thai\nba', 'một\thai\nba'],
  ])('%j becomes %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it('what is cleaned is clean, stays so, and lacks nothing that can be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = cleanText(text);
        expect(isCleanText(clean)).toBe(true);
        expect(cleanText(clean)).toBe(clean);
        if (isCleanText(text)) expect(clean).toBe(text);
      }),
    );
  });

  it('goes through every member of a record', () => {
    expect(cleanTexts({ 'a\u200b': ['\u0007x', 1, null, { b: 'ok' }] })).toEqual({ a: ['x', 1, null, { b: 'ok' }] });
  });
});

describe('dates', () => {
  it.each([
    ['2026-11-28', true],
    ['2026-11-28T09:00:00.000+07:00', true],
    ['9999-12-31', false],
    ['1970-01-01T00:00:00.000Z', false],
    ['2026-02-31', false],
    ['hôm qua', false],
  ])('%s is sane: %s', (text, sane) => {
    expect(isSaneDate(text)).toBe(sane);
  });

  it('are looked for by the names of members, and births may be long ago', () => {
    expect(impossibleDates({ birthDate: '1931-05-01', note: '9999-12-31', at: '2026-11-28T09:00:00Z' })).toEqual([]);
    expect(impossibleDates({ birthDate: '9999-12-31', visits: [{ nextDate: '2126-01-01' }] })).toEqual([
      ['birthDate'],
      ['visits', 0, 'nextDate'],
    ]);
    expect(impossibleDates(null)).toEqual([]);
  });
});
