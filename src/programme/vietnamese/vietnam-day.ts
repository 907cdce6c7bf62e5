/** Vietnam has one time zone and no summer time, and has had no other offset than +07:00 since 1975. */
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/**
 * The calendar day on which something happened in Việt Nam, whatever the time zone of the machine.
 * @param millis instant, in milliseconds since the epoch
 * @returns the day in Asia/Ho_Chi_Minh, as `2026-11-28`
 * @throws RangeError where the number is no instant
 */
export function vietnamDay(millis: number): string {
  return new Date(millis + OFFSET_MS).toISOString().slice(0, 10);
}

/**
 * @param day a day in Việt Nam, as `2026-11-28`
 * @returns the instant at which it begins, as an ISO instant in UTC
 * @throws RangeError where it is no day
 */
export function vietnamDayStart(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) - OFFSET_MS).toISOString();
}

/** @returns the instant at which the day after begins, as `vietnamDayStart` gives it. @throws RangeError where it is no day */
export function vietnamDayEnd(day: string): string {
  return new Date(Date.parse(vietnamDayStart(day)) + DAY_MS).toISOString();
}
