/**
 * A small strict CSV reader: UTF-8 with or without a byte order mark; comma, semicolon or tab, taken from the first line
 * that has one; RFC 4180 quotes, also around line breaks. A file that it cannot read for sure is bad, with the line.
 */

/** A row of a CSV file. */
export interface CsvRow {
  /** The line at which the row starts; the first line is 1. */
  readonly line: number;
  readonly cells: readonly string[];
}
/** The rows of a file, or why it cannot be read. */
export type CsvResult =
  | { readonly kind: 'rows'; readonly rows: readonly CsvRow[] }
  | { readonly kind: 'bad'; readonly code: 'not-utf8' }
  | { readonly kind: 'bad'; readonly code: 'quote-open' | 'quote-inside'; readonly line: number };

/** @returns all rows, or why the file cannot be read */
export function readCsv(bytes: Uint8Array): CsvResult {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return { kind: 'bad', code: 'not-utf8' };
  }
  return split(text, delimiterOf(text));
}

const DELIMITERS = [';', '\t', ','] as const;

/** @returns the delimiter that occurs most outside of quotes in the first line that has any */
function delimiterOf(text: string): string {
  for (const line of text.split(/\r?\n|\r/, 20)) {
    const bare = line.replace(/"[^"]*"/g, '');
    const counted = DELIMITERS.map((mark) => [mark, bare.split(mark).length - 1] as const);
    const [mark, count] = counted.reduce((most, next) => (next[1] > most[1] ? next : most));
    if (count > 0) return mark;
  }
  return ',';
}

function split(text: string, delimiter: string): CsvResult {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let rowLine = 1;
  let at = 0;
  const endRow = () => {
    rows.push({ line: rowLine, cells });
    cells = [];
    rowLine = line;
  };
  while (at < text.length) {
    if (text[at] === '"') {
      const quoteLine = line;
      const quoted = readQuoted(text, at);
      if (quoted === null) return { kind: 'bad', code: 'quote-open', line: quoteLine };
      cells.push(quoted.value);
      line += quoted.value.split('\n').length - 1;
      at = quoted.next;
      const after = text[at];
      if (after !== undefined && after !== delimiter && after !== '\n' && after !== '\r') {
        return { kind: 'bad', code: 'quote-inside', line };
      }
    } else {
      const end = plainEnd(text, at, delimiter);
      const value = text.slice(at, end);
      if (value.includes('"')) return { kind: 'bad', code: 'quote-inside', line };
      cells.push(value);
      at = end;
    }
    if (text[at] === delimiter) {
      at += 1;
      // A delimiter at the very end opens one more, empty cell.
      if (at === text.length || text[at] === '\n' || text[at] === '\r') cells.push('');
      else continue;
    }
    if (at >= text.length) break;
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    line += 1;
    endRow();
  }
  if (cells.length > 0) endRow();
  return { kind: 'rows', rows };
}

/**
 * Reads a quoted cell.
 * @param open place of its opening quote
 * @returns its value and the place behind its closing quote; null where there is none
 */
function readQuoted(text: string, open: number): { value: string; next: number } | null {
  let from = open + 1;
  let value = '';
  for (;;) {
    const close = text.indexOf('"', from);
    if (close < 0) return null;
    value += text.slice(from, close);
    if (text[close + 1] !== '"') return { value, next: close + 1 };
    value += '"';
    from = close + 2;
  }
}

function plainEnd(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}
