/**
 * Goal: wrong codes make their own address wait and no other one, whatever a request says about where it comes from. Method: the
 * real route with the address that a socket would have; the waits that the endpoint asks for are looked at, not waited for. One
 * test goes through a real socket.
 */
import { serve } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCode } from '../../src/endpoint/accounts/codes.ts';
import { enrolBody } from '../devices.ts';
import { Station } from './station.ts';

/** Wrong tries of one address that cost nothing yet. */
const FREE_TRIES = 10;
const LONGEST_MS = 3_000;

describe('addresses behind proxies', () => {
  let station: Station;
  let waits: number[];
  beforeEach(async () => {
    station = await Station.open('memory');
    waits = [];
  });
  afterEach(() => station.dispose());

  const behind = (...trustedProxies: string[]) => {
    station.app = station.newApp({ trustedProxies, pause: async (ms) => void waits.push(ms) });
  };
  const post = async (socket: string, forwarded: string | null, code: string) => {
    const init = {
      method: 'POST',
      body: enrolBody(code, station.uuid()),
      headers: forwarded === null ? {} : { 'x-forwarded-for': forwarded },
    };
    const { status } = await station.app.request('/v1/enrol', init, {
      incoming: { socket: { remoteAddress: socket } },
    });
    return { status, waitMs: waits.at(-1) ?? -1 };
  };
  /** Wrong codes, each of another beginning, from a socket with a header. @returns what the last one was made to wait */
  const wrong = async (count: number, socket: string, forwarded: string | null | ((at: number) => string)) => {
    let last = -1;
    for (let at = 0; at < count; at += 1) {
      const header = typeof forwarded === 'function' ? forwarded(at) : forwarded;
      last = (await post(socket, header, `ZZZZ-${at}`)).waitMs;
    }
    return last;
  };
  /** What the next try from there is made to wait, which is a right one and counts for nobody. */
  const next = async (socket: string, forwarded: string | null) => {
    const { code, typed } = makeCode('cb-1', 'gs-1', station.millis);
    await station.store.addCode(code);
    const { status, waitMs } = await post(socket, forwarded, typed);
    expect(status, 'a right code is taken, however long it waits').toBe(200);
    return waitMs;
  };

  it('that are not trusted choose no other address by the header, neither their own nor a colleague’s', async () => {
    for (const trusted of [[], ['10.0.0.1']]) {
      behind(...trusted);
      expect(await wrong(FREE_TRIES + 6, '203.0.113.9', (at) => `113.161.1.${at}`)).toBe(500);
      expect(await next('203.0.113.9', '113.161.1.200')).toBe(600);
      expect(await next('113.161.1.3', null)).toBe(0);
      expect(await next('10.0.0.1', '113.161.1.3')).toBe(0);
    }
  });

  it('of two phones behind a trusted proxy wait each for itself, and those of one office never longer than three seconds', async () => {
    behind('10.0.0.1');
    expect(await wrong(FREE_TRIES, '10.0.0.1', '113.161.1.1')).toBe(0);
    expect(await wrong(60, '10.0.0.1', '113.161.1.1')).toBe(LONGEST_MS);
    expect(await next('10.0.0.1', '113.161.1.2')).toBe(0);
    expect(await next('10.0.0.1', '113.161.1.1')).toBe(LONGEST_MS);
    station.millis += 11 * 60 * 1000;
    expect(await next('10.0.0.1', '113.161.1.1')).toBe(0);
  });

  it('are read from the right, over every trusted proxy and no further', async () => {
    behind('10.0.0.0/8', '192.168.7.7');
    // The phone itself wrote the first two; each proxy added the address that it saw.
    const chain = '8.8.8.8, 10.0.0.9, 113.161.1.1, 192.168.7.7';
    await wrong(FREE_TRIES + 5, '10.0.0.1', chain);
    expect(await next('10.0.0.2', '113.161.1.1')).toBe(500);
    for (const other of ['8.8.8.8', '10.0.0.9', '113.161.1.2']) expect(await next('10.0.0.1', other)).toBe(0);
    // A proxy that nobody named is the address itself.
    await wrong(FREE_TRIES + 5, '10.0.0.1', '113.161.1.5, 172.16.0.1');
    expect(await next('10.0.0.1', '113.161.1.5')).toBe(0);
    expect(await next('10.0.0.1', '172.16.0.1')).toBe(500);
  });

  it('are the same in each way of writing them', async () => {
    behind('127.0.0.1', '2001:db8:ff::/48', '::1');
    await wrong(FREE_TRIES + 5, '::ffff:127.0.0.1', '::ffff:113.161.1.1');
    for (const socket of ['127.0.0.1', '::1', '::ffff:7f00:1', '2001:DB8:FF:0::9']) {
      expect(await next(socket, '113.161.1.1'), socket).toBe(500);
      expect(await next(socket, '::FFFF:71a1:101'), socket).toBe(500);
    }
    expect(await next('2001:db8:fe::9', '113.161.1.1')).toBe(0);
    await wrong(FREE_TRIES + 3, '::1', '2001:db8:1:2::5');
    expect(await next('::1', '2001:0DB8:1:2:0:0:0:5')).toBe(300);
    expect(await next('fe80::1%eth0', null)).toBe(0);
  });

  it('of one IPv6 network, of which one phone has more than anybody can count, are one', async () => {
    behind('::1');
    expect(await wrong(FREE_TRIES + 6, '::1', (at) => `2001:db8:1:2:${at + 1}::7`)).toBe(500);
    expect(await next('::1', '2001:db8:1:3::7')).toBe(0);
  });

  it('however many somebody has, make everybody wait from the two hundredth try on, and no right code is kept out', async () => {
    behind('10.0.0.1');
    expect(await wrong(200, '10.0.0.1', (at) => `113.161.${at}.1`)).toBe(0);
    expect(await next('10.0.0.1', '8.8.8.8')).toBe(0);
    await wrong(40, '10.0.0.1', (at) => `113.162.${at}.1`);
    expect(await next('10.0.0.1', '8.8.8.8')).toBe(LONGEST_MS);
    station.millis += 12 * 60 * 1000;
    expect(await next('10.0.0.1', '8.8.8.8')).toBe(0);
  });

  it('that a proxy leaves out or garbles are the proxy’s own, and make no error', async () => {
    behind('10.0.0.1');
    await wrong(FREE_TRIES + 5, '10.0.0.1', null);
    for (const header of ['', ' ', ',', ',,,', 'unknown', '113.161.1.1, ', '999.1.1.1', `${'a'.repeat(4000)}`]) {
      expect(await next('10.0.0.1', header), header.slice(0, 20)).toBe(500);
    }
    expect(await next('', '113.161.1.1')).toBe(0);
  });

  it('that an operator writes wrongly stop the start, and trust nobody by mistake', () => {
    for (const entry of [
      'proxy',
      '10.0.0.0/',
      '10.0.0.0/33',
      '10.0.0.0/8/8',
      '10.0.0.0/-1',
      '10.0.0.0/1e1',
      '::1/129',
    ]) {
      expect(() => behind(entry), entry).toThrow(`"${entry}" is no network address`);
    }
  });

  it('are read from a real socket', async () => {
    behind('127.0.0.1');
    const server = serve({ fetch: station.app.fetch, port: 0, hostname: '127.0.0.1' });
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as { port: number };
      const ask = async (forwarded: string, at: number) => {
        const headers = { 'x-forwarded-for': forwarded };
        const body = enrolBody(`ZZZZ-${at}`, station.uuid());
        await fetch(`http://127.0.0.1:${port}/v1/enrol`, { method: 'POST', body, headers });
      };
      for (let at = 0; at <= FREE_TRIES; at += 1) await ask('113.161.1.1', at);
      await ask('113.161.1.1', 20);
      await ask('113.161.1.2', 21);
      expect(waits.slice(-2)).toEqual([100, 0]);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
