/** A store has the demo or real data, from its first start on and for ever: neither is ever mixed into the other. */
import type { MetaStore } from './store/api.ts';

export type Purpose = 'demo' | 'real';

/** The store is kept for the other purpose; its message is a sentence for the operator. */
export class PurposeError extends Error {}

const KEY = 'purpose';
const SENTENCES: Readonly<Record<Purpose, string>> = {
  demo: 'This store has real data: the demo is not shown from it. Leave DEMO_DIR out, or name another folder.',
  real: 'This store has the demo, whose people are invented and whose codes everybody knows. Name another folder or database.',
};

/**
 * Keeps what a store is for, at its first start.
 * @throws {PurposeError} where it is for something else
 */
export async function claimStore(store: Pick<MetaStore, 'meta' | 'keepMeta'>, purpose: Purpose): Promise<void> {
  // Stores of before have no such mark, but their demo is marked as loaded.
  const before = (await store.meta('demo')) === 'loaded' ? 'demo' : purpose;
  if ((await store.keepMeta(KEY, before)) !== purpose) throw new PurposeError(SENTENCES[purpose]);
}
