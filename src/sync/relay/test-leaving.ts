/** A phone that two persons share, with unsent work on it, for the tests of signing out. */
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { addHousehold } from '../../programme/index.ts';
import { hashBytes, type Revision, readRescue } from '../../protocol/index.ts';
import { uuidv7, type Vault } from '../../vault/index.ts';
import { evaluationWith } from '../../vault/testing/test-phone.ts';
import { type SharedPhone, sharedPhone } from '../../vault/testing/test-shared-phone.ts';
import { testSession } from '../test-endpoint.ts';
import { leave } from './leave.ts';

const SCOPE = 'scope-here';
/** Names of the stores of two persons. */
export const [BINH, HOA] = [`p-${'b'.repeat(32)}`, `p-${'c'.repeat(32)}`];
/** The commune's own key, with which the tests open the bundles, and its public part. */
const identity = await generateX25519Identity();
const rescueKey = await identityToRecipient(identity);

/** Signs an officer in on a phone. @param key the commune's public key, where the session has one */
export async function enrolled(phone: SharedPhone, store: string, officer: { id: string; name: string }, key?: string) {
  const { persons, departures, open } = phone.start();
  const vault = await open(store);
  const communes = testSession.communes.map((each) => ({ ...each, ...(key !== undefined && { rescueKey: key }) }));
  await vault.setSession({
    ...testSession,
    token: `token-of-twenty-letters-${officer.id}`,
    officer,
    communes,
  });
  await persons.note(store, officer);
  return { vault, persons, departures };
}

/** Three records with two photos. @returns ids of the records, hashes of the photos */
export async function work(phone: SharedPhone, vault: Vault): Promise<{ revIds: string[]; photos: string[] }> {
  const photos = await Promise.all([1, 2].map(() => vault.putPhoto(phone.rng.bytes(3000))));
  const [first = '', second = ''] = photos.map(({ sha256 }) => sha256);
  const home = addHousehold({ scope: SCOPE, id: uuidv7(phone.clock, phone.rng) }, { number: '7', hamlet: 'Ấp 3' });
  const parts = { clock: phone.clock, rng: phone.rng };
  const made = await vault.commit([...home, evaluationWith(parts, SCOPE, first), evaluationWith(parts, SCOPE, second)]);
  if (made.kind !== 'saved') throw new Error(made.detail);
  return { revIds: made.revisions.map(({ revId }) => revId), photos: [first, second] };
}

async function opened(bundle: Uint8Array) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const bytes = Uint8Array.from(await decrypter.decrypt(bundle));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const read = readRescue(bytes[0] === 0x1f ? new Uint8Array(await new Response(inflated).arrayBuffer()) : bytes);
  if (read.kind !== 'ok') throw new Error(read.code);
  const revisions = read.revisions.map((line) => JSON.parse(new TextDecoder().decode(line)) as Revision);
  return { revIds: revisions.map(({ revId }) => revId), photos: read.photos.map((photo) => hashBytes(photo)) };
}

const bundlesOf = ({ phoneBlobs }: SharedPhone) =>
  Promise.all([...phoneBlobs].flatMap(([name, bytes]) => (name.startsWith('relay-relayed-') ? [opened(bytes)] : [])));

/** What a new process finds of the person's unsent work: in their store, else in bundles. */
export async function whatIsLeft(phone: SharedPhone) {
  const kept = { revIds: [] as string[], photos: [] as string[] };
  if (phone.stores.has(BINH)) {
    const vault = await phone.start().open(BINH);
    const { revisions, photos } = await vault.unreceived();
    kept.revIds.push(...revisions.map(({ revId }) => revId));
    for (const sha256 of photos) if ((await vault.photo(sha256)) !== null) kept.photos.push(sha256);
    await vault.close();
  }
  for (const { revIds, photos } of await bundlesOf(phone)) {
    kept.revIds.push(...revIds);
    kept.photos.push(...photos);
  }
  return { revIds: new Set(kept.revIds), photos: new Set(kept.photos) };
}

export const binh = { id: 'cb-1', name: 'Trần Văn Bình' };
export const hoa = { id: 'cb-2', name: 'Đặng Thị Hòa' };

/** @returns a phone with Bình's unsent work and Hòa beside, and what is unsent */
export async function shared(seed: number) {
  const phone = sharedPhone(seed);
  const other = await enrolled(phone, HOA, hoa, rescueKey);
  const drafts = {
    draftId: uuidv7(phone.clock, phone.rng),
    kind: 'household',
    subject: { kind: 'household', id: 'x' },
    scope: 's',
    setHash: null,
  } as const;
  await other.vault.saveDraft({ ...drafts, updatedAt: phone.clock.now(), value: { number: '9' } });
  await other.vault.close();
  const { vault } = await enrolled(phone, BINH, binh, rescueKey);
  const unsent = await work(phone, vault);
  await vault.close();
  return { phone, unsent };
}

/** Signs Bình out. */
export async function leaveAt(phone: SharedPhone, process: ReturnType<SharedPhone['start']>) {
  const vault = await process.open(BINH);
  // The bundles are so small that the two photos need one each.
  return await leave({
    vault,
    persons: process.persons,
    departures: process.departures,
    clock: phone.clock,
    photoBytesMax: 4000,
  });
}
