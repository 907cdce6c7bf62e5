/** A phone with its sync client over the test endpoint, for the tests of sync. */
import { expect } from 'vitest';
import { addHousehold } from '../programme/index.ts';
import { type Platform, uuidv7, type Vault } from '../vault/index.ts';
import { evaluationWith, type TestPhone, testPhone } from '../vault/testing/test-phone.ts';
import { createSyncClient } from './sync-client.ts';
import { type TestEndpoint, testSession } from './test-endpoint.ts';

export const SCOPE = 'scope-here';

/** A phone on which somebody is signed in. @param changed parts of the phone's platform that are others */
export async function start(
  seed: number,
  endpoint: TestEndpoint,
  phone = testPhone(seed),
  changed: Partial<Platform> = {},
) {
  const vault = await phone.open(changed);
  await vault.setSession(testSession);
  const { clock, rng } = phone;
  const syncClient = createSyncClient({
    vault,
    net: endpoint,
    clock,
    rng,
    appVersion: 'test',
    tryExclusive: (_, work) => work(),
  });
  return { phone, vault, syncClient };
}

/** Saves a household, and an evaluation with a photo where its hash is given. @returns the household's id */
export async function visit(phone: TestPhone, vault: Vault, number: string, photo?: string): Promise<string> {
  const householdId = uuidv7(phone.clock, phone.rng);
  const done = await vault.commit([
    ...addHousehold({ scope: SCOPE, id: householdId }, { number, hamlet: 'Ấp 3' }),
    ...(photo ? [evaluationWith(phone, SCOPE, photo)] : []),
  ]);
  expect(done.kind).toBe('saved');
  return householdId;
}

/** Kinds of the states in which the sync screen shows the records. */
export const states = async (vault: Vault) => (await vault.outbox()).map(({ state }) => state.kind);
