/** What follows from the revisions of a scope, as the features see it. */
import type { Kind } from '../../../programme/index.ts';

/** An entity in its present state, with the ids of the revisions that it is made of. */
export interface CurrentEntity {
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly heads: readonly string[];
  /** Whether the heads contradict each other; where it is omitted, several heads count as a contradiction. */
  readonly conflict?: boolean;
}

/** An entity as lists and exports show it; author, device and time are of the shown revision. */
export interface ListedEntity extends CurrentEntity {
  readonly title: string;
  readonly author: string;
  readonly device: string;
  readonly deviceTime: string;
}

/** One page of the entities of a kind, by id. */
export interface ListedPage {
  /** The entities that still have a payload: fewer than the page walked where some were erased. */
  readonly entities: readonly ListedEntity[];
  /**
   * Ids in the page's range of entities whose history is too large to be shown (views/derive.ts). During an upgrade they
   * include those that a process of another version has stored and whose rows are made within half a minute.
   */
  readonly tooLarge: readonly string[];
  /** Where the next page continues; null after the last one. */
  readonly next: string | null;
}

/** A person's name, normalized for search, and year of birth. */
export interface NamedPerson {
  readonly name: string;
  readonly birthYear: number;
}

/** An entity that a view has no row of. */
export interface PendingView {
  readonly view: string;
  readonly entityId: string;
  readonly why: string;
}

/** What one batch of making rows anew, or of comparing them, came to. */
export interface ViewBatch {
  /** Entities of this batch. */
  readonly entityCount: number;
  /** Where the next batch continues; null after the last one. */
  readonly next: string | null;
  /** Rows that were not as the revisions have them. */
  readonly differences: readonly ViewDifference[];
}

/** A row of a view that is not as the revisions have it. */
export interface ViewDifference {
  readonly scope: string;
  readonly table: string;
  readonly entityId: string;
  readonly is: 'missing' | 'superfluous' | 'different';
}

/** Reads the rows that follow from revisions (views/derive.ts), as they are after every `append`. */
export interface ViewStore {
  /** @returns those of these entities of a scope that still have a payload */
  current(scope: string, kind: Kind, entityIds: readonly string[]): Promise<readonly CurrentEntity[]>;
  /**
   * Lists the entities of a kind by id; a page ends only where no entity follows, whatever is erased or too large.
   * @param after `next` of the page before; '' at the start
   * @param limit entities that are walked, shown or not; one at least
   */
  listed(scope: string, kind: Kind, after: string, limit: number): Promise<ListedPage>;
  /** @returns the titles that lists show for these entities, by id; none of identity numbers, which share their citizen's id */
  titles(scope: string, entityIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * @param places made by `placeKey`
   * @returns ids of the households at these places
   */
  householdsAt(scope: string, places: readonly string[]): Promise<readonly string[]>;
  /** @returns ids of the people who have one of these names together with its year of birth */
  peopleNamed(scope: string, people: readonly NamedPerson[]): Promise<readonly string[]>;
  /** @returns the entities that a view has no row of because this version cannot take what is held */
  pendingViews(scope: string): Promise<readonly PendingView[]>;
  /**
   * @param after the last id of the page before; '' at the start
   * @returns ids, in their order, of the evaluations of a period that are not void
   */
  countedEvaluations(scope: string, period: string, after: string, limit: number): Promise<readonly string[]>;
  /** @returns ids, in their order, of the evaluations by this author that were returned and not corrected since */
  returnedTo(scope: string, author: string, limit: number): Promise<readonly string[]>;
  /** Counts all households and people of a scope, also those who moved out; it reads a row of each. */
  figuresOf(scope: string): Promise<{ readonly households: number; readonly people: number }>;
  scopesWithRecords(): Promise<readonly string[]>;
  /**
   * Makes the rows of the next entities of a scope anew, or only compares them, in one transaction during which nobody else
   * writes to the scope. The rows are the same however often that is done.
   * @param after id of the last entity of the batch before; '' at the start
   */
  viewBatch(scope: string, after: string, how: 'write' | 'compare'): Promise<ViewBatch>;
  /**
   * @returns the scopes in which a process of another version has stored records and left their rows to the version that
   * keeps them
   */
  staleScopes(): Promise<readonly string[]>;
  /**
   * Makes the rows of some of a scope's stale entities anew, as `viewBatch` does.
   * @returns how many entities were stale and are right now; 0 when none is left
   */
  remakeStale(scope: string): Promise<number>;
}
