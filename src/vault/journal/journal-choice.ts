/**
 * Which journal keeps the records of this phone, and what an earlier session may have left in the other one.
 *
 * OPFS, wherever the browser has it. The Cache only where it has none: an older browser, a private window. Memory where
 * both are refused, and then `Health.journal` says so. Any other failure is thrown: that another tab held the files for a
 * while is no reason to write where the next start would not look.
 */
import { hashBytes } from '../../protocol/index.ts';
import { JournalUnavailable } from '../errors.ts';
import type { Journal } from '../platform.ts';
import { memoryJournal } from './journal-memory.ts';

export interface JournalPlaces {
  /** @throws JournalUnavailable whose message begins with the name of the browser's error */
  opfs(): Promise<Journal>;
  /** @throws where the browser refuses it too */
  cache(): Promise<Journal>;
  /** null where no session of this phone ever used the Cache. */
  leftInCache(): Promise<Journal | null>;
  /** Runs `work` while no tab writes to any journal. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
}

/** @throws JournalUnavailable where OPFS is there but cannot be used now: to be tried again */
export async function chooseJournal(places: JournalPlaces): Promise<Journal> {
  let opfs: Journal;
  try {
    opfs = await places.opfs();
  } catch (error) {
    if (!meansNoOpfs(error)) throw error;
    console.warn('journal: no OPFS, using the cache', error);
    return await places.cache().catch((refused: unknown) => {
      console.warn('journal: no cache either, nothing outlives this window', refused);
      return memoryJournal();
    });
  }
  try {
    const left = await places.leftInCache();
    if (left !== null) await places.exclusive(() => bringOver(left, opfs));
  } catch (error) {
    // It stays where it is until the next start.
    console.warn('journal: what is in the cache was not brought over', error);
  }
  return opfs;
}

/**
 * A function that is not there (TypeError, ReferenceError), or a private window: Firefox answers with a SecurityError, a
 * policy with a NotAllowedError.
 */
const NO_OPFS = /^(TypeError|ReferenceError|SecurityError|NotAllowedError)\b/;

function meansNoOpfs(error: unknown): boolean {
  return NO_OPFS.test(error instanceof JournalUnavailable ? error.message : String(error));
}

/** The frames that `to` does not have are appended to it, and `from` is emptied once `to` was read again with all of them. */
async function bringOver(from: Journal, to: Journal): Promise<void> {
  const frames = await from.readAll();
  if (frames.length === 0) return;
  const missingIn = async () => {
    const there = new Set((await to.readAll()).map(hashBytes));
    return frames.filter((frame) => !there.has(hashBytes(frame)));
  };
  // A start killed between the two steps has brought them already.
  const missing = await missingIn();
  if (missing.length > 0) await to.append(missing);
  if ((await missingIn()).length === 0) await from.rewrite([]);
}
