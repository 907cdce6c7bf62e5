/**
 * Goal: the journal in the Cache survives what only it can suffer; what all journals promise is in tests/contracts/journal.ts. Method: a
 * fake Cache that is killed, or that another tab changes, just before one of its operations.
 */
import { expect, it } from 'vitest';
import { cacheInMemory } from '../../../tests/contracts/disks.ts';
import type { Journal } from '../platform.ts';
import { type CacheLike, cacheJournal } from './journal-cache.ts';

const fakeCache = () => cacheInMemory().cache;

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = async (journal: Journal) => (await journal.readAll()).map((payload) => new TextDecoder().decode(payload));

it('the cache killed at any write reads as the old or the new, and goes on', async () => {
  const acts = [
    (journal: Journal) => journal.append([bytes('một'), bytes('hai')]),
    (journal: Journal) => journal.rewrite([bytes('hai')]),
    (journal: Journal) => journal.append([bytes('ba')]),
    (journal: Journal) => journal.rewrite([bytes('hai'), bytes('ba')]),
  ];
  const contents = ['', 'một hai', 'hai', 'hai ba', 'hai ba'];
  let whole = false;
  for (let left = 0; !whole; left++) {
    const cache = fakeCache();
    let steps = left;
    const step = () => {
      steps -= 1;
      if (steps < 0) throw new Error('killed');
    };
    const dying: CacheLike = {
      ...cache,
      async put(url, response) {
        step();
        await cache.put(url, response);
      },
      async delete(url) {
        step();
        return await cache.delete(url);
      },
    };
    let done = 0;
    try {
      const journal = await cacheJournal(dying);
      for (const act of acts) {
        await act(journal);
        done += 1;
      }
      whole = true;
    } catch (error) {
      expect(String(error)).toContain('killed');
    }
    const found = (await texts(await cacheJournal(cache))).join(' ');
    expect(contents.slice(done, done + 2)).toContain(found);
    const next = await cacheJournal(cache);
    await next.rewrite([...(await next.readAll()), bytes('bốn')]);
    await next.append([bytes('năm')]);
    expect((await texts(await cacheJournal(cache))).join(' ')).toBe(`${found} bốn năm`.trim());
  }
});

it('two tabs over one cache lose nothing of each other, also where one rewrites', async () => {
  const cache = fakeCache();
  const [one, other] = [await cacheJournal(cache), await cacheJournal(cache)];
  await one.append([bytes('một')]);
  await other.append([bytes('hai')]);
  await one.append([bytes('ba')]);
  expect(await texts(other)).toEqual(['một', 'hai', 'ba']);
  await one.rewrite([bytes('ba')]);
  await other.append([bytes('bốn')]);
  await one.append([bytes('năm')]);
  expect(await texts(other)).toEqual(['ba', 'bốn', 'năm']);
});

/** A cache in which something happens just before one of its operations. */
function disturbed(cache: CacheLike, operation: 'keys' | 'put', happens: () => Promise<void>): CacheLike {
  let waiting = true;
  const before = async () => {
    if (waiting) {
      waiting = false;
      await happens();
    }
  };
  return {
    ...cache,
    keys: async () => {
      const keys = await cache.keys();
      if (operation === 'keys') await before();
      return keys;
    },
    put: async (url, response) => {
      if (operation === 'put') await before();
      await cache.put(url, response);
    },
  };
}

it('two tabs that append to the cache at the same instant write two entries', async () => {
  const cache = fakeCache();
  const other = cacheJournal(cache, 'b');
  await other.append([bytes('một')]);
  const journal = cacheJournal(
    disturbed(cache, 'put', () => other.append([bytes('hai')])),
    'a',
  );
  await journal.append([bytes('ba')]);
  expect((await texts(journal)).sort()).toEqual(['ba', 'hai', 'một']);
});

it('what is appended to the cache while another tab rewrites it is in the new one', async () => {
  const cache = fakeCache();
  const other = cacheJournal(cache, 'b');
  await other.append([bytes('một')]);
  const journal = cacheJournal(
    disturbed(cache, 'put', () => other.rewrite([bytes('một')])),
    'a',
  );
  await journal.append([bytes('hai')]);
  expect(await texts(other)).toEqual(['một', 'hai']);
});

it('a cache rewritten while it is read is read again', async () => {
  const cache = fakeCache();
  const other = cacheJournal(cache, 'b');
  await other.append([bytes('một')]);
  await other.append([bytes('hai')]);
  const journal = cacheJournal(
    disturbed(cache, 'keys', () => other.rewrite([bytes('một'), bytes('hai')])),
    'a',
  );
  expect(await texts(journal)).toEqual(['một', 'hai']);
});
