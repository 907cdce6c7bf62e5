/** A store has the demo or real data, from its first start on and for ever: neither is ever mixed into the other. */
import type { MetaStore, PeopleStore } from './store/api.ts';

export type Purpose = 'demo' | 'real';

/** The store is kept for the other purpose; its message is a sentence for the operator. */
export class PurposeError extends Error {}

const KEY = 'purpose';
const SENTENCES: Readonly<Record<Purpose, string>> = {
  demo: 'This store has real data: the demo is not shown from it. Leave DEMO_DIR out, or name another folder.',
  real: 'This store has the demo, whose people are invented and whose codes everybody knows. Name another folder or database.',
};

export type ClaimedStore = Pick<MetaStore, 'meta' | 'keepMeta'> & Pick<PeopleStore, 'scopes' | 'accounts'>;

/**
 * Keeps what a store is for, at its first start.
 * @throws {PurposeError} where it is for something else
 */
export async function claimStore(store: ClaimedStore, purpose: Purpose): Promise<void> {
  const kept = (await store.meta(KEY)) ?? (await store.keepMeta(KEY, await purposeOfUnmarked(store, purpose)));
  if (kept !== purpose) throw new PurposeError(SENTENCES[purpose]);
}

/** Stores of earlier versions have no mark of their purpose, but the demo in them is marked as loaded. */
async function purposeOfUnmarked(store: ClaimedStore, purpose: Purpose): Promise<Purpose> {
  if (await isDemoLoaded(store)) return 'demo';
  const isEmpty = (await store.scopes()).length === 0 && (await store.accounts(null)).length === 0;
  return isEmpty ? purpose : 'real';
}

const DEMO_KEY = 'demo';

/** @returns whether the whole demo is in the store */
export async function isDemoLoaded(store: Pick<MetaStore, 'meta'>): Promise<boolean> {
  return (await store.meta(DEMO_KEY)) === 'loaded';
}

/** Marks the demo as whole. */
export async function keepDemoLoaded(store: Pick<MetaStore, 'setMeta'>): Promise<void> {
  await store.setMeta(DEMO_KEY, 'loaded');
}

/** @returns whether an earlier start ended before the demo was whole: the rest cannot be told from what is there */
export async function isDemoCut(store: ClaimedStore): Promise<boolean> {
  if ((await store.meta(KEY)) !== 'demo' || (await isDemoLoaded(store))) return false;
  return (await store.scopes()).length > 0;
}
