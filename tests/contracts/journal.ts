/**
 * Goal: whichever journal a phone has, what was appended is there after a restart, in order, for every tab, and only that.
 * Method: the same steps on a disk that is opened several times, as after a restart or by another tab. The contract runs over
 * memory, a Cache and OPFS in memory (journal.test.ts) and over those of a real browser (tests/browser/journal.test.ts).
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { Journal } from '../../src/vault/index.ts';

/** A place on which one journal lies. */
export interface JournalDisk {
  /** Opens the journal once more: as after a restart, or as another tab while the first is open. */
  open(): Promise<Journal>;
  /** Cuts the last byte that was written, as the end of the power does; absent where a test cannot reach the bytes. */
  tear?(): void | Promise<void>;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = async (journal: Journal) => (await journal.readAll()).map((payload) => new TextDecoder().decode(payload));

/**
 * @param name of the place, for the title
 * @param newDisk gives an empty disk
 */
export function journalContract(name: string, newDisk: () => JournalDisk): void {
  describe(`journal in ${name}`, () => {
    const opened = new Set<Journal>();
    const open = async (disk: JournalDisk) => {
      const journal = await disk.open();
      opened.add(journal);
      return journal;
    };
    const close = async (journal: Journal) => {
      opened.delete(journal);
      await journal.close();
    };
    afterEach(async () => {
      for (const journal of opened) await close(journal);
    });

    it('starts empty', async () => {
      const journal = await open(newDisk());
      expect(await texts(journal)).toEqual([]);
    });

    it('keeps what was appended, in order, over a restart', async () => {
      const disk = newDisk();
      const journal = await open(disk);
      await journal.append([bytes('một'), bytes('hai')]);
      await journal.append([bytes('ba')]);
      expect(await texts(journal)).toEqual(['một', 'hai', 'ba']);
      const again = await open(disk);
      await again.append([bytes('bốn')]);
      expect(await texts(await open(disk))).toEqual(['một', 'hai', 'ba', 'bốn']);
    });

    it('is opened again after it was closed', async () => {
      const disk = newDisk();
      const journal = await open(disk);
      await journal.append([bytes('một')]);
      await close(journal);
      expect(await texts(await open(disk))).toEqual(['một']);
    });

    it('is replaced whole, and goes on', async () => {
      const disk = newDisk();
      const journal = await open(disk);
      await journal.append([bytes('một'), bytes('hai')]);
      await journal.rewrite([bytes('hai')]);
      await journal.append([bytes('ba')]);
      expect(await texts(await open(disk))).toEqual(['hai', 'ba']);
      await journal.rewrite([]);
      expect(await texts(await open(disk))).toEqual([]);
    });

    it('has a size that grows with what is appended and shrinks with what is let go', async () => {
      const journal = await open(newDisk());
      await journal.append([bytes('một')]);
      const one = await journal.sizeBytes();
      expect(one).toBeGreaterThan(bytes('một').length);
      await journal.append([bytes('hai'), bytes('ba')]);
      expect(await journal.sizeBytes()).toBeGreaterThan(one);
      await journal.rewrite([bytes('ba')]);
      expect(await journal.sizeBytes()).toBeLessThanOrEqual(one);
    });

    it('appends all or nothing: a payload that no frame takes leaves what was there', async () => {
      const disk = newDisk();
      const journal = await open(disk);
      await journal.append([bytes('một')]);
      await expect(journal.append([bytes('hai'), bytes('')])).rejects.toThrow('frame size');
      await expect(journal.rewrite([bytes('hai'), bytes('')])).rejects.toThrow('frame size');
      await journal.append([bytes('ba')]);
      expect(await texts(await open(disk))).toEqual(['một', 'ba']);
    });

    it('keeps bytes of its own: what is changed after an append or a reading is not changed in it', async () => {
      const journal = await open(newDisk());
      const given = bytes('một');
      await journal.append([given]);
      given.fill(0);
      expect(await texts(journal)).toEqual(['một']);
    });

    it('takes what two tabs append in turn', async () => {
      const disk = newDisk();
      const [first, second] = [await open(disk), await open(disk)];
      await first.append([bytes('một')]);
      await second.append([bytes('hai')]);
      await first.append([bytes('ba')]);
      await second.append([bytes('bốn')]);
      expect(await texts(first)).toEqual(['một', 'hai', 'ba', 'bốn']);
      expect(await texts(second)).toEqual(['một', 'hai', 'ba', 'bốn']);
    });

    it('takes what one tab appends after the other rewrote it', async () => {
      const disk = newDisk();
      const [first, second] = [await open(disk), await open(disk)];
      await second.append([bytes('một'), bytes('hai')]);
      await first.rewrite([bytes('hai')]);
      await second.append([bytes('ba')]);
      expect(await texts(first)).toEqual(['hai', 'ba']);
      await second.rewrite([bytes('hai, ba')]);
      await first.append([bytes('bốn')]);
      expect(await texts(first)).toEqual(['hai, ba', 'bốn']);
      expect(await texts(second)).toEqual(['hai, ba', 'bốn']);
    });

    it('ends at the last whole frame where its end was torn, and goes on from there', async () => {
      const disk = newDisk();
      if (disk.tear === undefined) return;
      const journal = await open(disk);
      await journal.append([bytes('một'), bytes('hai')]);
      await close(journal);
      await disk.tear();
      const again = await open(disk);
      expect(await texts(again)).toEqual(['một']);
      await again.append([bytes('ba')]);
      expect(await texts(await open(disk))).toEqual(['một', 'ba']);
    });
  });
}
