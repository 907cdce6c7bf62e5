/**
 * Views are what people see, made from revisions. A view has one row for each entity of a kind, and the row follows from the
 * revisions of that entity and of what hangs from it, in whatever order they came. A view can therefore be thrown away and made
 * anew at any time, and what is kept of it (a snapshot on the phone, a table at the endpoint) is only a copy.
 *
 * Rows do not depend on a clock. What depends on the day (an age, whether something is due) is worked out by whoever asks, for a day that they name.
 */
import type { Kind } from '../kinds/index.ts';

/** A revision as a view reads it. */
export interface ViewRevision {
  readonly revId: string;
  readonly kind: string;
  readonly entityId: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly deviceSeq: number;
  /** The endpoint's number; null: not received yet. */
  readonly scopeSeq: number | null;
  /** `null`: erased. */
  readonly payload: Readonly<Record<string, unknown>> | null;
  /** Result of the endpoint's engine, in points, where it has scored the record. */
  readonly score?: { readonly total: number; readonly verdict: string } | null;
}

/** How the rows of a view are made. */
export interface View<Row extends object> {
  readonly name: string;
  /** Version of the rows. It is raised when the same revisions give other rows: whoever keeps rows makes them anew then. */
  readonly version: number;
  /** Kind whose entities have a row each. */
  readonly kind: Kind;
  /** Kinds that hang from such an entity and count in its row. */
  readonly attachedKinds: readonly Kind[];
  /**
   * Makes the row of an entity.
   * @param entity all revisions of one entity, at least one
   * @param attached all revisions of the `attachedKinds` that name this entity as their owner
   * @returns null where the entity is shown nowhere, because all that was known of it is erased
   * @throws Error where this version cannot read a record; the record is kept, and its row is pending
   */
  row(entity: readonly ViewRevision[], attached: readonly ViewRevision[]): Row | null;
}

/**
 * Checks the members of a payload without which there is no row. The payload was checked as a whole when it was accepted, and
 * parsing tens of thousands again would take seconds on a phone.
 * @throws TypeError where one is no text
 */
export function requireTexts(payload: Readonly<Record<string, unknown>>, ...members: readonly string[]): void {
  for (const member of members) {
    if (typeof payload[member] !== 'string') throw new TypeError(`${member} is no text`);
  }
}
