/**
 * Goal: who signs out leaves nothing of theirs on the phone, and nothing unsent is lost, wherever the process is killed; what
 * they left travels with the next person, who cannot read it. Method: a phone that two persons share, its process killed at
 * each write, before it and after it; what is unsent must then be in the person's store, or in bundles that the commune opens.
 */
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { addHousehold } from '../programme/index.ts';
import { hashBytes, type Revision, readRescue } from '../protocol/index.ts';
import { type Departures, QuotaFull, uuidv7, type Vault } from '../vault/index.ts';
import { evaluationWith } from '../vault/test-phone.ts';
import { type SharedPhone, sharedPhone } from '../vault/test-shared-phone.ts';
import { finishLeaving, leave } from './leave.ts';
import { relayedBundles } from './relayed-bundles.ts';
import { createSyncClient } from './sync-client.ts';
import { faults, TestEndpoint, testSession } from './test-endpoint.ts';

const SCOPE = 'scope-here';
const [BINH, HOA] = [`p-${'b'.repeat(32)}`, `p-${'c'.repeat(32)}`];
let identity: string;
let rescueKey: string | undefined;
beforeAll(async () => {
  identity = await generateX25519Identity();
  rescueKey = await identityToRecipient(identity);
});

async function enrolled(phone: SharedPhone, store: string, officer: { id: string; name: string }, key?: string) {
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
async function work(phone: SharedPhone, vault: Vault): Promise<{ revIds: string[]; photos: string[] }> {
  const photos = await Promise.all([1, 2].map(() => vault.putPhoto(phone.rng.bytes(3000))));
  const [first = '', second = ''] = photos.map(({ sha256 }) => sha256);
  const home = addHousehold({ scope: SCOPE, id: uuidv7(phone.clock, phone.rng) }, { number: '7', hamlet: 'Ấp 3' });
  const parts = { clock: phone.clock, rng: phone.rng };
  const made = await vault.commit([...home, evaluationWith(parts, SCOPE, first), evaluationWith(parts, SCOPE, second)]);
  if (made.kind !== 'saved') throw new Error(made.detail);
  return { revIds: made.revisions.map(({ revId }) => revId), photos: [first, second] };
}

/** Hòa signed in on the phone that Bình left, at an endpoint that knows her token. */
async function nextPerson(
  { clock, rng }: SharedPhone,
  process: Pick<ReturnType<SharedPhone['start']>, 'open'>,
  departures?: Departures,
) {
  const vault = await process.open(HOA);
  const endpoint = new TestEndpoint();
  const session = await vault.session();
  if (session) endpoint.tokens.add(session.token);
  const syncClient = createSyncClient({
    vault,
    net: endpoint,
    clock,
    rng,
    appVersion: 'test',
    tryExclusive: (_, act) => act(),
    ...(departures && { departures }),
  });
  return { vault, endpoint, syncClient };
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
async function whatIsLeft(phone: SharedPhone) {
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

const binh = { id: 'cb-1', name: 'Trần Văn Bình' };
const hoa = { id: 'cb-2', name: 'Đặng Thị Hòa' };

/** @returns a phone with Bình's unsent work and Hòa beside, and what is unsent */
async function shared(seed: number) {
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

async function leaveAt(phone: SharedPhone, process: ReturnType<SharedPhone['start']>) {
  const vault = await process.open(BINH);
  // Small, so that the two photos need a bundle each.
  return await leave({
    vault,
    persons: process.persons,
    departures: process.departures,
    clock: phone.clock,
    photoBytesMax: 4000,
  });
}

describe('signing out', () => {
  it('encrypts what is unsent in bundles of the phone, and removes all that is the person’s', async () => {
    const { phone, unsent } = await shared(501);
    const process = phone.start();
    expect(await leaveAt(phone, process)).toEqual({ kind: 'left' });
    expect([...phone.stores.keys()]).toEqual([HOA]);
    expect((await process.persons.list()).map(({ officer }) => officer)).toEqual([hoa]);
    expect(await process.persons.leaving()).toEqual([]);
    expect(await process.departures.tokensToEnd()).toEqual([`token-of-twenty-letters-${binh.id}`]);
    expect(await whatIsLeft(phone)).toEqual({ revIds: new Set(unsent.revIds), photos: new Set(unsent.photos) });

    const later = await process.open(HOA);
    expect(await later.drafts()).toHaveLength(1);
    const told = (await relayedBundles(later)).map(({ from, holds }) => ({ from, holds }));
    expect(told).toEqual([
      { from: 'person', holds: { records: 3, photos: 1 } },
      { from: 'person', holds: { records: 0, photos: 1 } },
    ]);
  });

  it('is refused while something is unsent and there is no key to encrypt it with; without unsent work it needs none', async () => {
    const phone = sharedPhone(511);
    const { vault, persons, departures } = await enrolled(phone, BINH, binh);
    await work(phone, vault);
    const input = { vault, persons, departures, clock: phone.clock };
    expect(await leave(input)).toEqual({ kind: 'no-key' });
    expect((await vault.health()).pendingCount).toBe(3);
    expect((await persons.list()).map(({ officer }) => officer)).toEqual([binh]);
    expect(await departures.tokensToEnd()).toEqual([]);

    const empty = sharedPhone(512);
    const other = await enrolled(empty, BINH, binh);
    expect(await leave({ ...input, ...other, clock: empty.clock })).toEqual({ kind: 'left' });
    expect(empty.stores.size).toBe(0);
  });

  it('a bundle that finds no room leaves the person signed in, with everything, and nothing in the relay store', async () => {
    const { phone, unsent } = await shared(521);
    const { persons, departures, open } = phone.start();
    const vault = await open(BINH);
    const full: Vault = {
      ...vault,
      get closed() {
        return vault.closed;
      },
      relayStore: { ...vault.relayStore, put: () => Promise.reject(new QuotaFull('no room')) },
    };
    await expect(leave({ vault: full, persons, departures, clock: phone.clock })).rejects.toThrow(QuotaFull);
    expect((await persons.list()).map(({ officer }) => officer)).toEqual([hoa, binh]);
    expect((await vault.unreceived()).revisions.map(({ revId }) => revId)).toEqual(unsent.revIds);
    expect(await relayedBundles(vault)).toEqual([]);
  });

  it('what another tab saves at the last moment is encrypted too, and what it would save afterwards is told not to be saved', async () => {
    const { phone, unsent } = await shared(531);
    const process = phone.start();
    const vault = await process.open(BINH);
    const tab = await process.open(BINH);
    const more: string[] = [];
    // Everything is encrypted, and the store is about to be closed, when the other tab saves.
    const departures: typeof process.departures = {
      ...process.departures,
      async endLater(token) {
        await process.departures.endLater(token);
        if (more.length === 0) more.push(...(await work(phone, tab)).revIds);
      },
    };
    const left = await leave({ vault, persons: process.persons, departures, clock: phone.clock });
    expect(left.kind).toBe('left');
    const { revIds } = await whatIsLeft(phone);
    expect(revIds).toEqual(new Set([...unsent.revIds, ...more]));
    await expect(work(phone, tab)).rejects.toThrow();
  });

  it('killed at any write loses nothing unsent, and the next start ends it', async () => {
    const whole = await shared(541);
    const process = whole.phone.start();
    await leaveAt(whole.phone, process);
    const writes = process.calls();
    expect(writes).toBeGreaterThan(14);
    for (const fate of ['before', 'after'] as const) {
      for (let at = 1; at <= writes; at += 1) {
        const { phone, unsent } = await shared(541);
        const mortal = phone.start(at, fate);
        await leaveAt(phone, mortal).catch(() => undefined);
        expect(mortal.isDead(), `${fate} write ${at}`).toBe(true);
        const expected = { revIds: new Set(unsent.revIds), photos: new Set(unsent.photos) };
        expect(await whatIsLeft(phone), `${fate} write ${at}`).toEqual(expected);

        const next = phone.start();
        const begun = (await next.persons.leaving()).length > 0;
        for (const store of await next.persons.leaving()) {
          await finishLeaving(
            { persons: next.persons, departures: next.departures, clock: phone.clock },
            store,
            next.open,
          );
        }
        expect(await next.persons.leaving(), `${fate} write ${at}`).toEqual([]);
        const people = (await next.persons.list()).map(({ officer }) => officer?.id);
        // Killed before it was noted that it was begun, or after its end.
        const ended = begun || !people.includes(binh.id);
        expect(people, `${fate} write ${at}`).toEqual(ended ? [hoa.id] : [hoa.id, binh.id]);
        expect(await whatIsLeft(phone), `${fate} write ${at}`).toEqual(expected);
        if (ended) {
          expect(phone.stores.has(BINH)).toBe(false);
          const counted = (await relayedBundles(await next.open(HOA))).map(({ holds }) => holds);
          expect(
            counted.reduce((sum, holds) => sum + (holds?.photos ?? 0), 0),
            `${fate} write ${at}`,
          ).toBe(2);
        }
      }
    }
  });

  it.each(['phone', 'disk'] as const)(
    'killed at any write, then a full %s: nothing unsent is lost, and room ends it',
    async (full) => {
      const whole = await shared(561);
      const process = whole.phone.start();
      await leaveAt(whole.phone, process);
      for (const fate of ['before', 'after'] as const) {
        for (let at = 1; at <= process.calls(); at += 1) {
          const when = `${fate} write ${at}`;
          const { phone, unsent } = await shared(561);
          await leaveAt(phone, phone.start(at, fate)).catch(() => undefined);
          const expected = { revIds: new Set(unsent.revIds), photos: new Set(unsent.photos) };
          for (const next of [phone.start(undefined, undefined, full), phone.start()]) {
            const { persons, departures, open } = next;
            for (const store of await persons.leaving()) {
              const ended = finishLeaving({ persons, departures, clock: phone.clock }, store, open);
              await ended.catch((error: unknown) => expect(error, when).toBeInstanceOf(QuotaFull));
            }
            expect(await whatIsLeft(phone), when).toEqual(expected);
          }
          expect(await phone.start().persons.leaving(), when).toEqual([]);
          // Taken back, it leaves nothing in the relay store; gone on with, it leaves nothing of the person.
          const relayed = await relayedBundles(await phone.start().open(HOA));
          const noted = (await phone.start().persons.list()).some(({ store }) => store === BINH);
          expect(relayed.length, when).toBe(noted ? 0 : 2);
          expect(phone.stores.has(BINH), when).toBe(noted);
        }
      }
    },
  );

  it('the next person’s round ends the token and relays the bundles; a portal ends nothing', async () => {
    const { phone } = await shared(551);
    const process = phone.start();
    await leaveAt(phone, process);
    const { departures } = process;
    const { endpoint, syncClient } = await nextPerson(phone, process, departures);
    endpoint.tokens.add(`token-of-twenty-letters-${binh.id}`);
    endpoint.fault = faults.portal();
    await syncClient.sync();
    expect(await departures.tokensToEnd()).toHaveLength(1);
    endpoint.fault = null;
    endpoint.photosOfBundles = { photos: 1, photosNotKept: 0 };
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', relayed: 2 });
    expect(await departures.tokensToEnd()).toEqual([]);
    expect(endpoint.tokens.has(`token-of-twenty-letters-${binh.id}`)).toBe(false);
    expect(endpoint.bundles).toHaveLength(2);
  });

  it('what is encrypted in several bundles is in order, also where the clock was put back between them', async () => {
    const { phone } = await shared(571);
    const process = phone.start();
    const { noteLeaving } = process.departures;
    const departures = {
      ...process.departures,
      async noteLeaving(store: string, note: object) {
        phone.clock.forward(-60_000);
        await noteLeaving(store, note);
      },
    };
    const vault = await process.open(BINH);
    const input = { vault, persons: process.persons, departures, clock: phone.clock, photoBytesMax: 4000 };
    expect(await leave(input)).toEqual({ kind: 'left' });
    const told = (await relayedBundles(await process.open(HOA))).map(({ holds }) => holds?.records);
    expect(told).toEqual([3, 0]);
  });

  it('bundles that may be the only copy of photos stay until none is left out; after a failure no later one is sent', async () => {
    const { phone } = await shared(581);
    const process = phone.start();
    await leaveAt(phone, process);
    const { vault, endpoint, syncClient } = await nextPerson(phone, process);
    const sent = () => endpoint.asked.filter((asked) => asked === 'POST /v1/rescue').length;
    const round = async () => {
      const before = sent();
      const outcome = await syncClient.sync();
      return { sent: sent() - before, relayed: (outcome.kind === 'done' && outcome.relayed) || 0 };
    };
    endpoint.fault = (ask, answer) => (ask.path === '/v1/rescue' ? { ...answer(), status: 503 } : answer());
    expect(await round(), 'not answered').toEqual({ sent: 1, relayed: 0 });
    endpoint.fault = null;
    for (const said of [
      { photos: 0, photosNotKept: 1 },
      { photos: 0, photosNotKept: 0 },
    ]) {
      endpoint.photosOfBundles = said;
      expect(await round(), 'photos left out').toEqual({ sent: 1, relayed: 0 });
      expect(await relayedBundles(vault)).toHaveLength(2);
      expect((await round()).sent, 'the other one is tried').toBe(1);
      expect((await round()).sent, 'not again at once').toBe(0);
      phone.clock.forward(60 * 60_000);
    }
    endpoint.photosOfBundles = { photos: 1, photosNotKept: 0 };
    expect(await round()).toEqual({ sent: 2, relayed: 2 });
    expect(await relayedBundles(vault)).toEqual([]);
  });
});
