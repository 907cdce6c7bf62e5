/** Goal: what offices export as CSV is read cell by cell with true line numbers; what is ambiguous is bad, with its line. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';

const read = (text: string) => readCsv(new TextEncoder().encode(text));
const cellsOf = (text: string) => {
  const result = read(text);
  return result.kind === 'rows' ? result.rows.map(({ cells }) => cells) : result;
};

describe('a CSV file', () => {
  it('is read with a byte order mark, with semicolons, tabs or commas, with any line end', () => {
    const expected = [
      ['Ấp', 'Họ tên'],
      ['Kinh 1', 'Đặng Thị Hòa'],
    ];
    expect(cellsOf('\uFEFFẤp;Họ tên\r\nKinh 1;Đặng Thị Hòa\r\n')).toEqual(expected);
    expect(cellsOf('Ấp\tHọ tên\nKinh 1\tĐặng Thị Hòa')).toEqual(expected);
    expect(cellsOf('Ấp,Họ tên\rKinh 1,Đặng Thị Hòa\r')).toEqual(expected);
  });

  it('keeps delimiters, quotes and line breaks that stand in quotes, and counts their lines', () => {
    const result = read('a,b\n"x, ""y""\nz",2\n\n3,\n');
    expect(result).toEqual({
      kind: 'rows',
      rows: [
        { line: 1, cells: ['a', 'b'] },
        { line: 2, cells: ['x, "y"\nz', '2'] },
        { line: 4, cells: [''] },
        { line: 5, cells: ['3', ''] },
      ],
    });
  });

  it('is bad, with its line, when quotes are wrong, or when it is not UTF-8', () => {
    expect(read('a,b\n"x,2\n3,4')).toEqual({ kind: 'bad', code: 'quote-open', line: 2 });
    expect(read('a,b\n"x"y,2')).toEqual({ kind: 'bad', code: 'quote-inside', line: 2 });
    expect(read('a,b\n1,2\nx"y,2')).toEqual({ kind: 'bad', code: 'quote-inside', line: 3 });
    expect(readCsv(Uint8Array.of(0xd0, 0x2c, 0xff))).toEqual({ kind: 'bad', code: 'not-utf8' });
  });

  it('gives back any table that was written by the book', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ấ', ' ', '"', ',', ';', '\n', '7') });
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t'), (rows, delimiter) => {
        const quote = (value: string) => `"${value.replaceAll('"', '""')}"`;
        const text = [['h', 'i', 'j'], ...rows.map((row) => row.map(quote))]
          .map((row) => row.join(delimiter))
          .join('\n');
        expect(cellsOf(text)).toEqual([['h', 'i', 'j'], ...rows]);
      }),
    );
  });
});
