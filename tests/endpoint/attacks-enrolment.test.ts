/**
 * Goal: who has seen somebody's code, device id and public key, or has a right code of their own, gets nobody else's sign-in and
 * harms no phone of theirs; and what ends guessing is counted once, however many processes count. Method: each attack over the
 * real routes of both databases and in memory, with a clock that the test moves.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCode, type ShownCode } from '../../src/endpoint/accounts/codes.ts';
import { createApp } from '../../src/endpoint/app.ts';
import { makeKeyPair } from '../../src/endpoint/signing/signatures.ts';
import { WRONG_TRIES_MAX, WRONG_TRIES_OF_PERSON_MAX } from '../../src/endpoint/store/api.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { addHousehold } from '../../src/programme/index.ts';
import { CODE_ALPHABET } from '../../src/protocol/index.ts';
import { uuidv7 } from '../../src/vault/index.ts';
import { enrolBody, enrolRequestBy, keyOfDevice } from '../devices.ts';
import { itInDatabase, SCOPE, STORES, STORES_AND_MEMORY, Station } from './station.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

async function codeFor(station: Station, officerId = 'cb-1'): Promise<ShownCode> {
  const made = makeCode(officerId, 'gs-1', station.millis);
  await station.store.addCode(made.code);
  return made;
}

/** A wrong code with the same beginning: its last characters are another number. */
function guess(typed: string, at: number): string {
  const letters = [...typed.replaceAll('-', '')];
  for (let place = letters.length - 1, rest = at + 1; rest > 0; place -= 1, rest = Math.floor(rest / 19)) {
    const now = CODE_ALPHABET.indexOf(letters[place] ?? '');
    letters[place] = CODE_ALPHABET[(now + (rest % 19)) % 19] ?? '';
  }
  return letters.join('');
}

describe.each(STORES_AND_MEMORY)('attacks on enrolment over %s', (kind) => {
  let station: Station;
  beforeEach(async () => {
    station = await Station.open(kind);
    station.app = station.newApp({ pause: async () => undefined });
    await station.putOfficers([{ id: 'cb-2', role: 'officer', scopes: [SCOPE], code: 'CB-2' }]);
  });
  afterEach(() => station?.dispose());

  const ask = (request: object) => station.ask('', '/v1/enrol', request);
  const enrol = (code: string, device = station.uuid()) => ask(JSON.parse(enrolBody(code, device)) as object);

  it('a used code that somebody saw, with the device id and the public key of its phone, opens nothing', async () => {
    const { typed } = await codeFor(station);
    const device = station.uuid();
    expect((await enrol(typed, device)).status).toBe(200);
    const { publicKey } = keyOfDevice(device);
    const proofs = {
      'by a key of the attacker’s': enrolRequestBy(makeKeyPair(), typed, device).proof,
      'seen with another code': enrolRequestBy(keyOfDevice(device), 'K7M2-9QGH-4T8B', device).proof,
      'seen with another device': enrolRequestBy(keyOfDevice(device), typed, station.uuid()).proof,
    };
    for (const [what, proof] of Object.entries(proofs)) {
      const answer = await ask({ code: typed, device, publicKey, proof, appVersion: 'test' });
      expect(answer, what).toEqual({ status: 403, value: { error: 'key-not-proven' } });
    }
    const bare = await ask({ code: typed, device, publicKey, appVersion: 'test' });
    expect(bare).toEqual({ status: 400, value: { error: 'bad-request', detail: 'proof' } });
    expect((await enrol(typed, device)).status, 'the phone itself, which may have lost the answer').toBe(200);
  });

  it('a code of one’s own registers no colleague’s key or device, and stays unused; the colleague works on', async () => {
    const { phone, vault, syncClient } = await station.phone(kind === 'sqlite' ? 511 : 512);
    const { publicKey = '' } = (await vault.signText('')) ?? {};
    const own = await codeFor(station, 'cb-2');
    const device = station.uuid();
    const { proof } = enrolRequestBy(keyOfDevice(device), own.typed, device);
    const ofKey = await ask({ code: own.typed, device, publicKey, proof, appVersion: 'test' });
    expect(ofKey).toEqual({ status: 403, value: { error: 'key-not-proven' } });
    expect(await enrol(own.typed, vault.deviceId)).toEqual({ status: 409, value: { error: 'device-of-another' } });
    expect((await station.store.deviceHolders([device])).size).toBe(0);
    const holder = (await station.store.deviceHolders([vault.deviceId])).get(vault.deviceId);
    expect(holder).toEqual({ officerId: 'cb-1', publicKeys: [publicKey], isRevoked: false });
    expect((await enrol(own.typed, device)).status).toBe(200);

    const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
    await vault.commit(addHousehold(ref, { number: '1', hamlet: 'Ấp 3' }));
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1, attention: 0 });
  });

  it('invented devices become no rows, and a colleague’s is not spoken for, whether the token is in use or revoked', async () => {
    const own = station.uuid();
    const token = await station.enrol('CB-2', own);
    const colleague = station.uuid();
    await station.enrol('CB-1', colleague);
    const phones = async () => (await station.store.phones(SCOPE)).filter(({ officer }) => officer.id !== 'gs-1');
    const before = await phones();
    const heartbeat = {
      pendingCount: 9,
      oldestPendingAt: station.now(),
      persisted: true,
      appVersion: 'forged',
      quarantinedCount: 0,
      maxDeviceSeq: 9,
      journalKind: 'opfs',
    };
    const push = async (device: string, more: object = {}) => {
      const body = { proto: 'cdht.push/1', device, deviceTime: station.now(), revisions: [], heartbeat, ...more };
      return (await station.ask(token, '/v1/push', body)).status;
    };
    for (let at = 0; at < 200; at += 1) expect(await push(station.uuid())).toBe(403);
    expect(await push(colleague)).toBe(403);
    expect(await phones()).toEqual(before);

    await station.store.revokeDevice(own, station.now());
    const { publicKey } = keyOfDevice(own);
    for (let at = 0; at < 20; at += 1) {
      const device = station.uuid();
      expect(await push(device, { register: { publicKey, devices: [device] } })).toBe(200);
    }
    expect(await push(colleague, { register: { publicKey, devices: [colleague] } })).toBe(200);
    const rows = await phones();
    expect(rows.map(({ device }) => device).sort()).toEqual([own, colleague].sort());
    expect(rows.every((row) => row.heartbeat === null)).toBe(true);
    expect((await station.store.deviceHolders([colleague])).get(colleague)?.publicKeys).not.toContain(publicKey);
  });

  it('a request whose key is not proven tries no code: it counts for nobody and leaves no trace of the code', async () => {
    const { typed, code } = await codeFor(station);
    const device = station.uuid();
    const { publicKey } = keyOfDevice(device);
    for (let at = 0; at <= WRONG_TRIES_MAX; at += 1) {
      const { proof } = enrolRequestBy(makeKeyPair(), guess(typed, at), device);
      await ask({ code: guess(typed, at), device, publicKey, proof, appVersion: 'test' });
    }
    expect((await station.store.codesOf(['cb-1'])).find(({ id }) => id === code.id)?.wrongTries).toBe(0);
    expect((await enrol(typed, device)).status).toBe(200);
  });

  it('thirty wrong tries of one person’s codes end theirs for a day, and nobody else’s', async () => {
    for (let tried = 0; tried < WRONG_TRIES_OF_PERSON_MAX; tried += WRONG_TRIES_MAX) {
      const { typed } = await codeFor(station);
      for (let at = 0; at < WRONG_TRIES_MAX; at += 1) expect((await enrol(guess(typed, at))).status).toBe(403);
    }
    const refused = { status: 429, value: { error: 'too-many-tries' } };
    const fresh = await codeFor(station);
    expect(await enrol(fresh.typed)).toEqual(refused);
    expect(await enrol(fresh.secret)).toEqual(refused);
    expect((await enrol((await codeFor(station, 'cb-2')).typed)).status).toBe(200);
    expect((await enrol((await codeFor(station, 'cb-2')).secret)).status).toBe(200);
    station.millis += DAY_MS + 1;
    expect((await enrol((await codeFor(station)).typed)).status).toBe(200);
  });

  itInDatabase(kind)('every wrong try is counted, however many come at once', async () => {
    const { typed, code } = await codeFor(station);
    await Promise.all(Array.from({ length: 25 }, (_, at) => enrol(guess(typed, at))));
    const [held] = (await station.store.codesOf(['cb-1'])).filter(({ id }) => id === code.id);
    expect(held?.wrongTries).toBe(25);
    expect(await station.store.wrongTriesSince(station.now())).toBe(25);
    expect((await enrol(typed)).status).toBe(429);
  });
});

