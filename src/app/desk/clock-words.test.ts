/** Goal: a supervisor reads how far a phone's clock is off. Method: the edges of each unit, in both languages. */
import { describe, expect, it } from 'vitest';
import { type Language, translate } from '../../ui/use-messages.ts';
import { clockWords } from './clock-words.ts';
import { deskMessages } from './messages.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const words = (skewMs: number | null, language: Language = 'vi') =>
  clockWords((key, params) => translate(language, [deskMessages], key, params), skewMs);

describe('words for a clock', () => {
  it('says nothing up to ten minutes, nor where nothing is known', () => {
    for (const skewMs of [null, 0, 10 * MINUTE, -10 * MINUTE]) expect(words(skewMs)).toBe('');
  });

  it('says how far it is off, and which way', () => {
    expect(words(10 * MINUTE + 1)).toBe('đồng hồ chạy nhanh khoảng 10 phút');
    expect(words(-119 * MINUTE)).toBe('đồng hồ chạy chậm khoảng 119 phút');
    expect(words(3 * HOUR)).toBe('đồng hồ chạy nhanh khoảng 3 giờ');
    expect(words(-47 * HOUR)).toBe('đồng hồ chạy chậm khoảng 47 giờ');
    expect(words(-11 * 365 * 24 * HOUR)).toBe('đồng hồ chạy chậm khoảng 4015 ngày');
    expect(words(3 * HOUR, 'en')).toBe('clock about 3 hours fast');
    expect(words(-2 * 24 * HOUR, 'en')).toBe('clock about 2 days slow');
  });
});
