/**
 * A mark that is another one after each change of a commune, and of the people whom its officers may ask. A phone whose session has
 * an older one asks for its session anew: it has to know of new names, and of mergers that gave it no further scope.
 */
import { randomBytes } from 'node:crypto';
import type { MetaStore } from '../store/api.ts';

const KEY = 'communes-version';

/** @returns null where no commune was changed yet */
export async function communesVersion(store: Pick<MetaStore, 'meta'>): Promise<string | null> {
  return await store.meta(KEY);
}

/** Makes another mark. It is called after the change, so that nobody takes what was before for the newest. */
export async function noteCommunesChanged(store: Pick<MetaStore, 'setMeta'>): Promise<void> {
  await store.setMeta(KEY, randomBytes(6).toString('base64url'));
}
