/**
 * Goal: few bytes and few waits on a thin link. Method: real phones and the real endpoint over a real socket, with a
 * counter between them; the first pull of a commune is cut in the middle.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addHousehold } from '../../src/programme/index.ts';
import { fetchNet, NetDown } from '../../src/sync/index.ts';
import { createSyncClient } from '../../src/sync/sync-client.ts';
import { uuidv7, type Vault } from '../../src/vault/index.ts';
import { OTHER_SCOPE, SCOPE, Station } from './station.ts';

interface Passed {
  readonly path: string;
  readonly sent: string | null;
  readonly answered: string | null;
}

describe('the wire', () => {
  let station: Station;
  let base = '';
  let stop: () => Promise<void>;
  const passed: Passed[] = [];
  /** Requests a phone has under way now, and the most there ever were. */
  const flying = { now: 0, most: 0 };

  beforeAll(async () => {
    station = await Station.open('sqlite');
    const app = new Hono();
    app.use(async (context, next) => {
      await next();
      const sent = context.req.header('content-encoding') ?? null;
      passed.push({ path: context.req.path, sent, answered: context.res.headers.get('content-encoding') });
    });
    app.route('/', station.app);
    const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
      const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
        base = `http://127.0.0.1:${port}`;
        resolve(started);
      });
    });
    stop = () => new Promise((resolve) => server.close(() => resolve()));
  });
  afterAll(async () => {
    await stop?.();
    await station?.dispose();
  });

  const overSocket = async (seed: number, cutAfter = Number.POSITIVE_INFINITY) => {
    const { phone, vault } = await station.phone(seed);
    const net = fetchNet(base);
    let asked = 0;
    const { clock, rng } = phone;
    const syncClient = createSyncClient({
      vault,
      net: {
        request: async (ask) => {
          asked += 1;
          if (asked > cutAfter) throw new NetDown('cut');
          flying.now += 1;
          flying.most = Math.max(flying.most, flying.now);
          return net.request(ask).finally(() => {
            flying.now -= 1;
          });
        },
      },
      clock,
      rng,
      appVersion: 'test',
      tryExclusive: (_, work) => work(),
    });
    const correct = () => {
      cutAfter = Number.POSITIVE_INFINITY;
    };
    return { phone, vault, syncClient, correct };
  };
  const count = async (vault: Vault) =>
    (await vault.hamlets('2026')).reduce((sum, { households }) => sum + households, 0);

  it('is compressed both ways', async () => {
    const { phone, vault, syncClient } = await overSocket(121);
    for (let n = 0; n < 40; n++) {
      const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
      await vault.commit(addHousehold(ref, { number: `A${n}`, hamlet: 'Ấp 3' }));
    }
    passed.length = 0;
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 40 });
    expect(passed[0]).toMatchObject({ path: '/v1/push', sent: 'gzip' });
    expect(['gzip', 'br']).toContain(passed[0]?.answered);
  });

  it('a small round is one request with few words around its records', async () => {
    const { phone, vault, syncClient } = await overSocket(123);
    await syncClient.sync();
    const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
    await vault.commit(addHousehold(ref, { number: 'A99', hamlet: 'Ấp 3' }));
    const record = gzipSync(JSON.stringify(await vault.pending(1))).length;
    passed.length = 0;
    const done = await syncClient.sync();
    expect(passed).toHaveLength(1);
    if (done.kind !== 'done') throw new Error(done.kind);
    expect(done.bytesSent - record).toBeLessThan(200);
    expect(done.bytesReceived).toBeLessThan(300);
  });

  it('a phone that asks for brief answers gets what it does not know; others get all', async () => {
    const device = station.uuid();
    const token = await station.enrol('CB-1', device);
    const answer = async (more: object, scopes = [SCOPE]) => {
      const pull = scopes.map((scope) => ({ scope, stream: 'records', epoch: null, after: 0 }));
      const request = { proto: 'cdht.push/1', device, deviceTime: station.now(), revisions: [], pull };
      const response = await station.app.request('/v1/push', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...request, ...more }),
      });
      expect([...response.headers.keys()].sort()).toEqual(['content-type', 'x-content-type-options']);
      return (await response.json()) as Record<string, unknown>;
    };
    expect(await answer({})).toMatchObject({ durableUpTo: null, scopes: [SCOPE] });
    const brief = await answer({ brief: true });
    expect(Object.keys(brief).sort()).toEqual(['epoch', 'proto', 'pulled', 'receipts', 'serverTime']);
    expect(await answer({ brief: true }, [OTHER_SCOPE])).toMatchObject({ scopes: [SCOPE] });
    const most = await answer({ revisions: Array.from({ length: 400 }, (_, n) => ({ n })) });
    expect(most.receipts).toHaveLength(400);
  });

  it('pages travel as brotli or gzip or plain, as the asker can read', async () => {
    const token = await station.enrol('CB-1');
    const ask = (encodings: string) =>
      station.app.request(`/v1/pull?scope=${SCOPE}&after=0`, {
        headers: { authorization: `Bearer ${token}`, 'accept-encoding': encodings },
      });
    const plain = Buffer.from(await (await ask('identity')).arrayBuffer());
    const gzip = await ask('gzip');
    expect(gzip.headers.get('content-encoding')).toBe('gzip');
    const zipped = Buffer.from(await gzip.arrayBuffer());
    expect(gunzipSync(zipped)).toEqual(plain);
    const br = await ask('gzip, br');
    expect(br.headers.get('content-encoding')).toBe('br');
    expect(br.headers.get('vary')).toBe('accept-encoding');
    const brotli = Buffer.from(await br.arrayBuffer());
    expect(zipped.length).toBeLessThan(plain.length / 3);
    expect(brotli.length).toBeLessThan(zipped.length);
  });

  it('the first pull of a commune goes on where it was cut, with the next page on its way while one is applied', async () => {
    const rows = 2_700;
    const token = await station.enrol('CB-1');
    for (let at = 0; at < rows; at += 100) {
      const records = Array.from({ length: 100 }, (_, n) => station.household(`B${at + n}`));
      await station.push(token, records);
    }
    // One push that brings 500, then two pages; the third page's request is cut.
    const { vault, syncClient, correct } = await overSocket(122, 3);
    expect(await syncClient.sync()).toEqual({ kind: 'offline' });
    const { after } = await vault.cursor({ scope: SCOPE, stream: 'records' });
    expect(after).toBe(1_500);

    correct();
    passed.length = 0;
    flying.most = 0;
    expect((await syncClient.sync()).kind).toBe('done');
    expect((await vault.cursor({ scope: SCOPE, stream: 'records' })).after).toBe(rows + 41);
    expect(await count(vault)).toBe(rows + 41);
    // 500 with the push, 500, then 241, and with each the two pages after, of which two turn out to be empty.
    expect(passed.map(({ path }) => path)).toEqual(['/v1/push', ...Array.from({ length: 4 }, () => '/v1/pull')]);
    expect(flying.most).toBe(3);
  });
});
