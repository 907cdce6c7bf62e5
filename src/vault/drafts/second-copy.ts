/** The second copy of a draft or of the session: in the journal, which outlives a wiped database. */
import { type Entry, encodeEntry } from '../journal/entries.ts';
import type { Core } from '../records/core.ts';
import { withoutReserve } from '../upkeep/storage-reserve.ts';

/** Appends to the journal what the database has already. A failure is only logged: it must not fail the save. */
export async function alsoJournal(core: Core, entry: Entry): Promise<void> {
  try {
    const frame = await encodeEntry(core.platform.encryption, entry);
    await withoutReserve(core, () => core.platform.journal.append([frame]));
  } catch (error) {
    console.warn('journal: second copy not written', entry.kind, error);
  }
}
