/**
 * Goal: a photo gets through in pieces of any size, from any byte, over any cuts, and what is held is what was sent.
 * Method: the real routes over both databases; bodies that end in the middle, pieces that overlap, several phones and
 * several endpoint processes at once.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/endpoint/app.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { gapsOf, hashBytes, LIMITS, type PhotoStatus, photoStatus } from '../../src/protocol/index.ts';
import { itInDatabase, SCOPE, STORES_AND_MEMORY, Station } from './station.ts';

let made = 0;
/** A photo nobody sent before. */
function picture(length: number): Uint8Array {
  made += 1;
  const seed = made * 7919;
  return Uint8Array.from({ length }, (_, at) => (Math.imul(at + seed, 2_654_435_761) >>> 13) & 0xff);
}

const HERE = [{ scope: SCOPE, readable: true }];

describe.each(STORES_AND_MEMORY)('photos on %s', (kind) => {
  let station: Station;
  let token: string;
  beforeAll(async () => {
    station = await Station.open(kind);
    token = await station.enrol('CB-1');
  });
  afterAll(() => station?.dispose());

  const call = (path: string, init: RequestInit = {}, app = station.app) =>
    app.request(path, { ...init, headers: { authorization: `Bearer ${token}` } });
  const statusOf = async (answer: Response | Promise<Response>): Promise<PhotoStatus> => {
    const got = await answer;
    expect(got.status).toBe(200);
    return photoStatus.parse(await got.json());
  };
  /** Pushes a record that names the photo. @returns the photo's hash */
  const named = async (bytes: Uint8Array): Promise<string> => {
    const sha256 = hashBytes(bytes);
    await station.name(token, [sha256]);
    return sha256;
  };
  const held = (sha256: string) => statusOf(call(`/v1/blobs/${sha256}/held`));
  const put = (sha256: string, at: number, of: number, body: Uint8Array, app = station.app) =>
    statusOf(call(`/v1/blobs/${sha256}?at=${at}&of=${of}`, { method: 'PUT', body: Uint8Array.from(body) }, app));
  const piecesLeft = async () => {
    if (kind !== 'postgres') return null;
    const rows = await station.sql(
      'select (select count(*) from blob_pieces) + (select count(*) from blob_arrivals) as n',
    );
    return Number((rows[0] as { n: string }).n);
  };

  it('shows what it holds, takes pieces in any order from any byte, overlapping and repeated', async () => {
    const bytes = picture(1000);
    const sha256 = await named(bytes);
    expect(await held(sha256)).toMatchObject({ sha256, complete: false, held: [], epoch: await station.store.epoch() });
    expect((await put(sha256, 500, 1000, bytes.subarray(500, 700))).held).toEqual([[500, 700]]);
    expect((await put(sha256, 0, 1000, bytes.subarray(0, 100))).held).toEqual([
      [0, 100],
      [500, 700],
    ]);
    expect((await put(sha256, 50, 1000, bytes.subarray(50, 600))).held).toEqual([[0, 700]]);
    expect((await put(sha256, 50, 1000, bytes.subarray(50, 600))).held).toEqual([[0, 700]]);
    expect((await call(`/v1/blobs/${sha256}`)).status).toBe(404);
    expect(await put(sha256, 700, 1000, bytes.subarray(700))).toMatchObject({ complete: true, held: [[0, 1000]] });
    // Once whole, nothing writes over it.
    expect((await put(sha256, 0, 1000, new Uint8Array(1000))).complete).toBe(true);
    expect(await held(sha256)).toMatchObject({ complete: true, serverTime: station.now() });
    const read = await call(`/v1/blobs/${sha256}`);
    expect(hashBytes(new Uint8Array(await read.arrayBuffer()))).toBe(sha256);
    expect(await piecesLeft()).toBe(kind === 'postgres' ? 0 : null);
  });

  it('any cutting into pieces in any order gives the same photo', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 399 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.infiniteStream(fc.nat(1000)), async (places, order) => {
        const bytes = picture(400);
        const sha256 = await named(bytes);
        const edges = [...new Set([0, ...places, 400])].sort((a, b) => a - b);
        const pieces = edges
          .slice(0, -1)
          .map((from, at) => ({ from, to: edges[at + 1] ?? 400, key: order.next().value }));
        pieces.sort((a, b) => (a.key ?? 0) - (b.key ?? 0));
        for (const [at, { from, to }] of pieces.entries()) {
          const status = await put(sha256, from, 400, bytes.subarray(from, to));
          expect(status.complete).toBe(at === pieces.length - 1);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('keeps what came of a body that was cut, and goes on from there', async () => {
    const bytes = picture(5000);
    const sha256 = await named(bytes);
    const cut = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(Uint8Array.from(bytes.subarray(1000, 1800)));
        controller.error(new Error('the link is gone'));
      },
    });
    const half = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Uint8Array.from(bytes.subarray(0, 1000))),
      pull: (controller) => controller.error(new Error('the link is gone')),
    });
    const send = (at: number, body: ReadableStream) =>
      call(`/v1/blobs/${sha256}?at=${at}&of=5000`, { method: 'PUT', body, duplex: 'half' } as RequestInit);
    await send(0, half);
    expect((await held(sha256)).held).toEqual([[0, 1000]]);
    await send(1000, cut);
    const { held: after } = await held(sha256);
    const [[from, to] = [0, 0]] = gapsOf(after, 0, 5000);
    expect((await put(sha256, from, 5000, bytes.subarray(from, to))).complete).toBe(true);
  });

  it('keeps what came of a body that stands still', async () => {
    const bytes = picture(3000);
    const sha256 = await named(bytes);
    let end = () => {};
    const still = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Uint8Array.from(bytes.subarray(0, 1200)));
        end = () => controller.error(new Error('given up'));
      },
    });
    const sending = call(`/v1/blobs/${sha256}?at=0&of=3000`, {
      method: 'PUT',
      body: still,
      duplex: 'half',
    } as RequestInit);
    await expect.poll(async () => (await held(sha256)).held, { timeout: 8000 }).toEqual([[0, 1200]]);
    end();
    await Promise.resolve(sending).catch(() => undefined);
  });

  it('wrong bytes are dropped once all are there, and the photo begins anew', async () => {
    const bytes = picture(900);
    const sha256 = await named(bytes);
    await put(sha256, 0, 900, new Uint8Array(300));
    expect(await put(sha256, 300, 900, bytes.subarray(300))).toMatchObject({ complete: false, held: [] });
    expect((await put(sha256, 0, 900, bytes)).complete).toBe(true);
  });

  it('rejects what is no piece of a photo', async () => {
    const sha256 = await named(picture(10));
    const status = async (query: string, length = 10, name = sha256) =>
      (await call(`/v1/blobs/${name}${query}`, { method: 'PUT', body: new Uint8Array(length) })).status;
    expect(await status('')).toBe(400);
    expect(await status('?at=0')).toBe(400);
    expect(await status('?at=-1&of=10')).toBe(400);
    expect(await status('?at=10&of=10')).toBe(400);
    expect(await status(`?at=0&of=${LIMITS.photoBytesMax + 1}`)).toBe(400);
    expect(await status('?at=5&of=10', 6)).toBe(413);
    expect(await status(`?at=0&of=${LIMITS.photoBytesMax}`, LIMITS.pieceBytesMax + 1)).toBe(413);
    expect(await status('?at=0&of=10', 10, 'nonsense')).toBe(400);
    expect((await held(sha256)).held).toEqual([]);
  });

  it('sent in crumbs it is still no more than one photo, in a bounded number of pieces', async () => {
    const bytes = picture(LIMITS.photoPiecesMax + 40);
    const sha256 = await named(bytes);
    for (let at = 0; at < bytes.length - 1; at += 1) {
      await station.store.blobs.putPiece(HERE, sha256, { at, of: bytes.length, bytes: bytes.subarray(at, at + 1) });
    }
    expect((await held(sha256)).held).toEqual([[0, bytes.length - 1]]);
    expect((await put(sha256, bytes.length - 1, bytes.length, bytes.subarray(-1))).complete).toBe(true);
    // A photo with as many holes as pieces is begun anew instead.
    const other = await named(picture(10));
    for (let at = 0; at < 2 * LIMITS.photoPiecesMax + 2; at += 2) {
      await station.store.blobs.putPiece(HERE, other, { at, of: 9000, bytes: new Uint8Array(1) });
    }
    expect((await held(other)).held.length).toBeLessThan(LIMITS.photoPiecesMax / 2);
  });

  itInDatabase(kind)('is whole once when two phones and two processes send it at the same time', async () => {
    const second = kind === 'postgres' ? await openStore({ databaseUrl: station.url }) : station.store;
    const other = createApp({
      store: second,
      clock: { now: () => station.now(), millis: () => station.millis },
      version: 'test',
    });
    try {
      for (let times = 0; times < 5; times += 1) {
        const bytes = picture(6000);
        const sha256 = await named(bytes);
        const both = [station.app, other].flatMap((app, phone) =>
          Array.from({ length: 12 }, (_, n) => {
            const at = ((n * 7 + phone * 5) % 12) * 500;
            return put(sha256, at, 6000, bytes.subarray(at, at + 500 + phone * 100), app);
          }),
        );
        const heldRevisions = await Promise.all(both);
        expect(heldRevisions.some(({ complete }) => complete)).toBe(true);
        expect((await held(sha256)).complete).toBe(true);
        expect(Buffer.from((await second.blobs.read([SCOPE], sha256)) ?? [])).toEqual(Buffer.from(bytes));
      }
      expect(await piecesLeft()).not.toBeNaN();
    } finally {
      if (kind === 'postgres') await second.close();
    }
  });
});
