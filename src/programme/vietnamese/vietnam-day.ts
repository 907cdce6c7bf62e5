/** Vietnam has one time zone and no summer time. */
const OFFSET_MS = 7 * 3_600_000;

/** @returns the day in Asia/Ho_Chi_Minh, as `2026-11-28` */
export function vietnamDay(millis: number): string {
  return new Date(millis + OFFSET_MS).toISOString().slice(0, 10);
}
