/** Small words between two starts of the app that nobody misses when they are gone: no personal data, no work. */

/** Holds the words where private mode forbids localStorage, or the phone is full: they then last as long as the page. */
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
    // The word stays in `page`.
  }
}
