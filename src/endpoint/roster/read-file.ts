/** A roster file, .xlsx or .csv, as rows of named cells with their line numbers. What the cells mean is told by rows.ts. */
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

/** Dates of a spreadsheet are at midnight UTC. */
export type Cell = string | number | boolean | Date | null;

export interface RosterRow {
  /** As the spreadsheet counts: the first line of the file is 1. */
  readonly line: number;
  readonly cells: Readonly<Partial<Record<RosterColumn, Cell>>>;
}

export type RosterFile =
  | { readonly kind: 'rows'; readonly rows: readonly RosterRow[] }
  | {
      readonly kind: 'bad';
      readonly code: RosterFaultCode;
      readonly params: RosterFaultParams;
      /** In Vietnamese. */
      readonly sentence: string;
    };

/** A title, a date, a "Mẫu số…" may stand above the heading line; not more. */
const HEADER_WITHIN_LINES = 20;

interface Line {
  readonly line: number;
  readonly cells: readonly Cell[];
}

/**
 * @param name the file's name, for the sentence when it can't be read
 * @returns only rows with something in them; never throws for what a file may hold
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
      cells: Object.fromEntries(columns.map(([column, at]) => [column, cells[at] ?? null])) as RosterRow['cells'],
    }))
    .filter(({ cells }) => Object.values(cells).some((cell) => !isBlank(cell)));
  return { kind: 'rows', rows };
}

/** The first line that has all needed headings, else the one that lacks the fewest, for the sentence. */
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

export function isBlank(cell: Cell | undefined): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}
