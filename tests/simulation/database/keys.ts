/** Keys, their order and ranges of them, as the IndexedDB specification (§2.4, §3.3) has them; numbers, strings, arrays. */

export type Key = number | string | readonly Key[];

/** Type order of the specification: a number is before a string, a string before an array. */
function rank(key: unknown): number {
  if (typeof key === 'number') return 1;
  if (typeof key === 'string') return 3;
  return 5;
}

/** @returns below 0, 0 or above 0 */
export function compareKeys(a: Key, b: Key): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (!Array.isArray(a) || !Array.isArray(b)) return rank(a) - rank(b);
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const order = compareKeys(a[at], b[at]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** @throws DataError for what is no key */
export function asKey(value: unknown): Key {
  if (isKey(value)) return value;
  throw new DOMException('not a key', 'DataError');
}

export function isKey(value: unknown): value is Key {
  if (typeof value === 'number') return !Number.isNaN(value);
  return typeof value === 'string' || (Array.isArray(value) && value.every(isKey));
}

/** @param path a member's name, or a list of names for a compound key @returns undefined where a member is missing */
export function keyAt(value: Readonly<Record<string, unknown>>, path: string | readonly string[]): Key | undefined {
  if (typeof path === 'string') return isKey(value[path]) ? (value[path] as Key) : undefined;
  const parts: Key[] = [];
  for (const name of path) {
    const part = value[name];
    if (!isKey(part)) return undefined;
    parts.push(part);
  }
  return parts;
}

export class KeyRange {
  readonly lower: Key | undefined;
  readonly upper: Key | undefined;
  readonly lowerOpen: boolean;
  readonly upperOpen: boolean;

  constructor(lower: Key | undefined, upper: Key | undefined, lowerOpen = false, upperOpen = false) {
    this.lower = lower;
    this.upper = upper;
    this.lowerOpen = lowerOpen;
    this.upperOpen = upperOpen;
  }

  static only(value: unknown): KeyRange {
    const key = asKey(value);
    return new KeyRange(key, key);
  }
  static lowerBound(lower: unknown, open = false): KeyRange {
    return new KeyRange(asKey(lower), undefined, open, true);
  }
  static upperBound(upper: unknown, open = false): KeyRange {
    return new KeyRange(undefined, asKey(upper), true, open);
  }
  static bound(lower: unknown, upper: unknown, lowerOpen = false, upperOpen = false): KeyRange {
    const range = new KeyRange(asKey(lower), asKey(upper), lowerOpen, upperOpen);
    const order = compareKeys(asKey(lower), asKey(upper));
    if (order > 0 || (order === 0 && (lowerOpen || upperOpen))) throw new DOMException('empty range', 'DataError');
    return range;
  }
}

/** What a query names: a key, a range, or nothing for everything. */
export function rangeOf(query: unknown): KeyRange | null {
  if (query === undefined || query === null) return null;
  return query instanceof KeyRange ? query : KeyRange.only(query);
}
