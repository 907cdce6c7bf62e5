/**
 * Goal: on a phone that several persons share, a code leads to the store of the one whose it is: nobody gets a second store, nobody
 * another one's, and a code that is shown in the wrong place is not used up. Method: the real vaults, sync clients and endpoint; only
 * the browser's storage is a test's.
 */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SCOPE, Station } from '../../../tests/endpoint/station.ts';
import { makeCode } from '../../endpoint/accounts/codes.ts';
import { addHousehold } from '../../programme/index.ts';
import { NetDown } from '../../sync/errors.ts';
import { createSyncClient } from '../../sync/sync-client.ts';
import { uuidv7, type Vault } from '../../vault/index.ts';
import { sharedPhone } from '../../vault/testing/test-shared-phone.ts';
import type { Services } from '../services.ts';
import type { PhoneServices } from './gate.ts';

const opened = vi.hoisted(() => ({ person: null as ((store: string) => Promise<Services>) | null }));
vi.mock('./gate.ts', () => ({
  openPerson: async (_: unknown, store: string) => await opened.person?.(store),
  startRounds: () => undefined,
}));

let station: Station;
beforeEach(async () => {
  station = await Station.open('memory');
  await station.putOfficers([{ id: 'cb-2', role: 'officer', scopes: [SCOPE], code: 'CB-2' }]);
  // The module remembers a store that is nobody's yet.
  vi.resetModules();
});
afterEach(() => station.dispose());

const begin = async (seed: number) => {
  const { enrolPerson } = await import('./enrol-person.ts');
  const shared = sharedPhone(seed);
  const { persons, platform, open, departures } = shared.start();
  const { clock, rng } = shared;
  const net = { isDown: false };
  opened.person = async (store) => {
    const vault = await open(store);
    const request: typeof station.net.request = async (asked) => {
      if (net.isDown) throw new NetDown('no network');
      return await station.net.request(asked);
    };
    const tools = {
      clock,
      rng,
      appVersion: 'test',
      departures,
      tryExclusive: <T>(_: string, work: () => Promise<T>) => work(),
    };
    return { vault, syncClient: createSyncClient({ vault, net: { request }, ...tools }), clock, rng };
  };
  const phone = { persons, platform, net: station.net } as unknown as PhoneServices;
  const code = async (officerId: string) => {
    const made = makeCode(officerId, 'gs-1', station.millis);
    await station.store.addCode(made.code);
    const isUsed = async () => (await station.store.codesOf([officerId])).find(({ id }) => id === made.code.id)?.usedAt;
    return { typed: made.typed, isUsed: async () => ((await isUsed()) ?? null) !== null };
  };
  const enrol = async (typed: string): Promise<Services> => {
    const answer = await enrolPerson(phone, typed);
    if (answer.kind !== 'open') throw new Error(JSON.stringify(answer));
    return answer.services;
  };
  /** A store that is nobody's stays until the next start tidies it. */
  const stores = async () =>
    new Map((await persons.list()).flatMap(({ store, officer }) => (officer === null ? [] : [[officer.id, store]])));
  const save = async (vault: Vault, number: string) => {
    const ref = { scope: SCOPE, id: uuidv7(clock, rng) };
    expect((await vault.commit(addHousehold(ref, { number, hamlet: 'Ấp 3' }))).kind).toBe('saved');
  };
  return { enrolPerson, phone, code, enrol, stores, save, net };
};
const unsent = async (vault: Vault) => (await vault.health()).pendingCount;

it('a further code of a person who is here keeps their store, with what is unsent in it', async () => {
  const { code, enrol, stores, save } = await begin(911);
  const first = await enrol((await code('cb-1')).typed);
  await save(first.vault, '1');
  await station.store.revokeDevice(first.vault.deviceId, station.now());
  const second = await enrol((await code('cb-2')).typed);
  await second.vault.close();
  const before = await stores();
  expect([...before.keys()].sort()).toEqual(['cb-1', 'cb-2']);
  await first.vault.close();

  const again = await code('cb-1');
  const { vault, syncClient } = await enrol(again.typed);
  expect(vault.store).toBe(before.get('cb-1'));
  expect(await again.isUsed()).toBe(true);
  expect(await unsent(vault)).toBe(1);
  expect((await vault.session())?.officer.id).toBe('cb-1');
  expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1 });
  expect(await stores()).toEqual(before);
});

it('a code of somebody else is not used up by the others’ stores, and leads to a store of theirs', async () => {
  const { code, enrol, stores, save } = await begin(912);
  const first = await enrol((await code('cb-1')).typed);
  await save(first.vault, '1');
  const other = await code('cb-2');
  expect(await first.syncClient.enrol(other.typed)).toEqual({ kind: 'error', code: 'code-of-another' });
  expect(await other.isUsed()).toBe(false);
  expect((await first.vault.session())?.officer.id).toBe('cb-1');
  const second = await enrol(other.typed);
  expect(second.vault.store).not.toBe(first.vault.store);
  expect((await second.vault.session())?.officer.id).toBe('cb-2');
  expect([await unsent(first.vault), await unsent(second.vault)]).toEqual([1, 0]);
  expect((await stores()).get('cb-2')).toBe(second.vault.store);
});

it('a code that is wrong, voided, or shown without a network changes nobody’s store, and makes one for nobody', async () => {
  const { enrolPerson, phone, code, enrol, stores, net } = await begin(913);
  await (await enrol((await code('cb-1')).typed)).vault.close();
  const before = await stores();
  const own = await code('cb-1');
  net.isDown = true;
  expect(await enrolPerson(phone, own.typed)).toEqual({ kind: 'offline' });
  net.isDown = false;
  expect(await enrolPerson(phone, 'K7M2-9QGH-4T8B')).toEqual({ kind: 'wrong-code' });
  const [voided] = (await station.store.codesOf(['cb-1'])).filter(({ usedAt, expiresAt }) => expiresAt && !usedAt);
  await station.store.voidCode(voided?.id ?? '', station.now());
  expect(await enrolPerson(phone, own.typed)).toEqual({ kind: 'error', code: 'code-voided' });
  expect((await stores()).get('cb-1')).toBe(before.get('cb-1'));
  const last = await enrol((await code('cb-1')).typed);
  expect(last.vault.store).toBe(before.get('cb-1'));
});
