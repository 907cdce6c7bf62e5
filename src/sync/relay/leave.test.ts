/**
 * Goal: who signs out leaves nothing of theirs on the phone, and nothing unsent is lost, wherever the process is killed; what
 * they left travels with the next person, who cannot read it. Method: a phone that two persons share, its process killed at
 * each write, before it and after it; what is unsent must then be in the person's store, or in bundles that the commune opens.
 */
import { describe, expect, it } from 'vitest';
import { QuotaFull, type Vault } from '../../vault/index.ts';
import { sharedPhone } from '../../vault/testing/test-shared-phone.ts';
import { createSyncClient } from '../sync-client.ts';
import { faults, TestEndpoint } from '../test-endpoint.ts';
import { finishLeaving, leave } from './leave.ts';
import { relayedBundles } from './relayed-bundles.ts';
import { BINH, binh, enrolled, HOA, hoa, leaveAt, shared, whatIsLeft, work } from './test-leaving.ts';

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
    const bundles = (await relayedBundles(later)).map(({ from, holds }) => ({ from, holds }));
    expect(bundles).toEqual([
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
    const vault = await process.open(HOA);
    const endpoint = new TestEndpoint();
    const session = await vault.session();
    if (session) endpoint.tokens.add(session.token).add(`token-of-twenty-letters-${binh.id}`);
    const { departures } = process;
    const syncClient = createSyncClient({
      vault,
      net: endpoint,
      clock: phone.clock,
      rng: phone.rng,
      appVersion: 'test',
      tryExclusive: (_, act) => act(),
      departures,
    });
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
    const counts = (await relayedBundles(await process.open(HOA))).map(({ holds }) => holds?.records);
    expect(counts).toEqual([3, 0]);
  });

  it('bundles that may be the only copy of photos stay until none is left out; after a failure no later one is sent', async () => {
    const { phone } = await shared(581);
    const process = phone.start();
    await leaveAt(phone, process);
    const vault = await process.open(HOA);
    const endpoint = new TestEndpoint();
    const session = await vault.session();
    if (session) endpoint.tokens.add(session.token);
    const syncClient = createSyncClient({
      vault,
      net: endpoint,
      clock: phone.clock,
      rng: phone.rng,
      appVersion: 'test',
      tryExclusive: (_, act) => act(),
    });
    const sent = () => endpoint.asked.filter((asked) => asked === 'POST /v1/rescue').length;
    const round = async () => {
      const before = sent();
      const outcome = await syncClient.sync();
      return { sent: sent() - before, relayed: (outcome.kind === 'done' && outcome.relayed) || 0 };
    };
    endpoint.fault = (ask, answer) => (ask.path === '/v1/rescue' ? { ...answer(), status: 503 } : answer());
    expect(await round(), 'not answered').toEqual({ sent: 1, relayed: 0 });
    endpoint.fault = null;
    for (const photos of [
      { photos: 0, photosNotKept: 1 },
      { photos: 0, photosNotKept: 0 },
    ]) {
      endpoint.photosOfBundles = photos;
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
