/**
 * Goal: the right journal is used on every browser, and nothing that an earlier session wrote into another one is
 * forgotten. Method: journals in memory stand for OPFS and Cache; one of them fails at a time.
 */
import { describe, expect, it, vi } from 'vitest';
import { JournalUnavailable, QuotaFull } from '../errors.ts';
import type { Journal } from '../platform.ts';
import { chooseJournal, type JournalPlaces } from './journal-choice.ts';
import { type Hideable, releasedWhileHidden } from './journal-hidden.ts';
import { memoryJournal } from './journal-memory.ts';

vi.spyOn(console, 'warn').mockImplementation(() => undefined);

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = async (journal: Journal) => (await journal.readAll()).map((payload) => new TextDecoder().decode(payload));
const like = (kind: Journal['kind'], journal: Journal): Journal => ({ ...journal, kind });

/** A phone with both places; `changed` breaks one of them. */
function places(changed: Partial<JournalPlaces> = {}) {
  const opfs = like('opfs', memoryJournal());
  const cache = like('cache', memoryJournal());
  const given: JournalPlaces = {
    opfs: async () => opfs,
    cache: async () => cache,
    leftInCache: async () => cache,
    exclusive: (work) => work(),
    ...changed,
  };
  return { opfs, cache, given };
}
const failing = (error: unknown) => () => Promise.reject(error);

describe('the choice of a journal', () => {
  it.each([
    'TypeError: navigator.storage.getDirectory is not a function',
    'TypeError: entry.createSyncAccessHandle is not a function',
    'SecurityError: Security error when calling GetDirectory',
    'NotAllowedError: not in this context',
  ])('is the cache where OPFS is not there: %s', async (detail) => {
    const { given } = places({ opfs: failing(new JournalUnavailable(detail)) });
    expect((await chooseJournal(given)).kind).toBe('cache');
  });

  it('is the cache where there are no workers', async () => {
    const { given } = places({ opfs: failing(new ReferenceError('Worker is not defined')) });
    expect((await chooseJournal(given)).kind).toBe('cache');
  });

  it.each([
    new JournalUnavailable('NoModificationAllowedError: Access Handles cannot be created'),
    new JournalUnavailable('UnknownError: the disk failed'),
    new JournalUnavailable(''),
    new QuotaFull('QuotaExceededError'),
  ])('is not given, nor another one, where OPFS only fails now: %s', async (error) => {
    const { given, cache } = places({ opfs: failing(error) });
    await expect(chooseJournal(given)).rejects.toBe(error);
    expect(await texts(cache)).toEqual([]);
  });

  it('is memory where there is no cache either', async () => {
    const { given } = places({
      opfs: failing(new JournalUnavailable('SecurityError')),
      cache: failing(new DOMException('denied', 'SecurityError')),
    });
    expect((await chooseJournal(given)).kind).toBe('memory');
  });
});

describe('what an earlier session left in the cache', () => {
  it('is brought into OPFS under the lock, after what is there, and then emptied', async () => {
    let locked = 0;
    const { given, opfs, cache } = places({
      exclusive: async (work) => {
        locked += 1;
        return await work();
      },
    });
    await opfs.append([bytes('một')]);
    await cache.append([bytes('hai'), bytes('ba')]);
    expect(await texts(await chooseJournal(given))).toEqual(['một', 'hai', 'ba']);
    expect(await texts(cache)).toEqual([]);
    expect(locked).toBe(1);
  });

  it('is not brought twice by a start that was killed before it was emptied', async () => {
    const { given, opfs, cache } = places();
    await cache.append([bytes('hai')]);
    const dying = like('cache', { ...cache, rewrite: failing(new Error('killed')) });
    await chooseJournal({ ...given, leftInCache: async () => dying });
    await opfs.append([bytes('ba')]);
    expect(await texts(cache)).toEqual(['hai']);
    await chooseJournal(given);
    expect(await texts(opfs)).toEqual(['hai', 'ba']);
    expect(await texts(cache)).toEqual([]);
  });

  it('stays there where OPFS cannot take it, and the app opens all the same', async () => {
    const { given, opfs, cache } = places();
    await cache.append([bytes('hai')]);
    const full = like('opfs', { ...opfs, append: failing(new QuotaFull('full')) });
    expect(await chooseJournal({ ...given, opfs: async () => full })).toBe(full);
    // An append may report success and not be there when it is read again: then the old content must stay.
    const lying = like('opfs', { ...opfs, append: async () => undefined });
    await chooseJournal({ ...given, opfs: async () => lying });
    expect(await texts(cache)).toEqual(['hai']);
  });

  it('may be unreadable, or nothing', async () => {
    expect((await chooseJournal(places({ leftInCache: failing(new Error('denied')) }).given)).kind).toBe('opfs');
    expect((await chooseJournal(places({ leftInCache: async () => null }).given)).kind).toBe('opfs');
  });
});

it('a hidden tab lets the files go, at once and after each operation', async () => {
  const page = new EventTarget() as EventTarget & { visibilityState: DocumentVisibilityState };
  const turn = (state: DocumentVisibilityState) => {
    page.visibilityState = state;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  page.visibilityState = 'visible';
  let letGo = 0;
  const journal = releasedWhileHidden(memoryJournal(), page as Hideable, () => {
    letGo += 1;
  });
  await journal.append([bytes('một')]);
  expect(letGo).toBe(0);
  turn('hidden');
  expect(letGo).toBe(1);
  await journal.append([bytes('hai')]);
  await expect(journal.append([bytes('')])).rejects.toThrow('frame size');
  expect(letGo).toBe(3);
  turn('visible');
  expect(await texts(journal)).toEqual(['một', 'hai']);
  expect(letGo).toBe(3);
  await journal.close();
  turn('hidden');
  expect(letGo).toBe(3);
});
