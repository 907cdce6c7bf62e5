/**
 * Goal: two persons' stores on one phone never mix, and who is enrolled is known again whatever the disk lost. Method: real
 * vaults over the disks of one phone, parts of which are taken away.
 */
import { expect, it } from 'vitest';
import { addHousehold } from '../../programme/index.ts';
import { departuresOf, memoryBlobs, noEncryption, uuidv7, type Vault } from '../index.ts';
import type { Encryption } from '../platform.ts';
import { testPhone } from '../testing/test-phone.ts';
import { type SharedPhone, sharedPhone } from '../testing/test-shared-phone.ts';
import { createPersons, isStoreName } from './persons.ts';
import { twoCopies } from './two-copies.ts';

const [BINH, HOA] = [`p-${'b'.repeat(32)}`, `p-${'c'.repeat(32)}`] as const;

async function signedIn(phone: SharedPhone, store: string, id: string): Promise<Vault> {
  const vault = await phone.start().open(store);
  const officer = { id, name: `Tên ${id}` };
  const posts = [{ role: 'officer' as const, scope: 's' }];
  const token = `token-of-${id}-long-enough`;
  await vault.setSession({ token, officer, posts, scopes: ['s'], communes: [], period: '2026' });
  return vault;
}

async function save({ clock, rng }: SharedPhone, vault: Vault, number: string): Promise<void> {
  const done = await vault.commit(addHousehold({ scope: 's', id: uuidv7(clock, rng) }, { number, hamlet: 'Ấp 3' }));
  expect(done.kind).toBe('saved');
}

const numbers = async (vault: Vault) => (await vault.households('s', 'Ấp 3', '2026')).map(({ number }) => number);

it('what one person saves, drafts and photographs is not in the other one’s store; a wiped one leaves the other', async () => {
  const phone = sharedPhone(801);
  const binh = await signedIn(phone, BINH, 'cb-1');
  const hoa = await signedIn(phone, HOA, 'cb-2');
  await save(phone, binh, '1');
  await save(phone, hoa, '2');
  const { sha256 } = await binh.putPhoto(phone.rng.bytes(500));
  const draft = {
    draftId: uuidv7(phone.clock, phone.rng),
    kind: 'household',
    subject: { kind: 'household', id: 'x' },
    scope: 's',
    setHash: null,
  } as const;
  await binh.saveDraft({ ...draft, updatedAt: phone.clock.now(), value: {} });
  expect(binh.deviceId).not.toBe(hoa.deviceId);
  expect([await numbers(binh), await numbers(hoa)]).toEqual([['1'], ['2']]);
  expect([await hoa.photo(sha256), await hoa.drafts(), (await hoa.search('a', 9)).length]).toEqual([null, [], 0]);
  // What the phone relays belongs to everybody; what one of them sends by QR codes does not.
  await binh.relayStore.put('relayed-x', new Uint8Array([1]));
  await binh.ownRelayStore.put('sending-x', new Uint8Array([2]));
  expect(await hoa.relayStore.list('')).toEqual(['relayed-x']);
  expect(await hoa.ownRelayStore.list('')).toEqual([]);
  await Promise.all([binh.close(), hoa.close()]);

  phone.stores.get(BINH)?.wipe();
  const [again, beside] = [await phone.start().open(BINH), await phone.start().open(HOA)];
  expect((await again.health()).opened).toBe('rebuilt');
  expect((await beside.health()).opened).toBe('clean');
  expect([await numbers(again), await numbers(beside)]).toEqual([['1'], ['2']]);
  expect((await again.session())?.officer.id).toBe('cb-1');
  expect((await beside.session())?.officer.id).toBe('cb-2');
});

it('knows its persons from either copy, and a person without an entry from the store on the disk', async () => {
  const [first, second] = [new Map<string, Uint8Array>(), new Map<string, Uint8Array>()];
  const stores: string[] = [BINH, HOA];
  const { rng } = testPhone(811);
  const mask: Encryption = {
    encrypt: async (plain) => plain.map((byte) => byte ^ 0xa5),
    decrypt: async (encrypted) => encrypted.map((byte) => byte ^ 0xa5),
  };
  const platform = {
    rng,
    encryption: mask,
    phoneBlobs: twoCopies(memoryBlobs(first), memoryBlobs(second)),
    stores: async () => stores,
    remove: async (store: string) => void stores.splice(stores.indexOf(store), 1),
  };
  const persons = createPersons(platform);
  const people = async () => (await persons.list()).map(({ store, officer }) => [store, officer?.name ?? null]);
  expect(await people()).toEqual([
    [BINH, null],
    [HOA, null],
  ]);
  await persons.note(BINH, { id: 'cb-1', name: 'Trần Văn Bình' });
  await persons.note(HOA, { id: 'cb-2', name: 'Đặng Thị Hòa' });
  const both = [
    [HOA, 'Đặng Thị Hòa'],
    [BINH, 'Trần Văn Bình'],
  ];
  expect(await people()).toEqual(both);
  for (const bytes of first.values()) expect(new TextDecoder().decode(bytes)).not.toMatch(/Bình|Hòa|cb-/);
  first.clear();
  expect(await people()).toEqual(both);
  await persons.note(BINH, { id: 'cb-1', name: 'Trần Văn Bình' });
  second.clear();
  expect(await people()).toEqual([
    [BINH, 'Trần Văn Bình'],
    [HOA, null],
  ]);
  await departuresOf(platform).noteLeaving(BINH, {});
  expect(await people()).toEqual([[HOA, null]]);
  await persons.remove(BINH);
  expect([stores, await persons.leaving()]).toEqual([[HOA], []]);
});

it('names of stores are opaque, and each is another', () => {
  const persons = createPersons({
    rng: testPhone(821).rng,
    encryption: noEncryption,
    phoneBlobs: memoryBlobs(),
    stores: async () => [],
    remove: async () => {},
  });
  const [one, other] = [persons.newStore(), persons.newStore()];
  expect(one).not.toBe(other);
  expect([one, other].every(isStoreName)).toBe(true);
});
