/** Reads one row of a roster file: its cells become an entry, or every reason why they cannot, each with its column. */
import { z } from 'zod';
import { type Citizen, readBirth } from '../../programme/index.ts';
import {
  type RosterColumn,
  type RosterFault,
  type RosterFaultCode,
  type RosterFaultParams,
  rosterFaultSentence,
} from '../../protocol/index.ts';
import { EXAMPLE_HAMLET } from './columns.ts';
import { type ImportRow, isBlank, type SheetCell } from './read-file.ts';
import { groupOf, relationOf, sexOf } from './vocabulary.ts';

/** What one row of a file has of a person. */
export type ImportEntry = Pick<Citizen, 'name' | 'birthYear'> &
  Partial<Pick<Citizen, 'birthDate' | 'sex' | 'relation' | 'group' | 'occupation' | 'unit'>> & {
    readonly hamlet: string;
    readonly number: string;
    readonly cccd?: string;
  };

/** The entry of a row, or its faults. */
export type ReadRow =
  | { readonly kind: 'entry'; readonly entry: ImportEntry }
  | { readonly kind: 'faulty'; readonly faults: readonly RosterFault[] };

/** @param today ISO date in Asia/Ho_Chi_Minh, after which no date of birth can be */
export function readRow({ line, cells }: ImportRow, today?: string): ReadRow {
  const parsed = entrySchema(today).safeParse(cells);
  if (parsed.success) return { kind: 'entry', entry: parsed.data };
  const faults = parsed.error.issues.map((issue) => {
    const params = issue.code === 'custom' ? (issue.params as RosterFaultParams | undefined) : undefined;
    return faultOf(line, issue.message as RosterFaultCode, issue.path[0] as RosterColumn | undefined, params);
  });
  return { kind: 'faulty', faults };
}

/** @returns a fault of a row with its sentence in Vietnamese */
export function faultOf(
  line: number,
  code: RosterFaultCode,
  column?: RosterColumn,
  params?: RosterFaultParams,
): RosterFault {
  return {
    line,
    ...(column !== undefined && { column }),
    code,
    ...(params !== undefined && { params }),
    sentence: rosterFaultSentence(code, params),
  };
}

type Context = z.core.$RefinementCtx;
const fail = (context: Context, code: RosterFaultCode, params: RosterFaultParams = {}) => {
  context.issues.push({ code: 'custom', message: code, params, input: params });
  return z.NEVER;
};

const cell = z.custom<SheetCell | undefined>(() => true).optional();

/** @returns the cell's text as it should have been typed: in NFC, with single spaces */
function textOf(value: SheetCell | undefined): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10).split('-').reverse().join('/');
  return isBlank(value) ? '' : String(value).normalize('NFC').replace(/\s+/g, ' ').trim();
}

const text = (max: number) =>
  cell.transform((value, context) => {
    const read = textOf(value);
    return read.length > max ? fail(context, 'too-long', { value: `${read.slice(0, 30)}…`, max }) : read || undefined;
  });

const needed = (max: number, missing: RosterFaultCode) =>
  text(max).transform((value, context) => value ?? fail(context, missing));

const word = <V extends string>(meaning: (word: string) => V | undefined, unknown: RosterFaultCode) =>
  cell.transform((value, context) => {
    const read = textOf(value);
    return read === '' ? undefined : (meaning(read) ?? fail(context, unknown, { value: read }));
  });

const name = needed(120, 'missing-name').transform((value, context) =>
  /\d/.test(value) ? fail(context, 'name-has-digits', { value }) : inTitleCase(value),
);

/** Lists are often kept in capitals; the phone shows names as people write them. */
function inTitleCase(value: string): string {
  if (value !== value.toLocaleUpperCase('vi')) return value;
  return value.toLocaleLowerCase('vi').replace(/(^|[\s-])(\p{L})/gu, (found) => found.toLocaleUpperCase('vi'));
}

const birth = (today: string | undefined) =>
  cell.transform((value, context) => {
    if (value === null || value === undefined || typeof value === 'boolean' || isBlank(value)) {
      return fail(context, 'missing-birth');
    }
    const read = readBirth(value, today);
    switch (read.kind) {
      case 'birth':
        return read;
      case 'unreadable':
        return fail(context, 'birth-unreadable', { value: textOf(value) });
      case 'impossible':
        return fail(context, 'birth-impossible', { value: textOf(value) });
      case 'out-of-range':
        return fail(context, 'birth-out-of-range', { value: read.year });
    }
  });

/**
 * Ten to twelve digits are taken, for Excel drops leading zeros; the year of birth then shows whether they were
 * dropped.
 */
const cccd = cell.transform((value, context) => {
  const typed = textOf(value);
  const digits = typed.replace(/[\s.'’-]/g, '');
  if (digits === '') return undefined;
  if (/^\d(?:[.,]\d+)?e\+?\d+$/i.test(typed)) return fail(context, 'cccd-rounded', { value: typed });
  return /^\d{10,12}$/.test(digits) ? digits : fail(context, 'cccd-digits', { value: typed });
});

/** Digit 4 stands for century and sex, digits 5 and 6 for the year (decree 137/2015, article 13). */
function fitsYear(number: string, birthYear: number): boolean {
  return (
    Math.floor(Number(number[3]) / 2) === Math.floor(birthYear / 100) - 19 &&
    Number(number.slice(4, 6)) === birthYear % 100
  );
}

const schemas = new Map<string | undefined, ReturnType<typeof makeSchema>>();
function entrySchema(today: string | undefined) {
  const known = schemas.get(today);
  if (known !== undefined) return known;
  schemas.clear();
  const schema = makeSchema(today);
  schemas.set(today, schema);
  return schema;
}

function makeSchema(today: string | undefined) {
  return z
    .object({
      hamlet: needed(100, 'missing-hamlet').transform((value, context) =>
        value === EXAMPLE_HAMLET ? fail(context, 'example-line') : value,
      ),
      number: needed(20, 'missing-number'),
      name,
      birth: birth(today),
      sex: word(sexOf, 'sex-unknown'),
      cccd,
      relation: word(relationOf, 'relation-unknown'),
      group: word(groupOf, 'group-unknown'),
      occupation: text(120),
      unit: text(160),
    })
    .transform(({ birth: { birthYear, birthDate }, ...rest }, context): ImportEntry => {
      const whole = rest.cccd?.padStart(12, '0');
      if (whole !== undefined && rest.cccd !== whole && !fitsYear(whole, birthYear)) {
        context.issues.push({
          code: 'custom',
          message: 'cccd-digits',
          params: { value: rest.cccd ?? '' },
          path: ['cccd'],
          input: rest.cccd,
        });
        return z.NEVER;
      }
      return defined({ ...rest, cccd: whole, birthYear, birthDate }) as ImportEntry;
    });
}

/** @returns the value without the members that are undefined, for a blank cell changes nothing */
function defined(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}
