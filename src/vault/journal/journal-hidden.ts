/**
 * A journal whose files are released while its tab is hidden. A hidden tab may be frozen together with its journal's
 * worker, and then it answers no other tab that asks for the files. So the files are released when the tab is hidden,
 * and after each operation while it is. The worker closes them between two operations and opens them anew at its next
 * one, so that nothing can be torn by it.
 */
import type { Journal } from '../platform.ts';

/** The part of `document` that is used. */
export type Hideable = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/** @param letGo asks the worker to close its files when it has done what it was asked before */
export function releasedWhileHidden(journal: Journal, page: Hideable, letGo: () => void): Journal {
  const whenHidden = () => {
    if (page.visibilityState === 'hidden') letGo();
  };
  const then = async <T>(done: Promise<T>): Promise<T> => {
    try {
      return await done;
    } finally {
      whenHidden();
    }
  };
  page.addEventListener('visibilitychange', whenHidden);
  return {
    kind: journal.kind,
    append: (payloads) => then(journal.append(payloads)),
    readAll: () => then(journal.readAll()),
    rewrite: (payloads) => then(journal.rewrite(payloads)),
    sizeBytes: () => then(journal.sizeBytes()),
    close() {
      page.removeEventListener('visibilitychange', whenHidden);
      return journal.close();
    },
  };
}
