/**
 * Goal: codes, tokens and the devices they let in are the same on SQLite, on PostgreSQL and in the memory of a simulated
 * endpoint. Method: the store's members asked directly, without routes, over each of them; what the routes make of it is
 * tested in tests/endpoint/enrolment.test.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeHash } from '../../src/endpoint/http/sign-in.ts';
import {
  type Enrolment,
  type NewEnrolmentCode,
  type Store,
  WRONG_TRIES_MAX,
  WRONG_TRIES_OF_PERSON_MAX,
} from '../../src/endpoint/store/api.ts';
import { TOKEN_GRACE_MS, TOKEN_STALE_MS } from '../../src/endpoint/store/hand-in.ts';
import { LIMITS } from '../../src/protocol/index.ts';
import { SCOPE, STORES_AND_MEMORY, Station } from '../endpoint/station.ts';

const START_MS = Date.parse('2026-11-24T02:00:00.000Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const at = (ms: number) => new Date(START_MS + ms).toISOString();
const AT = at(0);
const DEVICE = '0192a000-0000-7000-8000-0000000000d1';
const OTHER_DEVICE = '0192a000-0000-7000-8000-0000000000d2';

const codeOf = (id: string, more: Partial<NewEnrolmentCode> = {}): NewEnrolmentCode => ({
  id,
  officerId: 'cb-1',
  prefix: 'KKKK',
  typedHash: codeHash(`typed ${id}`),
  secretHash: `secret of ${id}`,
  madeBy: 'gs-1',
  madeAt: AT,
  expiresAt: at(DAY),
  ...more,
});
const enrolment = (id: string, more: Partial<Enrolment> = {}): Enrolment => ({
  codeHash: codeHash(`typed ${id}`),
  prefix: 'KKKK',
  tokenHash: `token of ${id}`,
  device: DEVICE,
  publicKey: 'key-1',
  deviceName: null,
  person: null,
  others: [],
  at: AT,
  ...more,
});
const rejected = (why: string, officerId: string | null = 'cb-1') => ({ kind: 'rejected', why, officerId });
const enrolled = (key: string, officerId = 'cb-1') => ({ kind: 'enrolled', officerId, key });

describe.each(STORES_AND_MEMORY)('enrolment on %s', (kind) => {
  let station: Station;
  let store: Store;
  beforeEach(async () => {
    station = await Station.open(kind);
    store = station.store;
  });
  afterEach(() => station?.dispose());

  const codeIs = async (id: string) => (await store.codesOf(['cb-1', 'gs-1'])).find((code) => code.id === id);
  const wrong = async (count: number, more: Partial<Enrolment> = {}) => {
    for (let tried = 0; tried < count; tried += 1) {
      expect(await store.enrol(enrolment(`none ${tried}`, more))).toEqual(rejected('wrong-code', null));
    }
  };
  const handIn = async (token: string, ms = 0) => {
    const holder = await store.byToken(token, at(ms));
    return holder === null ? 'nothing' : (holder.handIn ?? 'open');
  };

  describe('a code', () => {
    it('is listed with what became of it, the newest first, and without its hashes', async () => {
      await store.addCode(codeOf('old'));
      await store.addCode(codeOf('new', { madeAt: at(MINUTE) }));
      await store.addCode(codeOf('of another', { officerId: 'gs-1' }));
      await store.enrol(enrolment('old'));
      const codes = await store.codesOf(['cb-1']);
      const of = { officerId: 'cb-1', madeBy: 'gs-1', expiresAt: at(DAY), voidedAt: null, wrongTries: 0 };
      expect(codes.filter(({ expiresAt }) => expiresAt !== null)).toEqual([
        { ...of, id: 'new', madeAt: at(MINUTE), usedAt: null, usedBy: null },
        { ...of, id: 'old', madeAt: AT, usedAt: AT, usedBy: DEVICE },
      ]);
      expect(await store.codesOf([])).toEqual([]);
    });

    it('is taken once, in either form; the phone that used it is let in again', async () => {
      await store.addCode(codeOf('a'));
      expect(await store.enrol(enrolment('a', { codeHash: 'secret of a', prefix: null }))).toEqual(
        enrolled('device-registered'),
      );
      expect(await store.enrol(enrolment('a', { tokenHash: 'again' }))).toEqual(enrolled('known'));
      for (const other of [{ device: OTHER_DEVICE }, { publicKey: 'key-2' }]) {
        expect(await store.enrol(enrolment('a', { tokenHash: 'u', ...other }))).toEqual(rejected('code-used'));
      }
      expect(await handIn('token of a')).toBe('open');
      expect(await handIn('again')).toBe('open');
      expect(await handIn('u')).toBe('nothing');
    });

    it('ends when its time does, when it is voided, and with the account', async () => {
      for (const id of ['late', 'void', 'closed']) await store.addCode(codeOf(id));
      expect(await store.enrol(enrolment('late', { at: at(DAY) }))).toEqual(rejected('code-expired'));
      expect([await store.voidCode('void', AT), await store.voidCode('void', AT)]).toEqual([true, false]);
      expect(await store.voidCode('never made', AT)).toBe(false);
      expect(await store.enrol(enrolment('void'))).toEqual(rejected('code-voided'));
      await store.setClosed('cb-1', { at: AT, successor: null });
      expect(await store.enrol(enrolment('closed'))).toEqual(rejected('account-closed'));
      expect(await codeIs('closed')).toMatchObject({ usedAt: null, voidedAt: null });
      await store.setClosed('cb-1', null);
      expect(await store.enrol(enrolment('closed', { at: at(DAY - 1) }))).toMatchObject({ kind: 'enrolled' });
      expect(await store.voidCode('closed', AT), 'used already').toBe(false);
    });

    it('that another store on the phone is to show stays unused', async () => {
      await store.addCode(codeOf('a'));
      expect(await store.enrol(enrolment('a', { person: 'gs-1' }))).toEqual(rejected('code-of-another'));
      expect(await store.enrol(enrolment('a', { others: ['gs-1', 'cb-1'] }))).toEqual(rejected('person-is-here'));
      expect(await codeIs('a')).toMatchObject({ usedAt: null, wrongTries: 0 });
      expect(await store.enrol(enrolment('a', { person: 'cb-1', others: ['gs-1'] }))).toMatchObject({
        kind: 'enrolled',
      });
    });

    it('stays unused where the device or its key is not taken, and no token is kept', async () => {
      await store.addCode(codeOf('of gs-1', { officerId: 'gs-1' }));
      await store.enrol(enrolment('of gs-1'));
      await store.addCode(codeOf('a'));
      expect(await store.enrol(enrolment('a'))).toEqual(rejected('device-of-another'));
      expect(await codeIs('a')).toMatchObject({ usedAt: null });
      expect(await handIn('token of a')).toBe('nothing');
      for (let key = 2; key <= LIMITS.keysPerDevice; key += 1) {
        const more = { tokenHash: 'token of of gs-1', officerId: 'gs-1', device: DEVICE, at: AT };
        expect(await store.registerKey({ ...more, publicKey: `key-${key}` })).toBe('key-registered');
      }
      await store.addCode(codeOf('b', { officerId: 'gs-1' }));
      expect(await store.enrol(enrolment('b', { publicKey: 'one too many' }))).toEqual(
        rejected('too-many-keys', 'gs-1'),
      );
      expect(await codeIs('b')).toMatchObject({ usedAt: null });
    });
  });

  describe('wrong tries', () => {
    it('are counted at the unused codes that begin so, and for everybody by the minute', async () => {
      for (const id of ['a', 'used']) await store.addCode(codeOf(id));
      await store.addCode(codeOf('other', { prefix: 'QQQQ', officerId: 'gs-1' }));
      await store.enrol(enrolment('used'));
      await wrong(2);
      await wrong(1, { prefix: null, at: at(2 * MINUTE) });
      await wrong(1, { prefix: 'a\0b', at: at(2 * MINUTE) });
      expect(await codeIs('a')).toMatchObject({ wrongTries: 2 });
      expect(await codeIs('used')).toMatchObject({ wrongTries: 0 });
      expect(await codeIs('other')).toMatchObject({ wrongTries: 0 });
      expect(await store.wrongTriesSince(at(-DAY))).toBe(4);
      expect(await store.wrongTriesSince(at(MINUTE))).toBe(2);
      expect(await store.wrongTriesSince(at(3 * MINUTE))).toBe(0);
    });

    it('end a code at the tenth, and all of a person’s for a day at the thirtieth', async () => {
      for (const [id, prefix] of [
        ['a', 'KKKK'],
        ['b', 'MMMM'],
        ['c', 'NNNN'],
      ] as const) {
        await store.addCode(codeOf(id, { prefix }));
        await wrong(WRONG_TRIES_MAX - 1, { prefix });
      }
      expect(WRONG_TRIES_OF_PERSON_MAX - 3 * (WRONG_TRIES_MAX - 1)).toBe(3);
      await wrong(1, { prefix: 'KKKK' });
      expect(await store.enrol(enrolment('a'))).toEqual(rejected('too-many-tries'));
      await wrong(2, { prefix: 'MMMM' });
      expect(await store.enrol(enrolment('c', { prefix: 'NNNN' }))).toEqual(rejected('too-many-tries'));
      await store.addCode(codeOf('of gs-1', { officerId: 'gs-1', prefix: 'QQQQ' }));
      expect(await store.enrol(enrolment('of gs-1'))).toMatchObject({ kind: 'enrolled', officerId: 'gs-1' });
      const later = at(DAY + 1);
      await store.addCode(codeOf('d', { prefix: 'PPPP', madeAt: later, expiresAt: at(2 * DAY) }));
      const more = { device: OTHER_DEVICE, at: later };
      expect(await store.enrol(enrolment('d', more))).toMatchObject({ kind: 'enrolled' });
    });
  });

  describe('a token', () => {
    beforeEach(async () => {
      await store.addCode(codeOf('a'));
      await store.enrol(enrolment('a', { tokenHash: 'first', deviceName: 'Máy của Hòa' }));
    });

    it('is followed by another, which ends it by being used, a while later', async () => {
      await store.addToken('first', 'second', at(DAY));
      await store.addToken('never there', 'third', at(DAY));
      expect(await handIn('third')).toBe('nothing');
      expect(await store.byToken('second', at(DAY))).toMatchObject({ isNew: true, device: DEVICE, madeAt: at(DAY) });
      expect(await handIn('first', 2 * DAY)).toBe('open');
      await store.confirmToken('second', at(2 * DAY));
      expect(await store.byToken('second', at(2 * DAY))).toMatchObject({ isNew: false });
      expect(await handIn('first', 2 * DAY + TOKEN_GRACE_MS)).toBe('open');
      expect(await handIn('first', 2 * DAY + TOKEN_GRACE_MS + 1)).toBe('replaced');
      await store.confirmToken('first', at(3 * DAY));
      expect(await handIn('second', 3 * DAY)).toBe('open');
      expect(await handIn('second', DAY + TOKEN_STALE_MS + 1)).toBe('stale');
    });

    it('ends with its whole sign-in at a sign-out, and hands in nothing any more', async () => {
      await store.addToken('first', 'second', at(DAY));
      await store.endToken('first', at(DAY));
      expect([await handIn('first'), await handIn('second')]).toEqual(['nothing', 'nothing']);
      expect(await store.revokeDevice(DEVICE, at(DAY))).toBe(true);
      expect([await handIn('first'), await handIn('second')]).toEqual(['nothing', 'nothing']);
    });

    it('of a revoked device hands in, also those that were replaced, until the person enrols it again', async () => {
      await store.addToken('first', 'second', at(DAY));
      await store.confirmToken('second', at(DAY));
      expect([await store.revokeDevice(DEVICE, at(2 * DAY)), await store.revokeDevice(DEVICE, AT)]).toEqual([
        true,
        false,
      ]);
      expect(await store.revokeDevice(OTHER_DEVICE, AT)).toBe(false);
      for (const token of ['first', 'second']) expect(await handIn(token, 2 * DAY), token).toBe('revoked');
      expect((await store.deviceHolders([DEVICE])).get(DEVICE)).toMatchObject({ isRevoked: true });
      expect(await store.phones(SCOPE)).toMatchObject([
        { device: DEVICE, name: 'Máy của Hòa', revokedAt: at(2 * DAY) },
      ]);

      await store.addCode(codeOf('again', { madeAt: at(2 * DAY), expiresAt: at(3 * DAY) }));
      await store.enrol(enrolment('again', { tokenHash: 'new', at: at(2 * DAY) }));
      expect(await store.phones(SCOPE)).toMatchObject([{ device: DEVICE, name: 'Máy của Hòa', revokedAt: null }]);
      expect([await handIn('new', 2 * DAY), await handIn('second', 2 * DAY)]).toEqual(['open', 'revoked']);
      expect(await store.byToken('new', at(2 * DAY))).toMatchObject({ devices: [DEVICE], officer: { id: 'cb-1' } });
    });

    it.each(['a revocation', 'a sign-out'])('of an earlier sign-in on the device ends with it at %s', async (what) => {
      await store.addToken('first', 'second', AT);
      await store.addCode(codeOf('again'));
      await store.enrol(enrolment('again', { tokenHash: 'new', at: AT }));
      if (what === 'a sign-out') await store.endToken('new', AT);
      else await store.revokeDevice(DEVICE, AT);
      const now = what === 'a sign-out' ? 'nothing' : 'revoked';
      for (const token of ['first', 'second', 'new']) expect(await handIn(token), token).toBe(now);
    });

    it('of an earlier sign-in that is signed out leaves the later one', async () => {
      await store.addCode(codeOf('again'));
      await store.enrol(enrolment('again', { tokenHash: 'new', at: AT }));
      await store.endToken('first', AT);
      expect([await handIn('first'), await handIn('new')]).toEqual(['nothing', 'open']);
    });

    it('of a former id of the phone ends when the phone is revoked, and nobody else’s does', async () => {
      await store.addCode(codeOf('under another id'));
      await store.enrol(enrolment('under another id', { device: OTHER_DEVICE, tokenHash: 'new' }));
      const third = '0192a000-0000-7000-8000-0000000000d3';
      await store.addCode(codeOf('desk'));
      await store.enrol(enrolment('desk', { device: third, publicKey: 'key-3', tokenHash: 'desk' }));
      await store.addCode(codeOf('of gs-1', { officerId: 'gs-1' }));
      const [fourth, publicKey] = ['0192a000-0000-7000-8000-0000000000d4', 'key-1'];
      await store.enrol(enrolment('of gs-1', { device: fourth, publicKey, tokenHash: 'of gs-1' }));
      await store.revokeDevice(OTHER_DEVICE, AT);
      const ends = await Promise.all(['first', 'new', 'desk', 'of gs-1'].map((token) => handIn(token)));
      expect(ends).toEqual(['revoked', 'revoked', 'open', 'open']);
    });

    it('of a closed account hands in, and is open again with the account', async () => {
      await store.setClosed('cb-1', { at: AT, successor: 'gs-1' });
      expect(await handIn('first')).toBe('account-closed');
      await store.setClosed('cb-1', null);
      expect(await handIn('first')).toBe('open');
    });
  });

  it('enrols a device again under the same key without another row, and under a new key of the same person', async () => {
    for (const [id, publicKey, key] of [
      ['a', 'key-1', 'device-registered'],
      ['b', 'key-1', 'known'],
      ['c', 'key-2', 'key-registered'],
    ] as const) {
      await store.addCode(codeOf(id));
      expect(await store.enrol(enrolment(id, { publicKey }))).toEqual(enrolled(key));
    }
    expect(await store.phones(SCOPE)).toHaveLength(1);
    expect((await store.deviceHolders([DEVICE])).get(DEVICE)?.publicKeys).toEqual(
      expect.arrayContaining(['key-1', 'key-2']),
    );
  });
});
