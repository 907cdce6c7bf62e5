/**
 * The journal where OPFS is missing (private windows, old WebViews): one entry of the Cache for each append. The Cache
 * was measured to survive 35 of 35 wipes of IndexedDB. Entries are named after a generation, and the entry `current`
 * names the generation that counts, so that a rewrite killed at any instant leaves the old one in force. Every
 * operation looks at the cache anew, because another tab may have appended or rewritten since.
 */

import type { Journal } from '../platform.ts';
import { decodeFrames, encodeFrames } from './frames.ts';

/** The part of the Cache API that is used; tests have a fake one. */
export interface CacheLike {
  match(url: string): Promise<Response | undefined>;
  put(url: string, response: Response): Promise<void>;
  delete(url: string): Promise<boolean>;
  keys(): Promise<readonly { readonly url: string }[]>;
}

const ROOT = 'https://vault.invalid/journal';
const CURRENT = `${ROOT}/current`;

/**
 * Opens the journal over one cache. Other tabs append to the same cache and compact it: each operation reads anew which
 * generation counts and where the next entry goes. An operation that finds the journal rewritten meanwhile is done
 * again on the new generation; at worst an entry is there twice, and readers go by ids. Two rewrites at once are kept
 * apart by the vault's lock.
 * @param tab a name that no other tab has: two tabs that append at once write two entries, never one over the other
 */
export function cacheJournal(cache: CacheLike, tab = ''): Journal {
  const generationNow = async () => Number((await (await cache.match(CURRENT))?.text()) ?? '1');
  const urlsOf = async (generation: number) =>
    (await cache.keys()).flatMap(({ url }) => (url.startsWith(`${ROOT}/${generation}/`) ? [url] : [])).sort();
  const entry = (generation: number, index: number) => `${ROOT}/${generation}/${String(index).padStart(9, '0')}-${tab}`;
  const indexOf = (url: string) => Number.parseInt(url.split('/').at(-1) ?? '', 10);
  const put = (url: string, payloads: readonly Uint8Array[]) =>
    cache.put(url, new Response(encodeFrames(payloads) as Uint8Array<ArrayBuffer>));

  /** Does `act` on the generation that counts, and once more on the next where it stopped counting meanwhile. */
  async function onCurrent<T>(act: (generation: number) => Promise<T>): Promise<T> {
    for (;;) {
      const generation = await generationNow();
      const done = await act(generation);
      if ((await generationNow()) === generation) return done;
    }
  }
  const entries = () =>
    onCurrent(async (generation) => {
      const found: Uint8Array[] = [];
      for (const url of await urlsOf(generation)) {
        found.push(new Uint8Array((await (await cache.match(url))?.arrayBuffer()) ?? []));
      }
      return found;
    });

  return {
    kind: 'cache',
    async append(payloads) {
      await onCurrent(async (generation) => {
        const last = (await urlsOf(generation)).at(-1);
        await put(entry(generation, last === undefined ? 0 : indexOf(last) + 1), payloads);
      });
    },
    readAll: async () => (await entries()).flatMap((bytes) => decodeFrames(bytes).payloads),
    async rewrite(payloads) {
      const to = (await generationNow()) + 1;
      // A rewrite that was killed before its switch may have left entries.
      for (const url of await urlsOf(to)) await cache.delete(url);
      await put(entry(to, 0), payloads);
      await cache.put(CURRENT, new Response(String(to)));
      for (const { url } of await cache.keys()) {
        if (url.startsWith(`${ROOT}/`) && url !== CURRENT && !url.startsWith(`${ROOT}/${to}/`)) await cache.delete(url);
      }
    },
    sizeBytes: async () => (await entries()).reduce((size, { length }) => size + length, 0),
    close: async () => {},
  };
}
