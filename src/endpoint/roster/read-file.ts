/** Reads a roster file, .xlsx or .csv, as rows of named cells with their line numbers (rows.ts reads what the cells mean). */
import {
  ROSTER_LIMITS,
  type RosterColumn,
  type RosterFaultCode,
  type RosterFaultParams,
  rosterFaultSentence,
} from '../../protocol/index.ts';
import { HEADERS, type Header, readHeader } from './columns.ts';
import { readCsv } from './csv.ts';
import { readXlsx } from './read-xlsx.ts';

/** The value of a cell; dates of a spreadsheet are at midnight UTC. */
export type SheetCell = string | number | boolean | Date | null;

/** A row of a file with its named cells. */
export interface ImportRow {
  /** The line as a spreadsheet counts: the first line of the file is 1. */
  readonly line: number;
  readonly cells: Readonly<Partial<Record<RosterColumn, SheetCell>>>;
}

/** The rows of a file, or why it cannot be read. */
export type RosterFile =
  | { readonly kind: 'rows'; readonly rows: readonly ImportRow[] }
  | {
      readonly kind: 'bad';
      readonly code: RosterFaultCode;
      readonly params: RosterFaultParams;
      /** The reason in Vietnamese. */
      readonly sentence: string;
    };

/** The heading line is looked for in the first lines only: a title, a date or a "Mẫu số…" may be above it. */
const HEADER_WITHIN_LINES = 20;

interface Line {
  readonly line: number;
  readonly cells: readonly SheetCell[];
}

/**
 * Reads a file; it never throws for what a file may hold.
 * @param name the file's name, for the sentence when the file cannot be read
 * @returns only rows with something in them
 */
export async function readRosterFile(bytes: Uint8Array, name = ''): Promise<RosterFile> {
  const lines = await readLines(bytes, name);
  return 'kind' in lines ? lines : nameCells(lines);
}

function bad(code: RosterFaultCode, params: RosterFaultParams = {}): RosterFile & { kind: 'bad' } {
  return { kind: 'bad', code, params, sentence: rosterFaultSentence(code, params) };
}

async function readLines(bytes: Uint8Array, name: string): Promise<readonly Line[] | (RosterFile & { kind: 'bad' })> {
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return bad('old-excel');
  if (startsWith(bytes, [0x50, 0x4b])) {
    const read = await readXlsx(bytes);
    if (read.kind === 'rows') return read.rows.map((cells, index) => ({ line: index + 1, cells }));
    if (read.at !== undefined) return bad('cell-unreadable', { line: read.at.row, column: read.at.column });
    return bad('not-readable', { file: name });
  }
  if (bytes.includes(0)) return bad('not-readable', { file: name });
  const read = readCsv(bytes);
  if (read.kind === 'rows') return read.rows;
  return read.code === 'not-utf8' ? bad('not-utf8') : bad(read.code, { line: read.line });
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function nameCells(lines: readonly Line[]): RosterFile {
  const filled = lines.filter(({ cells }) => cells.some((cell) => !isBlank(cell)));
  if (filled.length === 0) return bad('empty-file');
  const { index, header } = findHeader(filled);
  if (header.kind === 'missing') {
    return bad('no-header', { columns: header.columns.map((column) => HEADERS[column]).join(', ') });
  }
  if (header.kind === 'twice') return bad('column-twice', { column: HEADERS[header.column] });
  const body = filled.slice(index + 1);
  if (body.length > ROSTER_LIMITS.rowsMax) return bad('too-many-rows', { max: ROSTER_LIMITS.rowsMax });
  const columns = [...header.at];
  const rows = body
    .map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(columns.map(([column, at]) => [column, cells[at] ?? null])) as ImportRow['cells'],
    }))
    .filter(({ cells }) => Object.values(cells).some((cell) => !isBlank(cell)));
  return { kind: 'rows', rows };
}

/** @returns the first line that has all needed headings, else the line that lacks the fewest, which the sentence then names */
function findHeader(lines: readonly Line[]): { index: number; header: Header } {
  let nearest: { index: number; header: Header } = { index: 0, header: readHeader([]) };
  for (const [index, { cells }] of lines.slice(0, HEADER_WITHIN_LINES).entries()) {
    const header = readHeader(cells.map((cell) => (typeof cell === 'string' ? cell : '')));
    if (header.kind !== 'missing') return { index, header };
    if (nearest.header.kind === 'missing' && header.columns.length < nearest.header.columns.length) {
      nearest = { index, header };
    }
  }
  return nearest;
}

/** @returns whether a cell has nothing in it */
export function isBlank(cell: SheetCell | undefined): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}
