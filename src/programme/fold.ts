/**
 * The current view of an entity, folded from its revisions; the same whatever the order of their arrival. Heads are the
 * revisions nobody names as parent. Siblings that changed different fields are merged against their common ancestor; a
 * field changed two ways keeps both heads and is flagged for a person (no last-writer-wins).
 */
export interface FoldableRevision<P> {
  readonly revId: string;
  readonly parents: readonly string[];
  readonly payload: P;
}
export interface Folded<P> {
  /** Sorted; the first is the one displayed where the heads conflict. */
  readonly heads: readonly string[];
  readonly current: P | null;
  readonly conflict: boolean;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function ancestors<P>(start: string, byId: ReadonlyMap<string, FoldableRevision<P>>): Set<string> {
  const seen = new Set<string>();
  const open = [start];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(byId.get(next)?.parents ?? []));
  }
  return seen;
}

/** Revisions that no other one was made on, lowest id first: the same on every phone. */
export function headsOf(revisions: readonly Pick<FoldableRevision<unknown>, 'revId' | 'parents'>[]): string[] {
  const named = new Set(revisions.flatMap(({ parents }) => parents));
  return revisions.flatMap(({ revId }) => (named.has(revId) ? [] : [revId])).sort();
}

export function foldEntity<P extends object>(revisions: readonly FoldableRevision<P>[]): Folded<P> {
  const byId = new Map(revisions.map((revision) => [revision.revId, revision]));
  const heads = headsOf([...byId.values()]);
  const first = heads[0] === undefined ? undefined : byId.get(heads[0]);
  if (first === undefined) return { heads, current: null, conflict: false };
  if (heads.length === 1) return { heads, current: first.payload, conflict: false };

  // Revision ids are UUIDv7 only by custom; depth, not time, says which common ancestor is nearest.
  const lines = heads.map((head) => ancestors(head, byId));
  const common = [...(lines[0] ?? [])].filter((id) => byId.has(id) && lines.every((line) => line.has(id)));
  const nearest = common
    .map((id) => ({ id, depth: ancestors(id, byId).size }))
    .sort((a, b) => b.depth - a.depth || (a.id < b.id ? -1 : 1))[0];
  const base =
    nearest === undefined ? undefined : (byId.get(nearest.id)?.payload as Record<string, unknown> | undefined);
  if (base === undefined) return { heads, current: first.payload, conflict: true };

  const merged: Record<string, unknown> = { ...base };
  const changed = new Map<string, unknown>();
  let conflict = false;
  for (const head of heads) {
    const payload = (byId.get(head)?.payload ?? {}) as Record<string, unknown>;
    for (const field of new Set([...Object.keys(base), ...Object.keys(payload)])) {
      if (same(base[field], payload[field])) continue;
      if (changed.has(field) && !same(changed.get(field), payload[field])) conflict = true;
      else changed.set(field, payload[field]);
    }
  }
  if (conflict) return { heads, current: first.payload, conflict: true };
  for (const [field, value] of changed) {
    if (value === undefined) delete merged[field];
    else merged[field] = value;
  }
  return { heads, current: merged as P, conflict: false };
}
