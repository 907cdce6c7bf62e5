/**
 * The one contract of every journal, run wherever one can live: memory and a fake Cache beside this file, OPFS and the
 * real Cache in a browser (tests/browser/journal.test.ts). A further implementation starts by passing it.
 */
import { describe, expect, it } from 'vitest';
import type { Journal } from '../platform.ts';

/** Opens the journal of one disk once more: as after a restart, or as another tab while the first is open. */
export type OpenJournal = () => Promise<Journal>;

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = async (journal: Journal) => (await journal.readAll()).map((payload) => new TextDecoder().decode(payload));

/** @param newDisk gives an empty disk */
export function journalContract(name: string, newDisk: () => OpenJournal): void {
  describe(`journal in ${name}`, () => {
    it('keeps what was appended, in order, over a restart', async () => {
      const open = newDisk();
      const journal = await open();
      await journal.append([bytes('một'), bytes('hai')]);
      await journal.append([bytes('ba')]);
      expect(await texts(journal)).toEqual(['một', 'hai', 'ba']);
      const again = await open();
      await again.append([bytes('bốn')]);
      expect(await texts(await open())).toEqual(['một', 'hai', 'ba', 'bốn']);
      expect(await again.sizeBytes()).toBeGreaterThan(0);
    });

    it('is replaced whole, and goes on', async () => {
      const open = newDisk();
      const journal = await open();
      await journal.append([bytes('một'), bytes('hai')]);
      await journal.rewrite([bytes('hai')]);
      await journal.append([bytes('ba')]);
      expect(await texts(await open())).toEqual(['hai', 'ba']);
      await journal.rewrite([]);
      expect(await texts(await open())).toEqual([]);
    });

    it('starts empty', async () => {
      expect(await texts(await newDisk()())).toEqual([]);
    });

    it('takes what two tabs append in turn', async () => {
      const open = newDisk();
      const [first, second] = [await open(), await open()];
      await first.append([bytes('một')]);
      await second.append([bytes('hai')]);
      await first.append([bytes('ba')]);
      await second.append([bytes('bốn')]);
      expect(await texts(first)).toEqual(['một', 'hai', 'ba', 'bốn']);
      expect(await texts(second)).toEqual(['một', 'hai', 'ba', 'bốn']);
    });

    it('takes what one tab appends after the other rewrote it', async () => {
      const open = newDisk();
      const [first, second] = [await open(), await open()];
      await second.append([bytes('một'), bytes('hai')]);
      await first.rewrite([bytes('hai')]);
      await second.append([bytes('ba')]);
      expect(await texts(first)).toEqual(['hai', 'ba']);
      await second.rewrite([bytes('hai, ba')]);
      await first.append([bytes('bốn')]);
      expect(await texts(first)).toEqual(['hai, ba', 'bốn']);
      expect(await texts(second)).toEqual(['hai, ba', 'bốn']);
    });
  });
}
