const SHOWN_DIGITS = 8;

/** @returns the beginning of a hash, enough to tell two sets apart by eye */
export function shortHash(sha256: string): string {
  return sha256.slice(0, SHOWN_DIGITS);
}
