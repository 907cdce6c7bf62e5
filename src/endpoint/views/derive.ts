/**
 * The rows that follow from the revisions of one entity. They are the same for whoever holds the same revisions: the tables
 * are written with these functions when a revision comes (store/view-writes.ts), made anew and compared with them, and a
 * store in memory answers with them.
 */
import { KINDS, materialize, ownerOf, titleOf, type ViewRevision } from '../../programme/index.ts';
import { canonicalText } from '../../protocol/index.ts';
import { isKeepableText, keepableText } from '../store/keepable.ts';
import { type Cells, checkedCells, VIEW_TABLES, type ViewTable } from './tables.ts';

/** The row of the table `entities`, which every kind has. */
export interface EntityCells {
  readonly title: string;
  /** The revision whose payload is shown; null where all that is known of the entity was erased. */
  readonly shown_rev_id: string | null;
  /** JSON of the payload where it was merged from several heads; null where it is that of the shown revision. */
  readonly merged: string | null;
  /** JSON list of revisions' ids. */
  readonly heads: string;
  /** 1 where the heads contradict each other. */
  readonly conflict: number;
}

/** All rows that follow from the revisions of one entity. */
export interface Derived {
  readonly kind: string;
  readonly entityId: string;
  /** `null` where the entity's history is too large to be read. */
  readonly entity: EntityCells | null;
  /** `null` where no view is of this kind. */
  readonly table: ViewTable | null;
  /** `null` where the entity is not in the view, or pending. */
  readonly row: Cells | null;
  /** Why this version cannot take what is held; null where it can. */
  readonly pending: string | null;
}

/** The version is raised when `entities` has other rows of the same revisions; each view has a version of its own. */
const ENTITIES_VERSION = 1;
const WHY_LENGTH_MAX = 200;
/**
 * Bodies of an entity, and of what hangs from it, of so many bytes are read: hundreds of evaluations. They are read
 * whenever another one comes, while everybody waits, and somebody who hands in one large correction after the other is not
 * to make that a gigabyte.
 */
export const HISTORY_BYTES_MAX = 2 * 1024 * 1024;

/** Names the code that the kept rows follow from beside the revisions. Where it is another text, they are made anew. */
export const VIEWS_VERSION = [
  `entities ${ENTITIES_VERSION}`,
  ...VIEW_TABLES.map(({ name, view }) => `${name} ${view.version}`),
  `kinds ${KINDS.toSorted().join(' ')}`,
].join(', ');

const tables = new Map<string, ViewTable>(VIEW_TABLES.map((table) => [table.view.kind, table]));
const owners = new Map<string, ViewTable>(
  VIEW_TABLES.flatMap((table) => table.view.attachedKinds.map((kind) => [kind, table])),
);

/** @returns whether records of other kinds count in the row of such an entity */
export const hasHanging = (kind: string): boolean => (tables.get(kind)?.view.attachedKinds.length ?? 0) > 0;

/** @returns the entity, beside the record's own, in whose row the record counts; null for none */
export function hangsFrom(kind: string, payload: unknown): { readonly kind: string; readonly entityId: string } | null {
  const table = owners.get(kind);
  const entityId = table === undefined ? '' : ownerOf(kind, payload);
  return table === undefined || entityId === '' || !isKeepableText(entityId)
    ? null
    : { kind: table.view.kind, entityId };
}

/**
 * Makes the rows of one entity.
 * @param own all revisions of the entity, at least one
 * @param hanging revisions that hang from it, of whatever kind
 */
export function deriveRows(own: readonly ViewRevision[], hanging: readonly ViewRevision[]): Derived {
  const [first] = own;
  if (first === undefined) throw new Error('an entity has one revision at least');
  const { kind, entityId } = first;
  const table = tables.get(kind) ?? null;
  return { kind, entityId, entity: entityOf(kind, own), table, ...rowOf(table, own, hanging) };
}

/** @returns what is kept of an entity whose history is over the limit: only the reason why it has no rows */
export function tooLarge(kind: string, entityId: string): Derived {
  const pending = `its history is larger than ${HISTORY_BYTES_MAX} bytes`;
  return { kind, entityId, entity: null, table: tables.get(kind) ?? null, row: null, pending };
}

/** @returns the name under which an entity is pending */
export const viewOf = ({ kind }: Pick<Derived, 'kind'>): string => tables.get(kind)?.name ?? `entities ${kind}`;

function entityOf(kind: string, own: readonly ViewRevision[]): EntityCells {
  const { current, shownRevId, heads, conflict } = materialize(own);
  const shown = own.find(({ revId }) => revId === shownRevId)?.payload ?? null;
  return {
    title: keepableText(titleOf(kind, current)),
    shown_rev_id: shownRevId,
    // `materialize` returns an object of its own only where it has merged several heads.
    merged: current === null || current === shown ? null : canonicalText(current),
    heads: JSON.stringify(heads),
    conflict: Number(conflict),
  };
}

function rowOf(
  table: ViewTable | null,
  own: readonly ViewRevision[],
  hanging: readonly ViewRevision[],
): Pick<Derived, 'row' | 'pending'> {
  if (table === null) return { row: null, pending: null };
  try {
    const counting = hanging.filter(({ kind }) => table.view.attachedKinds.some((each) => each === kind));
    const row = table.view.row(own, counting);
    return { row: row === null ? null : checkedCells(table, row), pending: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { row: null, pending: keepableText(why).slice(0, WHY_LENGTH_MAX) };
  }
}
