/** Vietnam has one time zone and no summer time, and has had no other offset than +07:00 since 1975. */
const OFFSET_MS = 7 * 3_600_000;

/**
 * The calendar day on which something happened in Việt Nam, whatever the time zone of the machine.
 * @param millis instant, in milliseconds since the epoch
 * @returns the day in Asia/Ho_Chi_Minh, as `2026-11-28`
 * @throws RangeError where the number is no instant
 */
export function vietnamDay(millis: number): string {
  return new Date(millis + OFFSET_MS).toISOString().slice(0, 10);
}
