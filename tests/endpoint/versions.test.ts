/**
 * Goal: phones and endpoints are not updated on one day, and nothing may be lost in between. Method: the messages of the
 * first app, written out letter by letter, against this endpoint; and this phone against an endpoint that knows none of
 * the members and routes that came later.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashBytes } from '../../src/protocol/index.ts';
import { createCourier } from '../../src/sync/courier.ts';
import type { HttpAnswer, Net } from '../../src/sync/index.ts';
import { uuidv7 } from '../../src/vault/index.ts';
import { testPhone } from '../../src/vault/test-phone.ts';
import { SCOPE, Station } from './station.ts';

const DAY = 86_400_000;

let station: Station;
beforeAll(async () => {
  station = await Station.open('sqlite');
});
afterAll(() => station?.dispose());

const HOUSEHOLD = `{
  "revId": "0192a000-0000-7000-8000-00000000e001", "schema": 1,
  "kind": "household", "entityId": "0192a000-0000-7000-8000-00000000e101", "parents": [],
  "scope": "31064", "author": "cb-1", "device": "0192a000-0000-7000-8000-00000000e0d1",
  "deviceSeq": 1, "prevHash": "", "deviceTime": "2026-11-24T09:00:00.000+07:00",
  "payload": { "number": "017", "hamlet": "Ấp 3", "communeCode": "31064" },
  "contentHash": "23bc487eb52212e980e88865ff35a2da3c22fddf4aac84cc30271cf2672209e6"
}`;
const CITIZEN = `{
  "revId": "0192a000-0000-7000-8000-00000000e002", "schema": 1,
  "kind": "citizen", "entityId": "0192a000-0000-7000-8000-00000000e102", "parents": [],
  "scope": "31064", "author": "cb-1", "device": "0192a000-0000-7000-8000-00000000e0d1",
  "deviceSeq": 2, "prevHash": "23bc487eb52212e980e88865ff35a2da3c22fddf4aac84cc30271cf2672209e6",
  "deviceTime": "2026-11-24T09:01:00.000+07:00",
  "payload": {
    "householdId": "0192a000-0000-7000-8000-00000000e101", "name": "Đặng Thị Hòa", "birthYear": 1962,
    "sex": "nu", "relation": "chu-ho", "group": "1"
  },
  "contentHash": "b911ac0ab954b1dae8d53070dabf2bdfbfce7e41137d04f36ed39e6c7924a33f"
}`;

describe('the first app at this endpoint', () => {
  const ask = (path: string, body: string, token?: string) =>
    station.app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body,
    });
  const enrol = async (): Promise<Record<string, unknown>> => {
    const device = '0192a000-0000-7000-8000-00000000e0d1';
    const answer = await ask('/v1/enrol', `{"code":"CB-1","device":"${device}","appVersion":"0.0.1"}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  const push = async (token: string, revisions: string): Promise<Record<string, unknown>> => {
    const answer = await ask(
      '/v1/push',
      `{"proto":"cdht.push/1","device":"0192a000-0000-7000-8000-00000000e0d1",
        "deviceTime":"2026-11-24T09:02:00.000+07:00","revisions":[${revisions}]}`,
      token,
    );
    expect(answer.status).toBe(200);
    return (await answer.json()) as Record<string, unknown>;
  };

  it('signs in, sends, gets receipts with its hashes, and pulls what it sent', async () => {
    const session = await enrol();
    expect(session).toMatchObject({ officer: { id: 'cb-1', role: 'officer' }, scopes: ['31064'], period: '2026' });
    const token = String(session.token);
    const answer = await push(token, `${HOUSEHOLD},${CITIZEN}`);
    expect(answer).toMatchObject({
      proto: 'cdht.push/1',
      results: [
        { status: 'created', contentHash: '23bc487eb52212e980e88865ff35a2da3c22fddf4aac84cc30271cf2672209e6' },
        { status: 'created', contentHash: 'b911ac0ab954b1dae8d53070dabf2bdfbfce7e41137d04f36ed39e6c7924a33f' },
      ],
    });
    for (const member of ['epoch', 'durableUpTo', 'serverTime']) expect(answer).toHaveProperty(member);
    expect((await push(token, HOUSEHOLD)).results).toMatchObject([{ status: 'duplicate', scopeSeq: 1 }]);
    const pulled = await station.ask(token, `/v1/pull?scope=31064&after=0`);
    expect(pulled).toMatchObject({
      status: 200,
      value: {
        proto: 'cdht.pull/1',
        epoch: answer.epoch,
        scope: '31064',
        next: 2,
        more: false,
        rows: [
          { scopeSeq: 1, revision: JSON.parse(HOUSEHOLD) },
          { scopeSeq: 2, revision: JSON.parse(CITIZEN) },
        ],
      },
    });
  });

  it('whose storage was copied is told in a member it does not know, and loses nothing', async () => {
    const token = String((await enrol()).token);
    const other = station.household('018', {
      device: '0192a000-0000-7000-8000-00000000e0d1',
      deviceSeq: 2,
      prevHash: '23bc487eb52212e980e88865ff35a2da3c22fddf4aac84cc30271cf2672209e6',
    });
    const { results } = await push(token, JSON.stringify(other));
    expect(results).toMatchObject([{ status: 'created', contentHash: other.contentHash }]);
  });
});

/** As the first endpoint answered: members and routes that came later are not there. */
function firstEndpoint(net: Net): Net {
  const routes = /^\/v1\/(push|enrol|blobs\/|pull\?)/;
  const members: Record<string, readonly string[]> = {
    '/v1/push': ['proto', 'epoch', 'results', 'durableUpTo', 'serverTime'],
    '/v1/enrol': ['token', 'officer', 'scopes', 'communes', 'period'],
  };
  const json = (status: number, value: unknown): HttpAnswer => ({
    status,
    contentType: 'application/json',
    body: new TextEncoder().encode(JSON.stringify(value)),
  });
  return {
    async request(asked) {
      if (!routes.test(asked.path)) return json(404, { error: 'unknown-route' });
      const answer = await net.request(asked);
      const known = members[asked.path];
      if (known === undefined || answer.status !== 200) return answer;
      const value = JSON.parse(new TextDecoder().decode(answer.body)) as Record<string, unknown>;
      const said = Object.fromEntries(known.map((member) => [member, value[member]]));
      for (const result of (said.results ?? []) as Record<string, unknown>[]) delete result.score;
      for (const commune of (said.communes ?? []) as Record<string, unknown>[]) delete commune.rescueKey;
      return json(200, { ...said, durableUpTo: said.durableUpTo === undefined ? undefined : null });
    },
  };
}