describe.runIf(STORES.includes('postgres'))('two processes over one PostgreSQL', () => {
  it('count wrong tries together, and of two phones with one code let one in', async () => {
    const station = await Station.open('postgres');
    const second = await openStore({ databaseUrl: station.url });
    try {
      const clock = { now: () => station.now(), millis: () => station.millis };
      const pause = async () => undefined;
      const apps = [station.store, second].map((store) => createApp({ store, clock, version: 'test', pause }));
      const enrol = async (at: number, code: string) => {
        const body = enrolBody(code, station.uuid());
        return (await apps[at % 2]?.request('/v1/enrol', { method: 'POST', body }))?.status;
      };
      // Codes of several people that begin alike are counted by both processes at once.
      const guessed = await codeFor(station);
      for (const officerId of ['gs-1', 'gs-2']) {
        const { code } = makeCode(officerId, 'qt-1', station.millis);
        await station.store.addCode({ ...code, prefix: guessed.code.prefix });
      }
      const tries = Array.from({ length: 40 }, (_, at) => enrol(at, guess(guessed.typed, at)));
      expect(new Set(await Promise.all(tries))).toEqual(new Set([403]));
      const held = await second.codesOf(['cb-1', 'gs-1', 'gs-2']);
      const counted = held.filter(({ expiresAt }) => expiresAt !== null).map(({ wrongTries }) => wrongTries);
      expect(counted).toEqual([40, 40, 40]);
      expect(await second.wrongTriesSince(station.now())).toBe(40);
      expect([await enrol(0, guessed.typed), await enrol(1, guessed.typed)]).toEqual([429, 429]);

      const right = await codeFor(station, 'gs-1');
      await station.sql('update enrolment_codes set wrong_tries = 0');
      expect((await Promise.all([enrol(0, right.typed), enrol(1, right.secret)])).sort()).toEqual([200, 403]);
    } finally {
      await second.close();
      await station.dispose();
    }
  });
});
