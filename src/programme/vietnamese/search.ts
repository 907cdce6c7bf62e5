/**
 * Search over a whole roster in memory: beginnings of words in any order, initials, household number, birth year and the last
 * digits of the CCCD. Hits with the very tones that were typed rank first. A pass over 12,000 rows takes a few milliseconds,
 * because the forms of each name are made once.
 */
import { initials, normalizeForSearch, normalizeTones } from './names.ts';

/** The forms of a name that search compares, made once. */
export interface NameKey {
  /** The words as search keys, without tones, marks and capitals. */
  readonly words: readonly string[];
  /** The same words with their marks, the tone at the end of each. */
  readonly exact: readonly string[];
  readonly initials: string;
}
/** Somebody of the roster, as search needs them. */
export interface RosterEntry {
  readonly id: string;
  readonly scope: string;
  readonly name: string;
  readonly key: NameKey;
  readonly birthYear: number;
  readonly hamlet: string;
  readonly householdId: string;
  readonly householdNumber: string;
  readonly cccdTail?: string;
}

interface Word {
  readonly normalized: string;
  readonly bare: string;
  readonly tone: string;
}
interface Query {
  /** Words of the query, longest first, so that a short one does not take the word of a name that a longer one needs. */
  readonly words: readonly (Word & { readonly at: number })[];
  readonly numbers: readonly string[];
  readonly hasMarks: boolean;
}

const TONE = /[\u0300\u0301\u0303\u0309\u0323]$/;

/** Makes the forms of a name that search compares. */
export function indexName(name: string): NameKey {
  return {
    words: normalizeForSearch(name).split(' '),
    exact: normalizeTones(name).split(' '),
    initials: initials(name),
  };
}

function parseQuery(text: string): Query {
  const normalized = normalizeForSearch(text).split(' ').filter(Boolean);
  const exact = normalizeTones(text).split(' ').filter(Boolean);
  const words: (Word & { at: number })[] = [];
  const numbers: string[] = [];
  normalized.forEach((word, at) => {
    const marked = exact[at] ?? word;
    const tone = TONE.exec(marked)?.[0] ?? '';
    if (/^\d+$/.test(word)) numbers.push(word);
    else words.push({ normalized: word, bare: tone === '' ? marked : marked.slice(0, -1), tone, at });
  });
  words.sort((a, b) => b.normalized.length - a.normalized.length);
  return { words, numbers, hasMarks: exact.join(' ') !== normalized.join(' ') };
}

/** Points by which hits are ranked. */
const WHOLE_WORD = 4;
const WORD = 2;
const IN_ORDER = 3;
const WHOLE_NAME = 2;
const SAME_MARKS = 50;
const ALL_INITIALS = 3;
const SOME_INITIALS = 1;

/** @returns how well a name matches, in points; 0: not at all */
function matchName(key: NameKey, { words, hasMarks }: Query): number {
  let score = 0;
  let used = 0;
  let sameMarks = true;
  const places: number[] = [];
  for (const word of words) {
    const place = placeOf(key, word, used);
    if (place < 0) return matchInitials(key, words);
    used |= 1 << place;
    places[word.at] = place;
    score += key.words[place] === word.normalized ? WHOLE_WORD + WORD : WORD;
    sameMarks &&= marksAgree(key.exact[place] ?? '', word);
  }
  const order = places.filter((place) => place !== undefined);
  if (order.every((place, at) => at === 0 || place > (order[at - 1] ?? -1))) score += IN_ORDER;
  if (words.length === key.words.length) score += WHOLE_NAME;
  if (sameMarks) score += hasMarks ? SAME_MARKS : 1;
  return score;
}

/**
 * The place of the name's word that fits a word of the query best: the whole word before a beginning, the same marks before
 * others.
 * @param used one bit for each word of the name that is taken
 * @returns −1: there is none
 */
function placeOf(key: NameKey, word: Word, used: number): number {
  let best = -1;
  let bestRank = 0;
  for (let place = 0; place < key.words.length; place += 1) {
    const have = key.words[place] ?? '';
    if ((used & (1 << place)) !== 0 || !have.startsWith(word.normalized)) continue;
    const rank =
      1 + (have.length === word.normalized.length ? 2 : 0) + (marksAgree(key.exact[place] ?? '', word) ? 1 : 0);
    if (rank > bestRank) {
      best = place;
      bestRank = rank;
    }
  }
  return best;
}

function marksAgree(exact: string, { bare, tone }: Word): boolean {
  return tone === ''
    ? exact.startsWith(bare) && !(exact.length === bare.length + 1 && TONE.test(exact))
    : exact.startsWith(bare) && exact.endsWith(tone);
}

function matchInitials(key: NameKey, words: Query['words']): number {
  const only = words.length === 1 ? words[0]?.normalized : undefined;
  if (only === undefined || only.length < 2 || !key.initials.startsWith(only)) return 0;
  return only.length === key.initials.length ? ALL_INITIALS : SOME_INITIALS;
}

function matchNumber(entry: RosterEntry, digits: string): number {
  if (Number(entry.householdNumber) === Number(digits)) return 6;
  if (String(entry.birthYear) === digits) return 5;
  return digits.length >= 3 && entry.cccdTail?.endsWith(digits) === true ? 4 : 0;
}

function matchEntry(entry: RosterEntry, query: Query): number {
  let score = query.words.length === 0 ? 0 : matchName(entry.key, query);
  if (score === 0 && query.words.length > 0) return 0;
  for (const digits of query.numbers) {
    const hit = matchNumber(entry, digits);
    if (hit === 0) return 0;
    score += hit;
  }
  return score;
}

/**
 * Searches a roster.
 * @param text as it was typed
 * @returns the best `limit` rows, best first; equal ones in the roster's order
 */
export function searchRoster(index: readonly RosterEntry[], text: string, limit: number): RosterEntry[] {
  const query = parseQuery(text);
  if (query.words.length + query.numbers.length === 0) return [];
  const hits: { entry: RosterEntry; score: number; at: number }[] = [];
  index.forEach((entry, at) => {
    const score = matchEntry(entry, query);
    if (score > 0) hits.push({ entry, score, at });
  });
  hits.sort((a, b) => b.score - a.score || a.at - b.at);
  return hits.slice(0, limit).map(({ entry }) => entry);
}
