/** Puts the shipped criteria sets into the store, so that records pinned to them can be scored for ever. */
import { loadBuiltIn, SET_IDS } from '../criteria/index.ts';
import { canonicalText, hashText } from '../protocol/index.ts';
import type { SetStore } from './store/api.ts';

export async function addBuiltInSets(store: SetStore, at: string): Promise<void> {
  for (const id of SET_IDS) {
    const set = await loadBuiltIn(id);
    const body = canonicalText(set);
    await store.addSet({ id, version: set.version, sha256: hashText(body), body, at });
  }
}
