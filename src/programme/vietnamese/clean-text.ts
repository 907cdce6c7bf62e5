/**
 * Texts without what nobody can see: control characters, zero-width ones, and those that turn the direction of writing,
 * with which a name looks like another or a file like another kind of file. Whatever people type or import is cleaned with
 * `cleanText`; the endpoint quarantines a record whose texts are not clean (`unclean-text`), because no phone makes one.
 *
 * Characters that are taken out: C0 but line feed and tab, DEL, C1, soft hyphen, the Arabic letter mark, U+200B–U+200F, U+2028–U+202E,
 * U+2060–U+206F, U+FEFF, tags (U+E0000–U+E007F). A carriage return becomes a line feed.
 * @see Unicode 17, UAX #9 §2, UTS #39 §5
 */
const UNSEEN_RANGES = [
  ['\\0-\\x08', '\\x0b-\\x1f', '\\x7f-\\x9f', '\\xad', '\\u061c'],
  ['\\u200b-\\u200f', '\\u2028-\\u202e', '\\u2060-\\u206f', '\\ufeff'],
];
/** The pattern is over UTF-16, where a class takes a tenth of the time of one over code points; tags are a pair of units there. */
const PATTERN = `[${UNSEEN_RANGES.flat().join('')}]|\\udb40[\\udc00-\\udc7f]`;
const UNSEEN = new RegExp(PATTERN);
const ALL_UNSEEN = new RegExp(PATTERN, 'g');

/** @returns the text without what cannot be seen; a clean text as it is */
export function cleanText(text: string): string {
  return UNSEEN.test(text) ? text.replace(/\r\n?/g, '\n').replace(ALL_UNSEEN, '') : text;
}

/** @returns whether a text has no character that `cleanText` takes out */
export function isCleanText(text: string): boolean {
  return !UNSEEN.test(text);
}

/** @returns a JSON value with every text in it cleaned, names of members too */
export function cleanTexts<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value) as T;
  if (Array.isArray(value)) return value.map(cleanTexts) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [cleanText(name), cleanTexts(inner)])) as T;
}
