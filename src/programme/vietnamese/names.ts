/** Vietnamese names: search keys without marks, one place for tones in exact comparison, and the order of a Vietnamese list. */

const TONE_MARKS = /[\u0300\u0301\u0303\u0309\u0323]/g;
const ALL_MARKS = /[\u0300-\u036f]/g;

/** The search key of a text: "Đặng Thị Hòa" → "dang thi hoa". NFD alone leaves đ, which is a letter of its own and not a mark. */
export function normalizeForSearch(text: string): string {
  return text.normalize('NFD').replace(ALL_MARKS, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** A text with each tone taken off its vowel and put behind the word, so that hòa and hoà compare equal. */
export function normalizeTones(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .split(' ')
    .map((word) => {
      const apart = word.normalize('NFD');
      const tone = apart.match(TONE_MARKS)?.join('') ?? '';
      return apart.replace(TONE_MARKS, '').normalize('NFC') + tone;
    })
    .join(' ');
}

/** The first letters of a name, as a search key: "Nguyễn Thị Ánh" → "nta". */
export function initials(name: string): string {
  return normalizeForSearch(name)
    .split(' ')
    .map((word) => word[0] ?? '')
    .join('');
}

const LETTERS = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz';
const TONES = ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];

function sortKey(word: string): number[] {
  const apart = word.normalize('NFD').toLowerCase();
  const tone = TONES.indexOf(apart.match(TONE_MARKS)?.[0] ?? '');
  const bare = apart.replace(TONE_MARKS, '').normalize('NFC');
  return [...[...bare].map((letter) => LETTERS.indexOf(letter) + 1), 0, tone];
}

function compareWords(a: string, b: string): number {
  const left = sortKey(a);
  const right = sortKey(b);
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? -1) - (right[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The order of a Vietnamese list: by given name (the last word), then by family and middle names. @returns as for `sort` */
export function compareNames(a: string, b: string): number {
  const left = a.trim().split(/\s+/);
  const right = b.trim().split(/\s+/);
  const given = compareWords(left.at(-1) ?? '', right.at(-1) ?? '');
  if (given !== 0) return given;
  for (let i = 0; i < Math.max(left.length, right.length) - 1; i += 1) {
    const difference = compareWords(left[i] ?? '', right[i] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}
