/** The contract of a journal over each one that runs outside of a browser: memory, a Cache, and OPFS files behind their worker. */
import { afterAll, expect, it, vi } from 'vitest';
import { memoryJournal } from '../../src/vault/index.ts';
import { cacheJournal } from '../../src/vault/journal/journal-cache.ts';
import { opfsJournal } from '../../src/vault/journal/journal-opfs.ts';
import { cacheInMemory, opfsInMemory } from './disks.ts';
import { journalContract } from './journal.ts';

const folders = opfsInMemory();
afterAll(() => vi.unstubAllGlobals());

const torn = <Bytes extends Uint8Array>(bytes: Bytes) => bytes.slice(0, -1) as Bytes;

journalContract('memory', () => {
  const disk = { bytes: new Uint8Array() };
  return {
    open: async () => memoryJournal(disk),
    tear: () => {
      disk.bytes = torn(disk.bytes);
    },
  };
});

journalContract('a Cache in memory', () => {
  const { cache, held } = cacheInMemory();
  let tabs = 0;
  return {
    open: async () => cacheJournal(cache, `tab ${tabs++}`),
    tear: () => {
      for (const [url, bytes] of held) if (!url.endsWith('/current')) held.set(url, torn(bytes));
    },
  };
});

let disks = 0;
const newOpfsDisk = () => {
  const name = `journal-${disks++}`;
  return {
    open: () => opfsJournal(name),
    tear: () => {
      for (const file of folders.get(name)?.values() ?? []) file.bytes = torn(file.bytes);
    },
  };
};
journalContract('OPFS in memory', newOpfsDisk);

it('OPFS in memory is as exclusive as a browser’s: a second tab has to ask for the files', async () => {
  const { open } = newOpfsDisk();
  const [first, second] = [await open(), await open()];
  await first.append([new TextEncoder().encode('một')]);
  const [file] = folders.get(`journal-${disks - 1}`)?.values() ?? [];
  await expect(file?.createSyncAccessHandle()).rejects.toThrow('a handle is open');
  expect(await second.readAll()).toHaveLength(1);
  await first.close();
  await second.close();
});
