/**
 * Goal: an endpoint keeps the same on SQLite, on PostgreSQL and in the memory of a simulated one: once, unchanged, numbered
 * without a hole, for its own commune alone. Method: the members of `Store` asked directly, without routes, over each of them;
 * what the routes make of it is tested in tests/endpoint.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewEvent } from '../../src/endpoint/events/chain.ts';
import { tokenHash } from '../../src/endpoint/http/sign-in.ts';
import {
  type AcceptedRevision,
  type EventFilter,
  NotOpenError,
  type Quarantined,
  type Store,
  type StoredRecords,
} from '../../src/endpoint/store/api.ts';
import { revisionKey } from '../../src/endpoint/store/revision-key.ts';
import { placeKey } from '../../src/endpoint/views/keys.ts';
import { definitionOf } from '../../src/programme/index.ts';
import { type EventKind, hashBytes, type Revision } from '../../src/protocol/index.ts';
import { OTHER_SCOPE, SCOPE, STORES_AND_MEMORY, Station } from '../endpoint/station.ts';
import { signInWith } from '../officers.ts';

const AT = '2026-11-24T02:00:00.000Z';
const LATER = '2026-11-25T02:00:00.000Z';
const RECORDS = { scope: SCOPE, stream: 'records' } as const;
const PHOTO = new Uint8Array([1, 2, 3, 4, 5, 6]);
const PHOTO_HASH = hashBytes(PHOTO);

const accepted = (revision: Revision, more: Partial<AcceptedRevision> = {}): AcceptedRevision => ({
  revision,
  body: JSON.stringify(revision),
  score: null,
  blobs: [],
  ...more,
});
const quarantined = (bodyHash: string, more: Partial<Quarantined> = {}): Quarantined => ({
  scope: SCOPE,
  bodyHash,
  revId: null,
  device: null,
  contentHash: null,
  code: 'unreadable',
  body: `body of ${bodyHash}`,
  blobs: [],
  ...more,
});

describe.each(STORES_AND_MEMORY)('store on %s', (kind) => {
  let station: Station;
  let store: Store;
  beforeEach(async () => {
    station = await Station.open(kind);
    store = station.store;
  });
  afterEach(() => station?.dispose());

  const append = (
    records: readonly (Revision | AcceptedRevision)[],
    rows: readonly Quarantined[] = [],
    more: Partial<Parameters<Store['append']>[0]> = {},
  ) =>
    store.append({
      accepted: records.map((record) => ('revision' in record ? record : accepted(record))),
      quarantined: rows,
      submittedBy: 'cb-1',
      receivedAt: AT,
      ...more,
    });
  const numbers = async (scope = SCOPE) =>
    (await store.page({ scope, stream: 'records' }, 0, 100)).rows.map(({ scopeSeq }) => scopeSeq);
  const open = async () => await store.quarantined(SCOPE, { open: true, limit: 100 });

  describe('revisions', () => {
    it('are numbered without a hole in each commune, in the order of their arrival', async () => {
      const [one, other, two] = [
        station.household('1'),
        station.household('2', { scope: OTHER_SCOPE }),
        station.household('3'),
      ];
      await append([one, other]);
      const { heldRevisions } = await append([two]);
      expect(heldRevisions.get(revisionKey(two))).toMatchObject({ created: true, scopeSeq: 2 });
      const page = await store.page(RECORDS, 0, 100);
      expect(page.rows.map(({ revId, scopeSeq }) => [revId, scopeSeq])).toEqual([
        [one.revId, 1],
        [two.revId, 2],
      ]);
      expect(page.rows[0]?.body).toBe(JSON.stringify(one));
      expect(await numbers(OTHER_SCOPE)).toEqual([1]);
    });

    it('are kept once: the same again, or others under the same id, leave what is there', async () => {
      const record = station.household('1');
      await append([record]);
      const other = station.household('2', { revId: record.revId });
      for (const again of [record, other]) {
        const { heldRevisions } = await append([again]);
        expect(heldRevisions.get(revisionKey(record))).toMatchObject({
          created: false,
          scopeSeq: 1,
          contentHash: record.contentHash,
        });
      }
      expect((await store.page(RECORDS, 0, 100)).rows.map(({ body }) => body)).toEqual([JSON.stringify(record)]);
    });

    it('of one id in two communes are two', async () => {
      const here = station.household('1');
      const there = station.household('2', { revId: here.revId, scope: OTHER_SCOPE });
      await append([here, there]);
      const held = await store.held([here, there]);
      expect(held.get(revisionKey(here))?.contentHash).toBe(here.contentHash);
      expect(held.get(revisionKey(there))?.contentHash).toBe(there.contentHash);
    });

    it('come in pages by number and by bytes, one row at least', async () => {
      const records = ['1', '2', '3'].map((number) => station.household(number));
      await append(records);
      expect(await store.page(RECORDS, 0, 2)).toMatchObject({ more: true, rows: [{ scopeSeq: 1 }, { scopeSeq: 2 }] });
      expect(await store.page(RECORDS, 2, 2)).toMatchObject({ more: false, rows: [{ scopeSeq: 3 }] });
      expect(await store.page(RECORDS, 0, 100, 1)).toMatchObject({ more: true, rows: [{ scopeSeq: 1 }] });
      expect(await store.page(RECORDS, 3, 100)).toMatchObject({ more: false, rows: [] });
    });

    it('pushed at once by several phones are numbered without a hole all the same', async () => {
      await Promise.all(Array.from({ length: 8 }, (_, at) => append([station.household(`${at}`)])));
      expect(await numbers()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });

    it('say whose parents they may be', async () => {
      const record = station.household('1');
      await append([record]);
      const parents = await store.heldParents([record, { scope: OTHER_SCOPE, revId: record.revId }]);
      const { scope, entityId } = record;
      expect([...parents.keys()]).toEqual([revisionKey(record)]);
      expect(parents.get(revisionKey(record))).toMatchObject({ scope, kind: 'household', entityId, parents: [] });
    });

    it('are listed by device, in one commune', async () => {
      const record = station.household('1');
      await append([record, station.household('2', { scope: OTHER_SCOPE })]);
      const { rows } = await store.ofDevices(SCOPE, [record.device]);
      expect(rows).toEqual([
        { revId: record.revId, contentHash: record.contentHash, deviceTime: record.deviceTime, scopeSeq: 1 },
      ]);
    });
  });

  describe('quarantine', () => {
    it('has a row once, whoever offers it, and another commune none of it', async () => {
      await append([], [quarantined('a')]);
      await append([], [quarantined('a')], { submittedBy: 'gs-1', receivedAt: LATER });
      expect(await open()).toMatchObject([{ bodyHash: 'a', code: 'unreadable', submittedBy: 'cb-1', resolved: null }]);
      expect(await store.openCount(SCOPE)).toBe(1);
      expect(await store.openCount(OTHER_SCOPE)).toBe(0);
    });

    it('shows those first that were never judged again', async () => {
      await append([], [quarantined('a'), quarantined('b')]);
      await store.noteRetried(SCOPE, new Map([['a', 'hash-mismatch']]), LATER);
      expect((await open()).map(({ bodyHash, code }) => [bodyHash, code])).toEqual([
        ['b', 'unreadable'],
        ['a', 'hash-mismatch'],
      ]);
    });

    it('is closed once, with who and why', async () => {
      await append([], [quarantined('a')]);
      const why = { by: 'gs-1', reason: 'Nhập trùng', at: LATER };
      expect(await store.closeQuarantined(OTHER_SCOPE, 'a', why)).toBe(false);
      expect(await store.closeQuarantined(SCOPE, 'a', why)).toBe(true);
      expect(await store.closeQuarantined(SCOPE, 'a', why)).toBe(false);
      expect(await open()).toEqual([]);
      expect(await store.quarantinedByHash(SCOPE, ['a'])).toMatchObject([
        { resolved: { by: 'gs-1', reason: 'Nhập trùng', outcome: 'closed' } },
      ]);
    });

    it('marks what is accepted after all, and keeps it', async () => {
      await append([], [quarantined('a')]);
      const record = accepted(station.household('1'), { quarantinedAs: { scope: SCOPE, bodyHash: 'a' } });
      await append([record], [], { resolvedBy: 'gs-1', receivedAt: LATER });
      expect(await open()).toEqual([]);
      expect(await store.quarantinedByHash(SCOPE, ['a'])).toMatchObject([
        { body: 'body of a', resolved: { by: 'gs-1', outcome: 'accepted' } },
      ]);
    });

    it('takes a correction only while the row is open, and stores nothing else with it then', async () => {
      await append([], [quarantined('a')]);
      const correcting = () =>
        accepted(station.household('1'), { corrects: { scope: SCOPE, bodyHash: 'a', changes: [] } });
      await append([correcting()], [], { resolvedBy: 'gs-1' });
      await expect(append([station.household('2'), correcting()])).rejects.toBeInstanceOf(NotOpenError);
      expect(await numbers()).toEqual([1]);
    });

    it('finds what names a device and waits for a reason', async () => {
      await append([], [quarantined('a', { device: 'd', code: 'unproven' }), quarantined('b', { device: 'd' })]);
      const found = await store.quarantinedOf(SCOPE, 'd', { codes: ['unproven'], limit: 10 });
      expect(found.map(({ bodyHash }) => bodyHash)).toEqual(['a']);
    });
  });

  describe('views', () => {
    it('follow from the revisions, whatever their order', async () => {
      const first = station.household('1');
      const next = station.household('9', { entityId: first.entityId, parents: [first.revId] });
      await append([next]);
      await append([first]);
      expect(await store.current(SCOPE, 'household', [first.entityId])).toMatchObject([
        { id: first.entityId, payload: { number: '9' }, heads: [next.revId] },
      ]);
      expect(await store.householdsAt(SCOPE, [placeKey('Bình Hòa', '9')])).toEqual([first.entityId]);
      expect(await store.householdsAt(SCOPE, [placeKey('Bình Hòa', '1')])).toEqual([]);
      expect(await store.householdsAt(OTHER_SCOPE, [placeKey('Bình Hòa', '9')])).toEqual([]);
    });

    it('list every entity of a kind once, page by page', async () => {
      const records = ['1', '2', '3'].map((number) => station.household(number));
      await append(records);
      const first = await store.listed(SCOPE, 'household', '', 2);
      const second = await store.listed(SCOPE, 'household', first.next ?? '', 2);
      const ids = [...first.entities, ...second.entities].map(({ id }) => id);
      expect(ids).toEqual(records.map(({ entityId }) => entityId).sort());
      expect(second.next).toBeNull();
      expect(await store.listed(OTHER_SCOPE, 'household', '', 2)).toMatchObject({ entities: [], next: null });
    });

    it('are the same when they are made anew', async () => {
      await append([station.household('1'), station.household('2')]);
      expect(await store.viewBatch(SCOPE, '', 'compare')).toMatchObject({ next: null, differences: [] });
      expect(await store.viewBatch(SCOPE, '', 'write')).toMatchObject({ next: null, differences: [] });
      expect(await store.scopesWithRecords()).toEqual([SCOPE]);
    });
  });

  describe('people and devices', () => {
    const signIn = { device: '0192a000-0000-7000-8000-0000000000d1', officerId: 'cb-1', publicKey: 'key-1', at: AT };

    it('know an officer, with the communes of their grants', async () => {
      expect((await store.officers(['cb-1'])).get('cb-1')).toMatchObject({ id: 'cb-1', scopes: [SCOPE] });
      expect((await store.officers(['xx-1'])).size).toBe(0);
      expect(await store.communeByCode('31064')).toMatchObject({ scope: SCOPE, name: 'Xã Vĩnh Bình' });
      expect(await store.communeByCode('99999')).toBeNull();
    });

    it('know a commune’s history: the code is whose it still is, and grants reach what was merged into it', async () => {
      const [former, here] = await store.communes([SCOPE, OTHER_SCOPE]);
      if (former === undefined || here === undefined) throw new Error('both are there');
      expect(former).toMatchObject({ from: null, to: null, codes: [], predecessors: [] });
      const code = { code: '31060', from: null, to: '2025-06-30' };
      await store.putCommunes([
        { ...here, code: former.code, from: '2025-07-01', codes: [code], predecessors: [SCOPE] },
        { ...former, to: '2025-06-30' },
      ]);
      expect(await store.communeByCode(former.code)).toEqual({
        ...here,
        code: former.code,
        from: '2025-07-01',
        codes: [code],
        predecessors: [SCOPE],
      });
      // What is left out stays.
      const { scope, name, province, criteriaVariant } = here;
      await store.putCommunes([{ scope, code: '31099', name, province, criteriaVariant }]);
      expect(await store.communeByCode(former.code)).toMatchObject({ scope: SCOPE, to: '2025-06-30' });
      expect(await store.communeByCode('31099')).toMatchObject({ predecessors: [SCOPE], codes: [code] });

      expect((await store.officers(['gs-2'])).get('gs-2')?.scopes).toEqual(
        expect.arrayContaining([SCOPE, OTHER_SCOPE]),
      );
      expect((await store.officers(['gs-1'])).get('gs-1')?.scopes).toEqual([SCOPE]);
      const namesIn = async (place: string) => (await store.accounts(place)).map(({ id }) => id);
      expect(await namesIn(SCOPE)).toEqual(['cb-1', 'gs-1', 'gs-2', 'qt-1']);
      expect(await namesIn(OTHER_SCOPE)).toEqual(['gs-2', 'qt-1']);
      await store.putOfficers([
        { id: 'tinh', name: 'Tỉnh', grants: [{ role: 'viewer', on: 'province', province: former.province }] },
      ]);
      expect(await namesIn(SCOPE)).toContain('tinh');
    });

    it('know a token until it is ended', async () => {
      expect(await signInWith(store, { ...signIn, tokenHash: tokenHash('t') })).toEqual({
        kind: 'enrolled',
        officerId: 'cb-1',
        key: 'device-registered',
      });
      expect(await store.byToken(tokenHash('t'), LATER)).toMatchObject({
        officer: { id: 'cb-1' },
        devices: [signIn.device],
      });
      await store.endToken(tokenHash('t'), LATER);
      await store.endToken(tokenHash('never there'), LATER);
      expect(await store.byToken(tokenHash('t'), LATER)).toBeNull();
    });

    it('keep a device with a further key, the newest first', async () => {
      await signInWith(store, { ...signIn, tokenHash: tokenHash('t') });
      const further = { tokenHash: tokenHash('t'), officerId: 'cb-1', device: signIn.device, publicKey: 'key-2' };
      expect(await store.registerKey({ ...further, at: LATER })).toBe('key-registered');
      expect(await store.registerKey({ ...further, at: LATER })).toBe('known');
      expect((await store.deviceHolders([signIn.device])).get(signIn.device)).toEqual({
        officerId: 'cb-1',
        publicKeys: ['key-2', 'key-1'],
        isRevoked: false,
      });
    });

    it('give nobody a key on the device of another', async () => {
      await signInWith(store, { ...signIn, tokenHash: tokenHash('t') });
      await signInWith(store, { ...signIn, device: 'of gs-1', officerId: 'gs-1', tokenHash: tokenHash('u') });
      const wrong = { tokenHash: tokenHash('u'), officerId: 'gs-1', device: signIn.device, publicKey: 'key-3', at: AT };
      expect(await store.registerKey(wrong)).toBe('device-of-another');
      expect((await store.deviceHolders([signIn.device])).get(signIn.device)?.publicKeys).toEqual(['key-1']);
    });

    it('keep the first instant at which two phones were found under one id', async () => {
      await signInWith(store, { ...signIn, tokenHash: tokenHash('t') });
      expect(await store.isForked(signIn.device)).toBe(false);
      await store.noteForked([signIn.device], AT);
      await store.noteForked([signIn.device], LATER);
      expect(await store.isForked(signIn.device)).toBe(true);
      expect(await store.phones(SCOPE)).toMatchObject([{ device: signIn.device, forkedAt: AT }]);
    });

    it('find the last record of a device, and another under its number', async () => {
      const [one, two] = [station.household('1'), station.household('2')];
      await append([one, two]);
      expect(await store.lastOf(one.device, [SCOPE])).toMatchObject({ deviceSeq: two.deviceSeq });
      expect(await store.forkedBy([two])).toEqual([]);
      const twin = station.household('3', { deviceSeq: two.deviceSeq, prevHash: two.prevHash });
      expect(await store.forkedBy([twin])).toEqual([one.device]);
    });
  });

  describe('photos', () => {
    const cb1 = { officerId: 'cb-1', scopes: [SCOPE] };
    const piece = (at: number, end: number) => ({ at, of: PHOTO.length, bytes: PHOTO.slice(at, end) });
    const naming = () => append([accepted(station.household('1'), { blobs: [PHOTO_HASH] })]);

    it('are for the communes in which a record names them, and nowhere else', async () => {
      expect(await store.blobs.targets(cb1, PHOTO_HASH)).toEqual([]);
      await naming();
      expect(await store.blobs.targets(cb1, PHOTO_HASH)).toEqual([{ scope: SCOPE, readable: true }]);
      expect(await store.blobs.targets({ officerId: 'gs-2', scopes: [OTHER_SCOPE] }, PHOTO_HASH)).toEqual([]);
    });

    it('come in pieces from any byte, and are whole when all are there', async () => {
      await naming();
      const targets = await store.blobs.targets(cb1, PHOTO_HASH);
      const first = await store.blobs.putPiece(targets, PHOTO_HASH, piece(4, 6));
      expect(first).toMatchObject({ complete: false });
      expect(await store.blobs.read([SCOPE], PHOTO_HASH)).toBeNull();
      expect(await store.blobs.putPiece(targets, PHOTO_HASH, piece(0, 5))).toMatchObject({ complete: true });
      expect([...((await store.blobs.read([SCOPE], PHOTO_HASH)) ?? [])]).toEqual([...PHOTO]);
      expect(await store.blobs.read([OTHER_SCOPE], PHOTO_HASH)).toBeNull();
    });

    it('of another hash are dropped, and begin anew', async () => {
      await naming();
      const targets = await store.blobs.targets(cb1, PHOTO_HASH);
      const forged = { at: 0, of: PHOTO.length, bytes: PHOTO.slice().fill(9) };
      expect(await store.blobs.putPiece(targets, PHOTO_HASH, forged)).toMatchObject({ complete: false, held: [] });
      expect(await store.blobs.putPiece(targets, PHOTO_HASH, piece(0, 6))).toMatchObject({ complete: true });
    });
  });

  describe('the rest', () => {
    it('numbers and links the events of each scope', async () => {
      const event = { at: AT, actor: 'cb-1', kind: 'signed-in', detail: { device: 'd' } } as const;
      await store.addEvents([
        { ...event, scope: SCOPE },
        { ...event, scope: OTHER_SCOPE },
      ]);
      await store.addEvents([{ ...event, scope: SCOPE, at: LATER }]);
      const here = (await store.events()).filter(({ scope }) => scope === SCOPE);
      expect(here.map(({ n, at }) => [n, at])).toEqual([
        [1, AT],
        [2, LATER],
      ]);
      expect(here[1]?.prevHash).toBe(here[0]?.hash);
      const heads = (await store.eventHeads()).filter(({ scope }) => scope === SCOPE);
      expect(heads).toEqual([{ scope: SCOPE, n: 2, hash: here[1]?.hash }]);
    });

    it('filters a scope’s events, the newest first, and reads them on from a number', async () => {
      const event = (actor: string, kind: EventKind, at: string) => ({ scope: SCOPE, at, actor, kind, detail: {} });
      await store.addEvents([
        event('cb-1', 'signed-in', AT),
        event('gs-1', 'signed-in', AT),
        { ...event('cb-1', 'signed-in', AT), scope: OTHER_SCOPE },
        event('cb-1', 'signed-out', LATER),
      ]);
      const found = async (filter: Partial<EventFilter>, limit = 9) =>
        (await store.eventsBefore(SCOPE, { before: Number.MAX_SAFE_INTEGER, ...filter }, limit)).map(({ n }) => n);
      expect(await found({})).toEqual([3, 2, 1]);
      expect(await found({}, 2)).toEqual([3, 2]);
      expect(await found({ before: 2 })).toEqual([1]);
      expect(await found({ kind: 'signed-in' })).toEqual([2, 1]);
      expect(await found({ actor: 'cb-1' })).toEqual([3, 1]);
      expect(await found({ actor: 'a\0b' })).toEqual([]);
      expect(await found({ since: LATER })).toEqual([3]);
      expect(await found({ until: LATER })).toEqual([2, 1]);
      const on = async (n: number) => (await store.eventsAfter(SCOPE, n, 2)).map((each) => each.n);
      expect([await on(0), await on(2), await on(3)]).toEqual([[1, 2], [3], []]);
    });

    it('counts what came from a device, and the households and people of a scope', async () => {
      const device = station.uuid();
      const own = (number: string, more: Partial<Revision> = {}) => station.household(number, { device, ...more });
      const visit = own('', { kind: 'visit', payload: { ...(definitionOf('visit')?.example as object) } });
      await append(
        [own('1'), visit, own('9', { scope: OTHER_SCOPE }), station.household('8')],
        [quarantined('a'.repeat(64), { device }), quarantined('b'.repeat(64), { device: station.uuid() })],
      );
      await append([own('2')], [], { receivedAt: LATER });
      expect(await store.arrivedOf(SCOPE, device)).toEqual([
        { kind: 'household', count: 2, lastAt: LATER },
        { kind: 'visit', count: 1, lastAt: AT },
      ]);
      expect(await store.arrivedOf(SCOPE, 'a\0b')).toEqual([]);
      expect([await store.openCountOf(SCOPE, device), await store.openCountOf(OTHER_SCOPE, device)]).toEqual([1, 0]);
      expect(await store.figuresOf(SCOPE)).toEqual({ households: 3, people: 0 });
      expect(await store.figuresOf('scope-of-nobody')).toEqual({ households: 0, people: 0 });
    });

    it('notes what is new in the transaction that stores it, and nothing of what was there', async () => {
      const told: StoredRecords[] = [];
      const note = (stored: StoredRecords): NewEvent[] => {
        told.push(stored);
        const detail = { records: stored.revisions.length, waiting: stored.quarantined.length };
        return [{ scope: SCOPE, at: AT, actor: 'cb-1', kind: 'handed-in', detail }];
      };
      const [one, two] = [station.household('1'), station.household('2')];
      await append([one], [quarantined('a'.repeat(64))], { note });
      await append([one, two, two], [quarantined('a'.repeat(64)), quarantined('b'.repeat(64))], { note });
      expect(told.map(({ revisions, quarantined: rows }) => [revisions.length, rows.length])).toEqual([
        [1, 1],
        [1, 1],
      ]);
      expect((await store.events()).map(({ n, detail }) => [n, detail])).toEqual([
        [1, '{"records":1,"waiting":1}'],
        [2, '{"records":1,"waiting":1}'],
      ]);
      const corrects = { scope: SCOPE, bodyHash: 'c'.repeat(64), changes: [] };
      await expect(append([accepted(station.household('3'), { corrects })], [], { note })).rejects.toThrow();
      expect(await store.events(), 'what is not stored is not told').toHaveLength(2);
    });

    it('keeps a value unless there is one, and says which is kept', async () => {
      expect(await store.meta('a')).toBeNull();
      expect(await store.keepMeta('a', 'one')).toBe('one');
      expect(await store.keepMeta('a', 'two')).toBe('one');
      await store.setMeta('a', 'three');
      expect(await store.meta('a')).toBe('three');
    });

    it('keeps a criteria set for ever, by its hash', async () => {
      const set = { id: 'x', version: '1', sha256: 'f'.repeat(64), body: '{"id":"x"}', at: AT };
      await store.addSet(set);
      await store.addSet({ ...set, at: LATER });
      expect(await store.set(set.sha256)).toBe(set.body);
      expect(await store.set('e'.repeat(64))).toBeNull();
      expect((await store.sets()).filter(({ id }) => id === 'x')).toHaveLength(1);
    });

    it('hashes an identity number under a secret that stays', async () => {
      const [first, second] = [await store.identityHasher(), await store.identityHasher()];
      expect(first('091090123456')).toBe(second('091090123456'));
      expect(first('091090123456')).not.toBe(first('091090123457'));
      expect(first('091090123456')).not.toContain('091090123456');
    });

    it('has one epoch, which receipts and pages name', async () => {
      const epoch = await store.epoch();
      expect(await append([station.household('1')])).toMatchObject({ epoch });
      expect(await store.page(RECORDS, 0, 1)).toMatchObject({ epoch });
    });
  });
});
