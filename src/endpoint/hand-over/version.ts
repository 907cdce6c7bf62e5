/**
 * The mark of what a session depends on and a phone cannot see otherwise: the communes, and whose work the officer goes on with. A
 * push tells it, and a phone that knows another mark asks for its session anew.
 */
import { randomBytes } from 'node:crypto';
import { communesVersion } from '../communes/version.ts';
import type { MetaStore } from '../store/api.ts';

const keyOf = (officerId: string) => `hand-over:${officerId}`;

/** @returns null where nobody's work was ever given to this officer */
async function handOverVersion(store: Pick<MetaStore, 'meta'>, officerId: string): Promise<string | null> {
  return await store.meta(keyOf(officerId));
}

/** @returns the mark, and whether the officer goes on, or ever went on, with the work of others; a null mark: nothing changed yet */
export async function sessionVersion(
  store: Pick<MetaStore, 'meta'>,
  officerId: string,
): Promise<{ readonly mark: string | null; readonly isSuccessor: boolean }> {
  const communes = await communesVersion(store);
  const handOver = await handOverVersion(store, officerId);
  const mark = handOver === null ? communes : `${communes ?? ''}.${handOver}`;
  return { mark, isSuccessor: handOver !== null };
}

/** Makes another mark for an officer. It is called after the change, so that nobody takes what was before for the newest. */
export async function noteHandOver(store: Pick<MetaStore, 'setMeta'>, officerId: string): Promise<void> {
  await store.setMeta(keyOf(officerId), randomBytes(6).toString('base64url'));
}
