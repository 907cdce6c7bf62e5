/**
 * The person whose store this window opens: remembered for the window over a reload, and for the next window. Only the store's
 * name is noted, which says nothing of the person; where it is forgotten the person is asked.
 */
import { note, recall } from '../may-be-forgotten.ts';

const KEY = 'cdht.person';
/** Stands for nobody: the window asks who is there. */
const NOBODY = '-';

/** @returns the store's name; null where nothing is remembered, '-' where the person is to be asked */
export function chosenStore(): string | null {
  try {
    return sessionStorage.getItem(KEY) ?? recall(KEY);
  } catch {
    return recall(KEY);
  }
}

/** @param store null: this window asks who one is, other windows stay as they are */
export function chooseStore(store: string | null): void {
  if (store !== null) note(KEY, store);
  try {
    sessionStorage.setItem(KEY, store ?? NOBODY);
  } catch {
    // Private mode may forbid the storage; the person is then asked again.
  }
}
