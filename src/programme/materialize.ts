/**
 * What is seen of an entity, made from its revisions: the same whatever the order of their arrival, and whatever parents
 * they name (parent-graph.ts). Heads that changed different fields are merged against what both were made on; a field
 * changed two ways keeps every head and is flagged for a person (there is no last writer that wins).
 *
 * A payload may have been erased by law: the revision stays in the graph with `null` as its payload. An erased head adds nothing
 * and contradicts nobody; an entity all of whose heads are erased is shown nowhere.
 */
import { type ParentGraph, parentGraph } from './parent-graph.ts';

/** Parents of a revision at most. More heads are not merged; honest phones never leave so many. */
export const PARENTS_MAX = 20;

/** What materializing needs of a revision. */
export interface MaterialRevision<P> {
  readonly revId: string;
  readonly parents: readonly string[];
  /** `null`: erased. */
  readonly payload: P | null;
}
/** What is seen of an entity. */
export interface Materialized<P> {
  /** Ids of the heads, erased ones too, lowest first: a next revision names them as its parents. */
  readonly heads: readonly string[];
  /** The first head that is not erased, which is shown as it is where the heads conflict; null: every head is erased. */
  readonly shownRevId: string | null;
  /** `null`: every head is erased (or no revision was given). */
  readonly current: P | null;
  readonly conflict: boolean;
}

/** @returns the revisions of each entity; one id under two kinds, or in two scopes, is two entities */
export function byEntity<R extends { readonly entityId: string; readonly scope: string; readonly kind: string }>(
  revisions: readonly R[],
): R[][] {
  const entities = new Map<string, R[]>();
  for (const revision of revisions) {
    const key = `${revision.entityId} ${revision.scope} ${revision.kind}`;
    const others = entities.get(key);
    if (others) others.push(revision);
    else entities.set(key, [revision]);
  }
  return [...entities.values()];
}

/**
 * Works out what is seen of an entity.
 * @param revisions of one entity; they may name any parents, and may be doubled or missing
 */
export function materialize<P extends object>(revisions: readonly MaterialRevision<P>[]): Materialized<P> {
  const [only] = revisions;
  if (only && revisions.length === 1) return oneHead([only.revId], only);
  const graph = parentGraph(revisions);
  const heads = graph.heads.flatMap((place) => graph.revisions[place]?.revId ?? []);
  const living = graph.heads.filter((place) => isLiving(graph.revisions[place]));
  const first = graph.revisions[living[0] ?? -1];
  if (first === undefined || living.length === 1) return oneHead(heads, first);
  const shown = { heads, shownRevId: first.revId, current: first.payload };
  const bases = nearestCommonAncestors(graph, living);
  if (bases.length === 0) return { ...shown, conflict: true };
  const payloadAt = (place: number) => (graph.revisions[place]?.payload ?? null) as Fields | null;
  const merged = merge(living.map(payloadAt), bases.map(payloadAt));
  return merged === null ? { ...shown, conflict: true } : { ...shown, current: merged as P, conflict: false };
}

function isLiving(revision: MaterialRevision<unknown> | undefined): boolean {
  return revision !== undefined && revision.payload !== null;
}

function oneHead<P>(heads: readonly string[], head: MaterialRevision<P> | undefined): Materialized<P> {
  const shownRevId = isLiving(head) ? (head?.revId ?? null) : null;
  return { heads, shownRevId, current: head?.payload ?? null, conflict: false };
}

/**
 * The revisions that all the heads were made on, without those that another one of them was already made on. There may be
 * several, after merges that crossed.
 * @returns places; none where the heads have nothing in common, or are too many to be compared
 */
function nearestCommonAncestors(
  { revisions, parents, component, order, heads }: ParentGraph<MaterialRevision<unknown>>,
  living: readonly number[],
): number[] {
  if (living.length > PARENTS_MAX) return [];
  const count = revisions.length;
  /** Component → one bit for each living head that was made on it. */
  const reaches = new Int32Array(count);
  const isHead = new Uint8Array(count);
  for (const place of heads) isHead[component[place] ?? 0] = 1;
  const reach = (of: number, bits: number) => {
    reaches[of] = (reaches[of] ?? 0) | bits;
  };
  for (const [bit, place] of living.entries()) reach(component[place] ?? 0, 1 << bit);
  const all = 2 ** living.length - 1;
  const isCommon = (of: number) => reaches[of] === all && isHead[of] === 0;
  const hasNearer = new Uint8Array(count);
  // Children come before their parents, so that a component's bits are complete before they are handed on.
  for (const place of order.toReversed()) {
    const of = component[place] ?? 0;
    for (const parent of parents[place] ?? []) {
      const above = component[parent] ?? 0;
      if (above === of) continue;
      reach(above, reaches[of] ?? 0);
      if (isCommon(of)) hasNearer[above] = 1;
    }
  }
  return [...revisions.keys()].filter((place) => {
    const of = component[place] ?? 0;
    return isCommon(of) && hasNearer[of] === 0;
  });
}

type Fields = Readonly<Record<string, unknown>>;

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Merges payloads field by field. Where the ancestors do not agree, or one is erased, nobody knows who changed the field: then all heads
 * must have the same value.
 * @returns null where a field was changed two ways
 */
function merge(heads: readonly (Fields | null)[], bases: readonly (Fields | null)[]): Fields | null {
  const merged: [string, unknown][] = [];
  const fields = new Set([...heads, ...bases].flatMap((payload) => Object.keys(payload ?? {})));
  for (const field of fields) {
    const [base, ...otherBases] = bases.map((payload) => payload?.[field]);
    const baseKnown = !bases.includes(null) && otherBases.every((other) => same(other, base));
    const values = heads.map((payload) => payload?.[field]);
    const changed = baseKnown ? values.filter((value) => !same(value, base)) : values;
    const value = changed.length === 0 ? base : changed[0];
    if (!changed.every((other) => same(other, value))) return null;
    if (value !== undefined) merged.push([field, value]);
  }
  return Object.fromEntries(merged);
}
