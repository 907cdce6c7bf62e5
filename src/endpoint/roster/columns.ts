/** Which column of a file is which: header names in any order, with or without tones, under the usual names. */
import { normalizeForSearch } from '../../programme/index.ts';
import { ROSTER_COLUMNS, type RosterColumn } from '../../protocol/index.ts';

/** Header names of the template. */
export const HEADERS: Readonly<Record<RosterColumn, string>> = {
  hamlet: 'Ấp',
  number: 'Số hộ',
  name: 'Họ tên',
  birth: 'Ngày/năm sinh',
  sex: 'Giới tính',
  cccd: 'CCCD',
  relation: 'Quan hệ',
  group: 'Nhóm',
  occupation: 'Nghề',
  unit: 'Đơn vị',
};

/** The hamlet of the template's example lines, by which they are recognised where they were left in. */
export const EXAMPLE_HAMLET = 'Ví dụ 1';

/** Header names as they are compared: normalized for search, without punctuation. */
const ALIASES: Readonly<Record<RosterColumn, readonly string[]>> = {
  hamlet: ['ap', 'ten ap', 'ap khu vuc', 'ap khom', 'ap khu pho', 'khu vuc', 'khom', 'thon', 'hamlet'],
  number: ['so ho', 'ho so', 'ma ho', 'so thu tu ho', 'stt ho', 'so ho gia dinh', 'household', 'household number'],
  name: ['ho ten', 'ho va ten', 'ho ten day du', 'ho ten cong dan', 'ten', 'name', 'full name'],
  birth: [
    'ngay nam sinh',
    'ngay sinh',
    'nam sinh',
    'ngay thang nam sinh',
    'ngay sinh nam sinh',
    'ngay sinh hoac nam sinh',
    'sinh ngay',
    'ns',
    'birth',
    'date of birth',
    'year of birth',
  ],
  sex: ['gioi tinh', 'gioi', 'phai', 'nam nu', 'gt', 'sex', 'gender'],
  cccd: [
    'cccd',
    'so cccd',
    'can cuoc',
    'can cuoc cong dan',
    'so can cuoc',
    'so can cuoc cong dan',
    'so dinh danh',
    'so dinh danh ca nhan',
    'ma dinh danh',
    'cccd so dinh danh',
    'so cccd so dinh danh',
  ],
  relation: ['quan he', 'quan he voi chu ho', 'quan he chu ho', 'qh', 'qh voi chu ho', 'relation'],
  group: ['nhom', 'nhom doi tuong', 'doi tuong', 'nhom phieu', 'group'],
  occupation: ['nghe', 'nghe nghiep', 'cong viec', 'occupation', 'job'],
  unit: ['don vi', 'don vi cong tac', 'don vi hoc tap', 'noi lam viec', 'noi cong tac', 'co quan', 'truong', 'unit'],
};

const COLUMN_OF = new Map<string, RosterColumn>(
  ROSTER_COLUMNS.flatMap((column) => ALIASES[column].map((alias) => [alias, column] as const)),
);

/** Rows cannot be distinguished without these columns; a file without one of the others changes nothing of it. */
const NEEDED: readonly RosterColumn[] = ['hamlet', 'number', 'name', 'birth'];

/** Where each column is in a file, or why that cannot be found. */
export type Header =
  | { readonly kind: 'found'; readonly at: ReadonlyMap<RosterColumn, number> }
  | { readonly kind: 'twice'; readonly column: RosterColumn }
  | { readonly kind: 'missing'; readonly columns: readonly RosterColumn[] };

/** @param cells one line of the file, as text */
export function readHeader(cells: readonly string[]): Header {
  const at = new Map<RosterColumn, number>();
  let twice: RosterColumn | undefined;
  for (const [index, cell] of cells.entries()) {
    const column = COLUMN_OF.get(headerKey(cell));
    if (column === undefined) continue;
    if (at.has(column)) twice ??= column;
    else at.set(column, index);
  }
  const missing = NEEDED.filter((column) => !at.has(column));
  if (missing.length > 0) return { kind: 'missing', columns: missing };
  return twice === undefined ? { kind: 'found', at } : { kind: 'twice', column: twice };
}

/** "Ngày / năm sinh (*)" and "ngay nam sinh" are the same heading. */
function headerKey(cell: string): string {
  return normalizeForSearch(cell.replace(/\(.*?\)/g, ' '))
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
