/** The one contract of every journal. A third implementation starts by passing it; OPFS passes it in a real browser. */
import { describe, expect, it } from 'vitest';
import type { Journal } from './api.ts';
import { type CacheLike, cacheJournal } from './journal-cache.ts';
import { memoryJournal } from './journal-memory.ts';

function fakeCache(): CacheLike {
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    match: async (url) => (held.has(url) ? new Response(held.get(url)) : undefined),
    async put(url, response) {
      held.set(url, new Uint8Array(await response.arrayBuffer()));
    },
    delete: async (url) => held.delete(url),
    keys: async () => [...held.keys()].map((url) => ({ url })),
  };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = async (journal: Journal) => (await journal.readAll()).map((payload) => new TextDecoder().decode(payload));

const disks: Record<string, () => () => Promise<Journal>> = {
  memory: () => {
    const disk = { bytes: new Uint8Array() };
    return async () => memoryJournal(disk);
  },
  cache: () => {
    const cache = fakeCache();
    return () => cacheJournal(cache);
  },
};

describe.each(Object.entries(disks))('journal in %s', (_, newDisk) => {
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
  });

  it('starts empty', async () => {
    expect(await texts(await newDisk()())).toEqual([]);
  });
});

it('a rewrite of the cache killed before the switch leaves the old journal', async () => {
  const cache = fakeCache();
  const journal = await cacheJournal(cache);
  await journal.append([bytes('một')]);
  const dying: CacheLike = {
    ...cache,
    put: (url, response) => (url.endsWith('current') ? Promise.reject(new Error('killed')) : cache.put(url, response)),
  };
  await expect((await cacheJournal(dying)).rewrite([bytes('hai')])).rejects.toThrow('killed');
  expect(await texts(await cacheJournal(cache))).toEqual(['một']);
});

it('a torn tail in memory is cut and written over', async () => {
  const disk = { bytes: new Uint8Array() };
  const journal = memoryJournal(disk);
  await journal.append([bytes('một'), bytes('hai')]);
  disk.bytes = disk.bytes.subarray(0, disk.bytes.length - 1);
  await journal.append([bytes('ba')]);
  expect(await texts(journal)).toEqual(['một', 'ba']);
});