describe('this phone at the first endpoint', () => {
  const open = async (seed: number) => {
    const phone = testPhone(seed);
    const vault = await phone.open();
    const { clock, rng } = phone;
    const net = firstEndpoint(station.net);
    const courier = createCourier({ vault, net, clock, rng, appVersion: 'test', tryExclusive: (_, work) => work() });
    expect((await courier.enrol('CB-1')).kind).toBe('signed-in');
    return { phone, vault, courier };
  };

  it('sends everything, photos too, pulls what others made, and goes on after a week', async () => {
    const { phone, vault, courier } = await open(201);
    const bytes = phone.rng.bytes(200_000);
    const { sha256 } = await vault.putPhoto(bytes);
    const zeros = '0'.repeat(64);
    const done = await vault.commit([
      {
        kind: 'household',
        entityId: uuidv7(phone.clock, phone.rng),
        scope: SCOPE,
        payload: { number: '201', hamlet: 'Ấp 3', communeCode: SCOPE },
      },
      {
        kind: 'evaluation',
        entityId: uuidv7(phone.clock, phone.rng),
        scope: SCOPE,
        payload: {
          citizenId: '0192a000-0000-7000-8000-00000000e102',
          period: '2026',
          criteriaSet: { id: 'cdht-1', version: '1', sha256: zeros },
          answers: { '1': { points: 8, evidence: [{ kind: 'photo', sha256 }] } },
          clientResult: { total: 8, max: 100, verdict: 'incomplete', hash: zeros },
          finishedAt: phone.clock.now(),
        },
      },
    ]);
    if (done.kind !== 'saved') throw new Error(done.reason);
    expect(await courier.sync()).toMatchObject({ kind: 'done' });
    expect(await vault.health()).toMatchObject({ pendingCount: 0, durableUpTo: null });
    // Of a set this endpoint never saw: kept for a person to look at, and told.
    expect((await vault.outbox()).map(({ state }) => state.kind).sort()).toEqual(['needs-attention', 'received']);
    expect(hashBytes((await station.store.blobs.read([SCOPE], sha256)) ?? new Uint8Array())).toBe(sha256);
    expect((await vault.cursor(SCOPE)).after).toBeGreaterThanOrEqual(3);
    expect((await vault.households(SCOPE, 'Ấp 3', '2026')).map(({ number }) => number)).toContain('017');

    for (let week = 0; week < 2; week++) {
      phone.clock.forward(8 * DAY);
      expect(await courier.sync()).toMatchObject({ kind: 'done', pushed: 0 });
    }
    expect(await vault.health()).toMatchObject({ pendingCount: 0, opened: 'clean' });
  });

  it('wiped and opened again it sends what it holds, and the endpoint is none the worse', async () => {
    const { phone, vault, courier } = await open(202);
    await vault.commit([
      {
        kind: 'household',
        entityId: uuidv7(phone.clock, phone.rng),
        scope: SCOPE,
        payload: { number: '202', hamlet: 'Ấp 3', communeCode: SCOPE },
      },
    ]);
    await courier.sync();
    await vault.close();
    phone.wipe();
    const again = await phone.open();
    const { clock, rng } = phone;
    const net = firstEndpoint(station.net);
    const next = createCourier({
      vault: again,
      net,
      clock,
      rng,
      appVersion: 'test',
      tryExclusive: (_, work) => work(),
    });
    expect(await next.sync()).toMatchObject({ kind: 'done', pushed: 1 });
    expect(await again.health()).toMatchObject({ pendingCount: 0, attentionCount: 0, opened: 'rebuilt' });
  });
});
