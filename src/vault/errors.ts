/** Errors of the world that the vault distinguishes. Their sentences are made at the screen. */

/** The device has no room. The only truth about space is the write that failed. */
export class QuotaFull extends Error {
  override readonly name = 'QuotaFull';
}

/** A pulled page has a row without its own hash, or is out of order: nothing of it is kept, and the cursor stays. */
export class InvalidPage extends Error {
  override readonly name = 'InvalidPage';
}

/** The journal could not be opened or written, because another tab holds it or the disk failed. */
export class JournalUnavailable extends Error {
  override readonly name = 'JournalUnavailable';
}

/** @returns whether the error, or the one that it wraps (Dexie wraps errors), is the browser's QuotaExceededError */
export function isQuota(error: unknown): boolean {
  if (error instanceof QuotaFull) return true;
  if (typeof error !== 'object' || error === null) return false;
  const { name, inner } = error as { name?: unknown; inner?: unknown };
  return name === 'QuotaExceededError' || (inner !== undefined && inner !== error && isQuota(inner));
}

/** Stops at an error in our own code. @throws Error where the condition does not hold */
export function assertVault(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Error(`vault: ${why}`);
}
