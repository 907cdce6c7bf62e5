/** A date or a year of birth, in the many ways in which spreadsheets hold it. */

/** What a cell says of a birth: at least the year, or why it cannot be read. Dates are ISO. */
export type Birth =
  | { readonly kind: 'birth'; readonly birthYear: number; readonly birthDate?: string }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'impossible' }
  | { readonly kind: 'out-of-range'; readonly year: number };

/** First and last year of birth that a citizen's record may have (kinds/citizen.ts). */
const YEAR_MIN = 1900;
const YEAR_MAX = 2100;
/** Excel counts days; its day 25,569 is 1970-01-01. Numbers up to YEAR_MAX are years: 1905 is no date of birth today. */
const SERIAL_OF_1970 = 25_569;
const SERIAL_MAX = 73_415;
const DAY_MS = 86_400_000;

/**
 * Reads a cell of a roster file.
 * @param cell `05/03/1962`, `5-3-1962`, `1962-03-05`, `00/00/1962` (day unknown), `1962`, a date or a day count of Excel
 * @param today ISO date; nobody is born after it
 */
export function readBirth(cell: string | number | Date, today?: string): Birth {
  if (cell instanceof Date) return onDay(cell.getUTCFullYear(), cell.getUTCMonth() + 1, cell.getUTCDate(), today);
  const text = String(cell).trim();
  if (/^\d+(\.\d+)?$/.test(text)) return ofNumber(Number(text), today);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return onDay(Number(iso[1]), Number(iso[2]), Number(iso[3]), today);
  const local = /^(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})$/.exec(text);
  if (!local) return { kind: 'unreadable' };
  const [day, month, year] = [Number(local[1]), Number(local[2]), Number(local[3])];
  return day === 0 && month === 0 ? inYear(year, today) : onDay(year, month, day, today);
}

function ofNumber(value: number, today: string | undefined): Birth {
  if (value <= YEAR_MAX) return Number.isInteger(value) ? inYear(value, today) : { kind: 'unreadable' };
  if (value > SERIAL_MAX) return { kind: 'unreadable' };
  return readBirth(new Date((Math.floor(value) - SERIAL_OF_1970) * DAY_MS), today);
}

function inYear(year: number, today: string | undefined): Birth {
  const last = today === undefined ? YEAR_MAX : Number(today.slice(0, 4));
  return year >= YEAR_MIN && year <= last ? { kind: 'birth', birthYear: year } : { kind: 'out-of-range', year };
}

function onDay(year: number, month: number, day: number, today: string | undefined): Birth {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return { kind: 'impossible' };
  const inItsYear = inYear(year, today);
  if (inItsYear.kind !== 'birth') return inItsYear;
  const birthDate = date.toISOString().slice(0, 10);
  return today !== undefined && birthDate > today ? { kind: 'out-of-range', year } : { ...inItsYear, birthDate };
}
