/** Errors of the world that the vault tells apart. Sentences are made at the screen. */

/** The device has no room: the only truth about space is the write that failed. */
export class QuotaFull extends Error {
  override readonly name = 'QuotaFull';
}

/** A pulled page whose bytes do not have their own hash: nothing of it is kept, the cursor stays. */
export class InvalidPage extends Error {
  override readonly name = 'InvalidPage';
}

/** The journal could not be opened or written: another tab holds it, or the disk failed. */
export class JournalUnavailable extends Error {
  override readonly name = 'JournalUnavailable';
}

/** @returns whether the error, or what it wraps (Dexie wraps), is the browser's QuotaExceededError. */
export function isQuota(error: unknown): boolean {
  if (error instanceof QuotaFull) return true;
  if (typeof error !== 'object' || error === null) return false;
  const { name, inner } = error as { name?: unknown; inner?: unknown };
  return name === 'QuotaExceededError' || (inner !== undefined && inner !== error && isQuota(inner));
}

/** An error of ours: stops at once. */
export function assert(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Error(`vault: ${why}`);
}
