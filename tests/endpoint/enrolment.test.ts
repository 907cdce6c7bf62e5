/**
 * Goal: a person enrols with a one-time code that nobody can guess, use twice or take from them; a sign-in that has ended reads
 * nothing, and what its phone still holds is not lost. Method: the endpoint's routes over both databases and in memory, with a
 * clock that the test moves.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCode, type ShownCode } from '../../src/endpoint/accounts/codes.ts';
import { TOKEN_FRESH_MS, TOKEN_GRACE_MS, TOKEN_STALE_MS } from '../../src/endpoint/store/hand-in.ts';
import { addHousehold } from '../../src/programme/index.ts';
import { CODE_ALPHABET, codeResponse, pushResponse, session } from '../../src/protocol/index.ts';
import { uuidv7 } from '../../src/vault/index.ts';
import { testPhone } from '../../src/vault/testing/test-phone.ts';
import { enrolBody } from '../devices.ts';
import { SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

describe.each(STORES_AND_MEMORY)('enrolment over %s', (kind) => {
  let station: Station;
  beforeEach(async () => {
    station = await Station.open(kind);
  });
  afterEach(() => station.dispose());

  const code = async (officerId = 'cb-1'): Promise<ShownCode> => {
    const made = makeCode(officerId, 'gs-1', station.millis);
    await station.store.addCode(made.code);
    return made;
  };
  const enrol = async (given: string, device = station.uuid(), headers: Record<string, string> = {}) => {
    const answer = await station.app.request('/v1/enrol', { method: 'POST', body: enrolBody(given, device), headers });
    const value = (await answer.json()) as { error?: string; token?: string };
    return { status: answer.status, error: value.error ?? null, token: value.token ?? '' };
  };
  /** Another code with the same beginning. */
  const guess = (typed: string, at: number) => {
    const rest = [...typed.slice(4).replaceAll('-', '')];
    rest[at % rest.length] = CODE_ALPHABET[(CODE_ALPHABET.indexOf(rest[at % rest.length] ?? '') + 1) % 19] ?? '';
    return typed.slice(0, 4) + rest.join('');
  };

  it('takes a typed or a scanned code once, and says what is wrong with it only to who has it', async () => {
    const [typed, scanned] = [await code(), await code()];
    expect((await enrol(typed.typed.toLowerCase().replaceAll('-', ' '))).status).toBe(200);
    expect((await enrol(`https://xa.example.vn/#enrol=${scanned.secret}`)).status).toBe(200);
    expect(await enrol(typed.typed)).toMatchObject({ status: 403, error: 'code-used' });
    expect(await enrol(typed.secret)).toMatchObject({ status: 403, error: 'code-used' });
    expect(await enrol(guess(typed.typed, 0))).toMatchObject({ status: 403, error: 'wrong-code' });
  });

  it('lets the phone in again that lost the answer, and of two phones at once one', async () => {
    const { typed } = await code();
    const device = station.uuid();
    expect((await enrol(typed, device)).status).toBe(200);
    expect((await enrol(typed, device)).status).toBe(200);
    const shared = await code();
    const both = await Promise.all([enrol(shared.typed), enrol(shared.secret)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('leaves a code unused that another store on the phone, or another person, is to show', async () => {
    const { phone } = await station.phone(81);
    const { syncClient, vault } = await station.reopened(phone);
    const ofOther = await code('gs-1');
    expect(await syncClient.enrol(ofOther.typed)).toEqual({ kind: 'error', code: 'code-of-another' });
    expect((await vault.session())?.officer.id).toBe('cb-1');
    const own = await code();
    const fresh = await station.reopened(testPhone(82));
    expect(await fresh.syncClient.enrol(own.typed, ['gs-1', 'cb-1'])).toEqual({
      kind: 'error',
      code: 'person-is-here',
    });
    expect(await syncClient.enrol(own.typed, ['gs-1'])).toMatchObject({ kind: 'signed-in' });
    expect(await fresh.syncClient.enrol(ofOther.typed, ['cb-1'])).toMatchObject({ kind: 'signed-in' });
  });

  it('accepts, once the phone is enrolled again, what it handed in under a former id', async () => {
    const { phone, vault, syncClient } = await station.phone(83);
    expect((await syncClient.sync()).kind).toBe('done');
    const former = vault.deviceId;
    const id = uuidv7(phone.clock, phone.rng);
    await vault.commit(addHousehold({ scope: SCOPE, id }, { number: '7', hamlet: 'Ấp 3' }));
    await vault.takeAnotherId(former);
    const other = vault.deviceId;
    expect(other).not.toBe(former);
    await station.store.revokeDevice(former, station.now());
    expect(await syncClient.sync()).toMatchObject({ kind: 'signed-out', why: 'revoked', handedIn: 1 });
    expect((await syncClient.enrol((await code()).typed)).kind).toBe('signed-in');
    expect((await syncClient.sync()).kind).toBe('done');
    expect((await station.store.page({ scope: SCOPE, stream: 'records' }, 0, 9)).rows).toHaveLength(1);
    expect(await vault.health()).toMatchObject({ pendingCount: 0, attentionCount: 0, unreceivedCount: 0 });
  });

  it('of two tokens that were given at once, one used late ends nothing', async () => {
    const device = station.uuid();
    const { token } = await enrol((await code()).typed, device);
    station.millis += TOKEN_FRESH_MS;
    const push = async (shown: string) => {
      const body = { proto: 'cdht.push/1', device, deviceTime: station.now(), revisions: [] };
      return (await station.ask(shown, '/v1/push', body)).value as { token?: string; handedIn?: string };
    };
    const [one = '', two = ''] = (await Promise.all([push(token), push(token)])).map((answer) => answer.token);
    await push(one);
    expect((await push(two)).handedIn).toBeUndefined();
    station.millis += TOKEN_GRACE_MS + 1;
    expect((await push(two)).handedIn).toBe('replaced');
    expect((await push(one)).handedIn).toBeUndefined();
  });

  it('ends a code after a day, when it is voided, and with the account', async () => {
    const [old, voided, closed] = [await code(), await code(), await code('gs-1')];
    const supervisor = await station.enrol('GS-1');
    expect(
      (await station.ask(supervisor, `/v1/enrolment-codes/${voided.code.id}/void`, { scope: SCOPE })).value,
    ).toEqual({
      voided: true,
    });
    expect(await enrol(voided.typed)).toMatchObject({ status: 403, error: 'code-voided' });
    await station.store.setClosed('gs-1', { at: station.now(), successor: null });
    expect(await enrol(closed.typed)).toMatchObject({ status: 403, error: 'account-closed' });
    station.millis += 24 * 60 * 60 * 1000;
    expect(await enrol(old.typed)).toMatchObject({ status: 403, error: 'code-expired' });
  });

  it('ends guessing at the tenth try, and locks nobody else out', async () => {
    const [guessed, other] = [await code(), await code('gs-1')];
    for (let at = 0; at < 10; at++) expect((await enrol(guess(guessed.typed, at))).error).toBe('wrong-code');
    expect(await enrol(guessed.typed)).toMatchObject({ status: 429, error: 'too-many-tries' });
    expect((await enrol(other.typed)).status).toBe(200);
    const again = await code();
    expect((await enrol(again.typed)).status).toBe(200);
  });

  it('a thousand wrong codes from the proxy that all phones share keep no right code out', async () => {
    const waits: number[] = [];
    station.app = station.newApp({ pause: async (ms) => void waits.push(ms) });
    for (let at = 0; at < 1000; at++) await enrol(`ZZZZ-${at}`);
    const right = await code();
    expect((await enrol(right.typed)).status).toBe(200);
    expect(Math.max(...waits)).toBeLessThanOrEqual(3_000);
    expect(waits.at(-1)).toBeGreaterThan(0);
  });

  it('makes codes only for those whom one may enrol', async () => {
    const supervisor = await station.enrol('GS-1');
    const ask = (officerId: string) => station.ask(supervisor, '/v1/enrolment-codes', { scope: SCOPE, officerId });
    const made = codeResponse.parse((await ask('cb-1')).value);
    expect((await enrol(made.typed)).status).toBe(200);
    expect((await ask('qt-1')).value).toEqual({ error: 'not-for-this-person' });
    expect((await ask('gs-2')).value).toEqual({ error: 'unknown-account' });
    const kinds = (await station.store.events()).map((event) => event.kind);
    expect(kinds).toContain('code-made');
  });

  it('replaces a token that is a day old; the former one counts until the new one is used, and a while beyond', async () => {
    const device = station.uuid();
    const { token } = await enrol((await code()).typed, device);
    const push = async (shown: string) => {
      const body = { proto: 'cdht.push/1', device, deviceTime: station.now(), revisions: [] };
      const { status, value } = await station.ask(shown, '/v1/push', body);
      const { token: next, handedIn } = value as { token?: string; handedIn?: string };
      return { status, next, handedIn };
    };
    expect(await push(token)).toEqual({ status: 200, next: undefined, handedIn: undefined });
    station.millis += TOKEN_FRESH_MS;
    const { next: lost } = await push(token);
    const { next = '' } = await push(token);
    expect(new Set([token, lost, next]).size).toBe(3);
    expect(await push(next)).toEqual({ status: 200, next: undefined, handedIn: undefined });
    expect((await push(token)).handedIn).toBeUndefined();
    station.millis += TOKEN_GRACE_MS + 1;
    expect((await push(token)).handedIn).toBe('replaced');
    expect((await push(lost ?? '')).handedIn).toBe('replaced');
    expect((await push(next)).handedIn).toBeUndefined();
    expect((await station.ask(token, '/v1/session')).status).toBe(401);
  });

  it('a phone knows whom to ask for a code, and hears of another number with its next push', async () => {
    const device = station.uuid();
    const { token = '' } = await enrol((await code()).secret, device);
    const contacts = async () => {
      const { value } = await station.ask(token, '/v1/session');
      return session.parse(value).communes.find(({ scope }) => scope === SCOPE)?.contacts;
    };
    const mark = async () => {
      const pull = [{ scope: SCOPE, stream: 'records', epoch: null, after: 0 }];
      const body = { proto: 'cdht.push/1', device, deviceTime: station.now(), revisions: [], pull };
      return pushResponse.parse((await station.ask(token, '/v1/push', body)).value).communes;
    };
    expect(await contacts()).toBeUndefined();
    const before = await mark();
    const administrator = await station.enrol('QT-1');
    const account = await station.store.account('gs-1');
    const answer = await station.app.request('/v1/accounts/gs-1', {
      method: 'PUT',
      headers: { authorization: `Bearer ${administrator}` },
      body: JSON.stringify({ scope: SCOPE, name: account?.name, phone: '0912 345 678', grants: account?.grants }),
    });
    expect(answer.status).toBe(200);
    expect(await mark()).not.toBe(before);
    expect(await contacts()).toEqual([{ name: account?.name, phone: '0912 345 678' }]);
  });

  it.each(['revoked', 'stale', 'account-closed'] as const)(
    'a sign-in that is %s hands in and reads nothing',
    async (why) => {
      const token = await station.enrol('CB-1');
      const supervisor = await station.enrol('GS-1');
      const [early, late] = [station.household('1'), station.household('2')];
      await station.push(token, [early]);
      if (why === 'stale') station.millis += TOKEN_STALE_MS + 1;
      if (why === 'account-closed') await station.store.setClosed('cb-1', { at: station.now(), successor: 'gs-1' });
      if (why === 'revoked') {
        const phones = await station.store.phones(SCOPE);
        for (const { device } of phones.filter(({ officer }) => officer.id === 'cb-1')) {
          const body = { scope: SCOPE, reason: 'Mất máy' };
          expect((await station.ask(supervisor, `/v1/phones/${device}/revoke`, body)).value).toEqual({ revoked: true });
        }
      }
      const pull = [{ scope: SCOPE, stream: 'records', epoch: null, after: 0 }];
      const answer = await station.push(token, [early, late], { pull, keys: true });
      expect(answer).toMatchObject({ handedIn: why, receipts: [{ status: 'duplicate' }, { status: 'quarantined' }] });
      expect([answer.pulled, answer.rescueKeys, answer.token, answer.scopes]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      for (const path of [`/v1/pull?scope=${SCOPE}`, '/v1/session', `/v1/quarantine?scope=${SCOPE}`]) {
        expect((await station.ask(token, path)).status).toBe(401);
      }
      expect(await station.heldOf(late.revId)).toBeUndefined();
      // The same again is no further event.
      await station.push(token, [early, late]);
      const events = (await station.store.events()).filter((event) => event.kind === 'handed-in');
      expect(events.map(({ scope, actor, detail }) => [scope, actor, JSON.parse(detail)])).toEqual([
        [SCOPE, 'cb-1', { device: expect.any(String), why, records: 1 }],
      ]);
      if (why === 'account-closed') await station.store.setClosed('cb-1', null);
      // The person enrols the device again on which the records were made.
      await enrol('CB-1', late.device);
      expect((await station.heldOf(late.revId))?.contentHash).toBe(late.contentHash);
    },
  );
});
