/**
 * Which dates are possible: births from 1900 to 2100, everything else (a visit, a finished form, a phone's clock) from 2020 to
 * 2100. A member holds a date where its name is `at` or ends in `At` or `Date`.
 */
const BIRTH_YEARS = [1900, 2100] as const;
const YEARS = [2020, 2100] as const;
const DATE_NAME = /^at$|(At|Date)$/;

/** @returns whether a date is possible. @param text a date `YYYY-MM-DD`, or an ISO 8601 instant */
export function isSaneDate(text: string, [from, to]: readonly [number, number] = YEARS): boolean {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return false;
  const year = date.getUTCFullYear();
  // `new Date` takes 31 February for 3 March.
  const isDay = !/^\d{4}-\d{2}-\d{2}$/.test(text) || date.toISOString().startsWith(text);
  return isDay && year >= from && year <= to;
}

/** @returns paths of the members of a payload that hold an impossible date; [] also where there is no payload */
export function impossibleDates(payload: unknown): (string | number)[][] {
  if (typeof payload !== 'object' || payload === null) return [];
  return Object.entries(payload).flatMap(([name, value]) => {
    const key = Array.isArray(payload) ? Number(name) : name;
    if (typeof value !== 'string') return impossibleDates(value).map((path) => [key, ...path]);
    if (!DATE_NAME.test(name)) return [];
    return isSaneDate(value, name === 'birthDate' ? BIRTH_YEARS : YEARS) ? [] : [[key]];
  });
}
