/**
 * The columns of the view tables: which view each table has its rows from, and how a row becomes cells. Cells are checked
 * before they reach a database: a payload was checked by the schemas of its time, and a value that a column cannot take
 * would fail the transaction, and with it every push that touches the entity.
 */
import { normalizeForSearch, VIEWS, type View } from '../../programme/index.ts';
import { LIMITS } from '../../protocol/index.ts';
import { isKeepableText } from '../store/keepable.ts';
import { placeKey } from './keys.ts';

/** A value of a column that both databases can keep. */
export type Cell = string | number | null;
type CellType = 'text' | 'text or null' | 'integer';
/** The cells of a row, by column. */
export type Cells = Readonly<Record<string, Cell>>;

/**
 * The view of identity numbers has an index of its own instead (store/identity.ts), and only phones have the view of visits.
 */
export type ViewTableName = Exclude<keyof typeof VIEWS, 'identities' | 'visits'>;

/** A table of the database that keeps the rows of a view. */
export interface ViewTable {
  readonly name: ViewTableName;
  readonly view: View<object>;
  readonly columns: Readonly<Record<string, CellType>>;
  /** @returns the cells of a row, not yet checked */
  cells(row: object): Readonly<Record<string, unknown>>;
}

function table<Row extends object>(
  name: ViewTableName,
  view: View<Row>,
  columns: ViewTable['columns'],
  cells: (row: Row) => Readonly<Record<string, unknown>>,
): ViewTable {
  return { name, view, columns, cells: (row) => cells(row as Row) };
}

/** The tables in the order in which they are written. */
export const VIEW_TABLES: readonly ViewTable[] = [
  table(
    'households',
    VIEWS.households,
    { number: 'text', hamlet: 'text', place: 'text', conflict: 'integer' },
    ({ number, hamlet, conflict }) => ({ number, hamlet, place: placeKey(hamlet, number), conflict: Number(conflict) }),
  ),
  table(
    'people',
    VIEWS.people,
    {
      household_id: 'text',
      name: 'text',
      name_key: 'text',
      birth_year: 'integer',
      birth_date: 'text or null',
      sex: 'text',
      subject_group: 'text',
      unit: 'text or null',
      is_head: 'integer',
      moved_out: 'integer',
      cccd_tail: 'text or null',
      cccd_hash: 'text or null',
      conflict: 'integer',
    },
    (row) => ({
      household_id: row.householdId,
      name: row.name,
      name_key: normalizeForSearch(row.name),
      birth_year: row.birthYear,
      birth_date: row.birthDate,
      sex: row.sex,
      subject_group: row.group,
      unit: row.unit,
      is_head: Number(row.isHead),
      moved_out: Number(row.movedOut),
      cccd_tail: row.cccdTail,
      cccd_hash: row.cccdHash,
      conflict: Number(row.conflict),
    }),
  ),
  table(
    'evaluations',
    VIEWS.evaluations,
    {
      subject_kind: 'text',
      subject_id: 'text',
      period: 'text',
      hamlet: 'text or null',
      unit: 'text or null',
      subject_group: 'text or null',
      status: 'text',
      verdict: 'text',
      total: 'integer',
      max_total: 'integer',
      author: 'text',
      finished_at: 'text',
      criteria_set: 'text',
      counted_rev_id: 'text or null',
      waiting: 'integer',
      conflict: 'integer',
    },
    (row) => ({
      subject_kind: row.subject.kind,
      subject_id: row.subject.id,
      period: row.period,
      hamlet: row.hamlet,
      unit: row.unit,
      subject_group: row.group,
      status: row.status,
      verdict: row.verdict,
      total: row.total,
      max_total: row.max,
      author: row.author,
      finished_at: row.finishedAt,
      criteria_set: row.criteriaSet,
      counted_rev_id: row.countedRevId,
      waiting: row.waiting,
      conflict: Number(row.conflict),
    }),
  ),
];

/**
 * Makes the cells of a row.
 * @throws TypeError naming the column that cannot hold its value
 */
export function checkedCells({ columns, cells }: ViewTable, row: object): Cells {
  const unchecked = cells(row);
  const checked: Record<string, Cell> = {};
  for (const column in columns) {
    const value = unchecked[column];
    if (!fits(columns[column] ?? 'text', value)) throw new TypeError(`${column} cannot be kept`);
    checked[column] = value;
  }
  return checked;
}

function fits(type: CellType, value: unknown): value is Cell {
  switch (type) {
    case 'integer':
      return Number.isInteger(value) && Math.abs(Number(value)) <= LIMITS.columnNumberMax;
    case 'text or null':
      return value === null || fits('text', value);
    case 'text':
      return typeof value === 'string' && isKeepableText(value);
  }
}
