/** Likely duplicate persons, found offline while somebody types. They are shown; nothing is forbidden and nothing is merged. */
import { normalizeForSearch } from './vietnamese/names.ts';
import type { NameKey } from './vietnamese/search.ts';

const EDITS_MAX = 2;

/**
 * How many letters have to be changed to make one text of another (optimal string alignment: swapped neighbours count once).
 * @returns `max` + 1 where there are more than `max`
 */
export function editDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) value = Math.min(value, (before[j - 2] ?? 0) + 1);
      row.push(value);
    }
    if (Math.min(...row) > max) return max + 1;
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? max + 1;
}

/** Somebody who is being written down. */
export interface DuplicateCandidate {
  readonly name: string;
  readonly birthYear: number;
  readonly cccd?: string | undefined;
  /** Keyed hash that the endpoint gave for this number. */
  readonly cccdHash?: string | undefined;
}
/** Somebody of the roster. */
export interface KnownPerson {
  readonly key: NameKey;
  readonly birthYear: number;
  /** The whole number, where it is held here; else null. */
  readonly cccd: string | null;
  readonly cccdHash: string | null;
}
/** Somebody of the roster who may be the same person, and why. */
export interface LikelyDuplicate<K extends KnownPerson> {
  readonly known: K;
  readonly reason: 'same-cccd' | 'similar-name';
}

function hasSameNumber({ cccd, cccdHash }: DuplicateCandidate, known: KnownPerson): boolean {
  const same = <V>(one: V | undefined, other: V | null) => one !== undefined && one === other;
  return same(cccd, known.cccd) || same(cccdHash, known.cccdHash);
}

/** @returns those who have the same identity number, or the same birth year and a name within two edits */
export function likelyDuplicates<K extends KnownPerson>(
  candidate: DuplicateCandidate,
  people: Iterable<K>,
): LikelyDuplicate<K>[] {
  const name = normalizeForSearch(candidate.name);
  const found: LikelyDuplicate<K>[] = [];
  for (const known of people) {
    const { key, birthYear } = known;
    if (hasSameNumber(candidate, known)) found.push({ known, reason: 'same-cccd' });
    else if (birthYear === candidate.birthYear && name.length > EDITS_MAX) {
      if (editDistance(name, key.words.join(' '), EDITS_MAX) <= EDITS_MAX)
        found.push({ known, reason: 'similar-name' });
    }
  }
  return found;
}
