/** Small words between two starts of the app that nobody misses when they are gone: no personal data, no work. */

/** Private mode may forbid localStorage, and a full phone takes nothing: then a word lasts as long as the page. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
export function note(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // As above.
  }
}
