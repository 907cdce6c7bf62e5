/**
 * The graph of one entity's revisions and the parents they name. Honest devices only ever make a graph without circles,
 * but what a phone pulls may have been forged, so nothing here assumes one: a circle is one strongly connected component,
 * and the components always form a graph without circles. That is why there is always a head, and why the answer depends
 * on the set of revisions alone, never on the order of their arrival. Time and memory grow with revisions plus parents.
 */

/** What the graph needs of a revision. */
export interface GraphRevision {
  readonly revId: string;
  readonly parents: readonly string[];
}

/** Revisions of one entity, with places in the list instead of ids. */
export interface ParentGraph<R extends GraphRevision> {
  /** Each revision once, lowest id first. All other members hold places in this list. */
  readonly revisions: readonly R[];
  /** Parents of each revision that are among the revisions, itself left out. */
  readonly parents: readonly (readonly number[])[];
  /** Number of each revision's component: a parent's number is lower than its child's, or the same in a circle. */
  readonly component: Int32Array;
  /** All places, those of higher components later. */
  readonly order: readonly number[];
  /** Revisions of the components that no revision outside of them was made on, lowest id first; never empty. */
  readonly heads: readonly number[];
}

/**
 * Works out the graph of an entity's revisions.
 * @param revisions of one entity; parents that are not among them (not arrived yet, or of another entity) count for
 * nothing, and so does a revision that names itself
 */
export function parentGraph<R extends GraphRevision>(revisions: readonly R[]): ParentGraph<R> {
  const unique = eachOnce(revisions);
  const places = new Map(unique.map(({ revId }, place) => [revId, place]));
  const parents = unique.map((revision, place) =>
    revision.parents.flatMap((id) => {
      const parent = places.get(id);
      return parent === undefined || parent === place ? [] : [parent];
    }),
  );
  const { component, order } = components(parents);
  const namedFromOutside = new Set<number>();
  for (const [place, named] of parents.entries()) {
    for (const parent of named) {
      const of = component[parent] ?? 0;
      if (of !== component[place]) namedFromOutside.add(of);
    }
  }
  const heads = [...unique.keys()].filter((place) => !namedFromOutside.has(component[place] ?? 0));
  return { revisions: unique, parents, component, order, heads };
}

/** Ids of the revisions that a next one is made on, lowest first: the same on every phone and endpoint. */
export function headsOf(revisions: readonly GraphRevision[]): string[] {
  const { revisions: unique, heads } = parentGraph(revisions);
  return heads.flatMap((place) => unique[place]?.revId ?? []);
}

/** No store keeps two revisions under one id; where two come that differ, the choice must not depend on which came first. */
function eachOnce<R extends GraphRevision>(revisions: readonly R[]): R[] {
  const byId = new Map<string, R>();
  for (const revision of revisions) {
    const other = byId.get(revision.revId);
    if (other === undefined || (other !== revision && JSON.stringify(revision) < JSON.stringify(other)))
      byId.set(revision.revId, revision);
  }
  return [...byId.values()].sort((a, b) => (a.revId < b.revId ? -1 : 1));
}

/**
 * Strongly connected components, written without recursion because a history may be longer than the stack is deep.
 * @see Tarjan, "Depth-first search and linear graph algorithms" (1972)
 */
function components(parents: readonly (readonly number[])[]): { component: Int32Array; order: number[] } {
  const count = parents.length;
  const component = new Int32Array(count).fill(-1);
  /** In which order the places were first met, from 1; 0: not met yet. */
  const met = new Int32Array(count);
  /** The earliest met place that is known to be in the same component. */
  const low = new Int32Array(count);
  const nextParent = new Int32Array(count);
  const order: number[] = [];
  /** Places that are met and not yet in a component. */
  const open: number[] = [];
  let meetings = 0;
  let numbered = 0;
  for (let start = 0; start < count; start += 1) {
    const path = met[start] === 0 ? [start] : [];
    for (let place = path.at(-1); place !== undefined; place = path.at(-1)) {
      if (met[place] === 0) {
        meetings += 1;
        met[place] = meetings;
        low[place] = meetings;
        open.push(place);
      }
      const at = nextParent[place] ?? 0;
      const parent = parents[place]?.[at];
      if (parent !== undefined && met[parent] === 0) {
        // The same parent is looked at again once it is done.
        path.push(parent);
        continue;
      }
      if (parent !== undefined) {
        nextParent[place] = at + 1;
        if (component[parent] === -1) low[place] = Math.min(low[place] ?? 0, low[parent] ?? 0);
        continue;
      }
      path.pop();
      if (low[place] !== met[place]) continue;
      for (let member = open.pop(); member !== undefined; member = member === place ? undefined : open.pop()) {
        component[member] = numbered;
        order.push(member);
      }
      numbered += 1;
    }
  }
  return { component, order };
}
