/** Minutes of Việt Nam as people type them. They are apart from its days, which every phone loads first. */

/** Việt Nam's time is so many milliseconds ahead of UTC. */
const AHEAD_MS = 7 * 3_600_000;

/**
 * @param millis instant, in milliseconds since the epoch
 * @returns its minute in Việt Nam, as a field of a browser has it: `2026-11-28T09:30`
 */
export function vietnamMinute(millis: number): string {
  return new Date(millis + AHEAD_MS).toISOString().slice(0, 16);
}

/** @returns the ISO instant in UTC of a minute in Việt Nam, as `vietnamMinute` writes it; null where it is none */
export function instantOfVietnamMinute(text: string): string | null {
  const millis = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? Date.parse(`${text}:00.000Z`) : Number.NaN;
  return Number.isNaN(millis) ? null : new Date(millis - AHEAD_MS).toISOString();
}
