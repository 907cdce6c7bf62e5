/** Records of one commune for tests of the vault, and short ways to save them and to see what waits. */
import { newRevision } from '../../programme/index.ts';
import type { Revision } from '../../protocol/index.ts';
import { type NewRevision, uuidv7, type Vault } from '../index.ts';
import type { TestPhone } from './test-phone.ts';

export const SCOPE = 'scope-here';

export function home(phone: TestPhone, number = '017'): NewRevision<'household'> {
  return newRevision('household', { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) }, { number, hamlet: 'Ấp 3' });
}

export function citizen(phone: TestPhone, householdId: string, name: string): NewRevision<'citizen'> {
  const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
  const payload = { householdId, name, birthYear: 1962, sex: 'nu', relation: 'chu-ho', group: '1' } as const;
  return newRevision('citizen', ref, payload);
}

/** @throws where the vault does not answer `saved` */
export async function saved(vault: Vault, wanted: readonly NewRevision[]): Promise<readonly Revision[]> {
  const done = await vault.commit(wanted);
  if (done.kind !== 'saved') throw new Error(JSON.stringify(done));
  return done.revisions;
}

/** @returns the ids of own records that wait to be sent */
export const waitingIds = async (vault: Vault) => (await vault.pending(1000)).map(({ revId }) => revId);
