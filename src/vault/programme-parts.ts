/**
 * What the vault needs of `programme`. Until that room's front door offers fold, search and duplicates, plain versions
 * stand here with the same shapes; then this file becomes one line of re-exports.
 */
export interface Folding {
  readonly revId: string;
  readonly parents: readonly string[];
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface RosterEntry {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly birthYear: number;
  readonly hamlet: string;
  readonly householdId: string;
  readonly householdNumber: string;
  readonly cccdTail?: string;
}

/** Revisions that no other one was made on, lowest id first: the same on every phone. */
export function headsOf(
  revisions: readonly { readonly revId: string; readonly parents: readonly string[] }[],
): string[] {
  const built = new Set(revisions.flatMap(({ parents }) => parents));
  return revisions.flatMap(({ revId }) => (built.has(revId) ? [] : [revId])).sort();
}

/** More than one head is a conflict for a person to judge; the lowest id is shown meanwhile. */
export function foldEntity(revisions: readonly Folding[]): {
  heads: readonly string[];
  current: Record<string, unknown> | null;
  conflict: boolean;
} {
  const heads = headsOf(revisions);
  const shown = revisions.find(({ revId }) => revId === heads[0]);
  return { heads, current: shown ? { ...shown.payload } : null, conflict: heads.length > 1 };
}

/** Without tones, marks and case; đ is d. */
export function indexName(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
}

export function searchRoster(index: readonly RosterEntry[], text: string, limit: number): RosterEntry[] {
  const words = indexName(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found: RosterEntry[] = [];
  for (const entry of index) {
    if (words.every((word) => entry.key.includes(word)) && found.push(entry) >= limit) break;
  }
  return found;
}

export function likelyDuplicates(
  candidate: { name: string; birthYear: number; cccd?: string },
  people: Iterable<{ id: string; key: string; birthYear: number; cccd: string | null }>,
): { id: string; reason: 'same-cccd' | 'similar-name' }[] {
  const key = indexName(candidate.name.trim());
  const found: { id: string; reason: 'same-cccd' | 'similar-name' }[] = [];
  for (const person of people) {
    if (candidate.cccd && person.cccd === candidate.cccd) found.push({ id: person.id, reason: 'same-cccd' });
    else if (person.birthYear === candidate.birthYear && person.key === key) {
      found.push({ id: person.id, reason: 'similar-name' });
    }
  }
  return found;
}
