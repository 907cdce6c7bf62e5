/**
 * Goal: the sync client meets the same network in the simulator as on a phone: what is asked arrives as it was asked, every
 * answer comes back whole whatever its status, and only silence throws. Method: the same questions through the fetch of a
 * phone to a real server, and through the simulator's faulty network with no faults, before the same routes.
 */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../src/endpoint/demo/random.ts';
import { fetchNet, type Net, NetDown } from '../../src/sync/index.ts';
import { faultyNetwork, type NetFault } from '../simulation/network.ts';
import { plainRequest } from '../simulation/plain-http.ts';

const LARGE_BYTES = 300_000;
const large = Uint8Array.from({ length: LARGE_BYTES }, (_, at) => at % 251);

/** Routes that say what they were asked, and one that never answers. */
const routes = new Hono()
  .on(['GET', 'POST', 'PUT'], '/echo', async (context) =>
    context.json({
      method: context.req.method,
      query: context.req.query('after') ?? null,
      authorization: context.req.header('authorization') ?? null,
    }),
  )
  .post('/bytes', async (context) => {
    const parts: Uint8Array[] = [];
    for await (const part of context.req.raw.body ?? []) parts.push(part);
    return context.body(Buffer.concat(parts), 200, { 'content-type': 'application/octet-stream' });
  })
  .get('/large', (context) => context.body(large.buffer, 200, { 'content-type': 'application/octet-stream' }))
  .get('/status/:status', (context) => context.json({ error: 'a-code' }, Number(context.req.param('status')) as 200))
  .get('/page', (context) => context.html('<html>Đăng nhập Wi-Fi</html>'));

interface Link {
  readonly net: Net;
  /** Nobody answers any more. */
  cut(): Promise<void>;
}

async function realLink(): Promise<Link> {
  const server: Server = createServer(getRequestListener(routes.fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const cut = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { net: fetchNet(`http://127.0.0.1:${address.port}`), cut };
}

async function simulatedLink(): Promise<Link> {
  let isCut = false;
  const net = faultyNetwork({
    answer: async (ask) => {
      const answer = await routes.fetch(plainRequest(ask));
      const body = new Uint8Array(await answer.arrayBuffer());
      return { status: answer.status, contentType: answer.headers.get('content-type') ?? '', body };
    },
    random: seeded(1),
    badPercent: () => (isCut ? 100 : 0),
    allowed: new Set<NetFault>(['drop']),
    note: () => undefined,
    wait: () => undefined,
  });
  return {
    net,
    cut: async () => {
      isCut = true;
    },
  };
}

describe.each([
  ['fetch to a real server', realLink],
  ['the simulator’s network without faults', simulatedLink],
] as const)('net by %s', (_, connect) => {
  let link: Link;
  beforeAll(async () => {
    link = await connect();
  });
  afterAll(() => link.cut());
  const ask = (input: Omit<Parameters<Net['request']>[0], 'timeoutMs'>) =>
    link.net.request({ timeoutMs: 10_000, ...input });
  const json = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as unknown;

  it('brings method, path with its query, and token', async () => {
    const first = await ask({ method: 'GET', path: '/echo?after=17', token: 'a-token' });
    expect(json(first.body)).toEqual({ method: 'GET', query: '17', authorization: 'Bearer a-token' });
    const second = await ask({ method: 'PUT', path: '/echo', body: new Uint8Array([1]) });
    expect(json(second.body)).toEqual({ method: 'PUT', query: null, authorization: null });
  });

  it('brings every byte there and back', async () => {
    const sent = Uint8Array.from({ length: 1000 }, (_byte, at) => at % 256);
    const answer = await ask({ method: 'POST', path: '/bytes', body: sent });
    expect(answer).toMatchObject({ status: 200, contentType: 'application/octet-stream' });
    expect([...answer.body]).toEqual([...sent]);
    const { body } = await ask({ method: 'GET', path: '/large' });
    expect(Buffer.compare(body, large)).toBe(0);
  });

  it.each([400, 401, 403, 404, 413, 422, 429, 500, 503])(
    'gives the status %i as an answer, with its code',
    async (status) => {
      const answer = await ask({ method: 'GET', path: `/status/${status}` });
      expect(answer.status).toBe(status);
      expect(answer.contentType).toContain('application/json');
      expect(json(answer.body)).toEqual({ error: 'a-code' });
    },
  );

  it('gives the page of somebody in between as what it is', async () => {
    const answer = await ask({ method: 'GET', path: '/page' });
    expect(answer).toMatchObject({ status: 200, contentType: expect.stringContaining('text/html') });
    expect(new TextDecoder().decode(answer.body)).toContain('Đăng nhập');
  });

  it('answers each of several that are asked at once with its own answer', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4].map((after) => ask({ method: 'GET', path: `/echo?after=${after}` })),
    );
    expect(answers.map(({ body }) => json(body))).toMatchObject(
      [1, 2, 3, 4].map((after) => ({ query: String(after) })),
    );
  });

  it('throws NetDown where nobody answers', async () => {
    const other = await connect();
    await other.cut();
    const asked = other.net.request({ method: 'GET', path: '/echo', timeoutMs: 1000 });
    await expect(asked).rejects.toBeInstanceOf(NetDown);
  });
});

it('a phone’s fetch zips a body where it is asked to, and tells the bytes on the wire', async () => {
  const { net, cut } = await realLink();
  const body = new TextEncoder().encode('nhà '.repeat(1000));
  const answer = await net.request({ method: 'POST', path: '/bytes', body, gzip: true, timeoutMs: 10_000 });
  expect(answer.wire?.sent).toBeLessThan(body.length / 10);
  expect(answer.wire?.received).toBe(answer.body.length);
  await cut();
});

it('a phone’s fetch gives up after its time limit, and when the round is given up', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const net = fetchNet(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  await expect(net.request({ method: 'GET', path: '/', timeoutMs: 50 })).rejects.toBeInstanceOf(NetDown);
  const round = new AbortController();
  const asked = net.request({ method: 'GET', path: '/', timeoutMs: 60_000, signal: round.signal });
  round.abort();
  await expect(asked).rejects.toBeInstanceOf(NetDown);
  silent.closeAllConnections();
  silent.close();
});
