/**
 * Which journal keeps the records of this phone, and what an earlier session may have left in the other one.
 *
 * The journal is in OPFS wherever the browser has it. It is in the Cache only where there is no OPFS (an older browser, a
 * private window), and in memory where there is neither; `Health.journal` shows which. Any other failure is thrown: that
 * another tab held the files for a while is no reason to write where the next start would not look.
 */
import { hashBytes } from '../../protocol/index.ts';
import { JournalUnavailable } from '../errors.ts';
import type { Journal } from '../platform.ts';
import { memoryJournal } from './journal-memory.ts';

/** The journals that a browser may have, each opened when it is asked for. */
export interface JournalPlaces {
  /** @throws JournalUnavailable whose message begins with the name of the browser's error */
  opfs(): Promise<Journal>;
  /** @throws where the browser gives no Cache either */
  cache(): Promise<Journal>;
  /** @returns null where no session of this phone ever used the Cache */
  leftInCache(): Promise<Journal | null>;
  /** Runs `work` while no tab writes to any journal. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Opens the journal of this phone, and brings into it what an earlier session left in the Cache.
 * @throws JournalUnavailable where OPFS is there but cannot be used now: to be tried again
 */
export async function chooseJournal(places: JournalPlaces): Promise<Journal> {
  let opfs: Journal;
  try {
    opfs = await places.opfs();
  } catch (error) {
    if (!meansNoOpfs(error)) throw error;
    console.warn('journal: no OPFS, using the cache', error);
    return await places.cache().catch((denied: unknown) => {
      console.warn('journal: no cache either, nothing outlives this window', denied);
      return memoryJournal();
    });
  }
  try {
    const left = await places.leftInCache();
    if (left !== null) await places.exclusive(() => bringOver(left, opfs));
  } catch (error) {
    // The frames stay where they are until the next start.
    console.warn('journal: what is in the cache was not brought over', error);
  }
  return opfs;
}

/**
 * Errors that mean that there is no OPFS. The function is missing (TypeError, ReferenceError), or the window is
 * private: Firefox answers with a SecurityError, a policy with a NotAllowedError.
 */
const NO_OPFS = /^(TypeError|ReferenceError|SecurityError|NotAllowedError)\b/;

function meansNoOpfs(error: unknown): boolean {
  return NO_OPFS.test(error instanceof JournalUnavailable ? error.message : String(error));
}

/** Appends to `to` the frames that it does not have, and empties `from` once `to` was read again with all of them. */
async function bringOver(from: Journal, to: Journal): Promise<void> {
  const frames = await from.readAll();
  if (frames.length === 0) return;
  const missingIn = async () => {
    const there = new Set((await to.readAll()).map(hashBytes));
    return frames.filter((frame) => !there.has(hashBytes(frame)));
  };
  // A start that was killed between the two steps has appended them already.
  const missing = await missingIn();
  if (missing.length > 0) await to.append(missing);
  if ((await missingIn()).length === 0) await from.rewrite([]);
}
