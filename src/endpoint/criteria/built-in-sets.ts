/** Puts the shipped criteria sets into the store, so that records pinned to them can be scored for ever. */
import { SET_IDS, shippedSet } from '../../criteria/index.ts';
import type { SetStore } from '../store/api.ts';

/** @param at ISO instant of the endpoint's clock */
export async function addBuiltInSets(store: SetStore, at: string): Promise<void> {
  for (const id of SET_IDS) {
    const { text: body, ...pinned } = await shippedSet(id);
    await store.addSet({ ...pinned, body, at });
  }
}
