/** A journal that is opened at its first use, because what the start of the app does not need must not slow it. */
import type { Journal } from '../platform.ts';

/** @param kind the kind of the journal that `open` will give */
export function lazyJournal(kind: Journal['kind'], open: () => Promise<Journal>): Journal {
  let opened: Promise<Journal> | null = null;
  const ready = () => {
    opened ??= open();
    return opened;
  };
  return {
    kind,
    append: async (payloads) => (await ready()).append(payloads),
    readAll: async () => (await ready()).readAll(),
    rewrite: async (payloads) => (await ready()).rewrite(payloads),
    sizeBytes: async () => (await ready()).sizeBytes(),
    close: async () => (await opened)?.close(),
  };
}
