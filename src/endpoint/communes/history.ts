import type { CommuneHistory } from '../../programme/index.ts';
import type { Store } from '../store/api.ts';

/** @returns every commune of this endpoint, past ones too, in the order of their codes */
export async function historyOfAll(store: Pick<Store, 'scopes' | 'communes'>): Promise<readonly CommuneHistory[]> {
  return await store.communes(await store.scopes());
}
