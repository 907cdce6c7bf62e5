/**
 * What is seen, made from the revisions: each view has one row for each entity of a kind, and the row follows from the revisions
 * of that entity and of what hangs from it, in whatever order they came. So a view can be thrown away and made anew at any
 * time, and what is kept of it (a snapshot on the phone, a table at the endpoint) is only a copy.
 *
 * Rows know no clock. What depends on the day (an age, whether something is due) is asked of them with `asOf`.
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
  /** null: erased. */
  readonly payload: Readonly<Record<string, unknown>> | null;
  /** What the endpoint's engine made of it, where it has scored it. */
  readonly score?: { readonly total: number; readonly verdict: string } | null;
}

export interface View<Row extends object> {
  readonly name: string;
  /** Raised when the rows of the same revisions are others: whoever keeps rows makes them anew. */
  readonly version: number;
  /** Whose entities have a row each. */
  readonly of: Kind;
  /** Kinds that hang from such an entity and count in its row. */
  readonly hanging: readonly Kind[];
  /**
   * @param entity all revisions of one entity, at least one
   * @param hanging all revisions of the kinds in `hanging` that name this entity as their owner
   * @returns null: it is shown nowhere, for all that is known of it was erased
   * @throws Error where a record is of a form that this version cannot take; the record is kept and its row is pending
   */
  row(entity: readonly ViewRevision[], hanging: readonly ViewRevision[]): Row | null;
}

/**
 * A payload was checked when it was accepted, with the schemas of that time; to parse tens of thousands again would be felt on a
 * phone. So a view looks only at the members without which there is no row.
 * @throws TypeError where one is no text
 */
export function requireTexts(payload: Readonly<Record<string, unknown>>, ...members: readonly string[]): void {
  for (const member of members) {
    if (typeof payload[member] !== 'string') throw new TypeError(`${member} is no text`);
  }
}
