/**
 * Goal: a photo gets through a link that holds for a few thousand bytes at a time, and hardly a byte goes twice. Method: a
 * real phone and the real endpoint over real sockets, with a link between them that breaks.
 */
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newRevision } from '../../src/programme/index.ts';
import { hashBytes } from '../../src/protocol/index.ts';
import { photoSender } from '../../src/sync/blobs.ts';
import { fetchNet } from '../../src/sync/index.ts';
import { systemClock } from '../../src/vault/index.ts';
import { testPhone } from '../../src/vault/test-phone.ts';
import { openCutLink } from './cut-link.ts';
import { SCOPE, STORES, Station } from './station.ts';

const PHOTO_BYTES = 300_000;

describe.each(STORES)('a link that breaks, to %s', (kind) => {
  let station: Station;
  let port = 0;
  let stop: () => void;
  /** Bytes of pieces that reached the endpoint, also those it had already. */
  let arrivedBytes = 0;

  beforeAll(async () => {
    station = await Station.open(kind);
    const { blobs } = station.store;
    const { putPiece } = blobs;
    Object.assign(blobs, {
      putPiece: (...[targets, sha256, piece]: Parameters<typeof putPiece>) => {
        arrivedBytes += piece.bytes.length;
        return putPiece(targets, sha256, piece);
      },
    });
    await new Promise<void>((resolve) => {
      const server = serve({ fetch: station.app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => {
        port = info.port;
        resolve();
      });
      stop = () => server.close();
    });
  });
  afterAll(async () => {
    stop?.();
    await station?.dispose();
  });

  it.each([7_000, 20_000, 50_000, 100_000])('every %i bytes', async (cutEveryBytes) => {
    const token = await station.enrol('CB-1');
    const phone = testPhone(cutEveryBytes);
    const vault = await phone.open();
    const bytes = phone.rng.bytes(PHOTO_BYTES);
    const { sha256 } = await vault.putPhoto(bytes);
    const answers = { kind: 'photo', sha256, bytes: PHOTO_BYTES };
    const payload = { answers: { 1: { evidence: [answers] } } } as never;
    await vault.commit([newRevision('evaluation', { scope: SCOPE, id: station.uuid() }, payload)]);
    await station.push(token, await vault.pending(1));
    expect(await vault.blobsWaiting()).toEqual([sha256]);

    const link = await openCutLink(port, cutEveryBytes);
    const net = fetchNet(link.url);
    let requests = 0;
    arrivedBytes = 0;
    const sender = photoSender(vault, systemClock);
    const send = () =>
      sender.send((ask) => {
        requests += 1;
        return net.request({ ...ask, token });
      });
    // A cut may also fall on a question: then the round ends, and the next one goes on.
    for (let rounds = 0; rounds < 20 && (await vault.blobsWaiting()).length > 0; rounds++) {
      await send().catch(() => undefined);
    }
    expect(await vault.blobsWaiting()).toEqual([]);
    expect(hashBytes((await station.store.blobs.read([SCOPE], sha256)) ?? new Uint8Array())).toBe(sha256);
    expect(link.counts.cuts).toBeGreaterThan(Math.floor(PHOTO_BYTES / cutEveryBytes) - 1);
    expect(requests).toBeLessThan(12 + 3 * link.counts.cuts);
    expect(arrivedBytes).toBeLessThanOrEqual(PHOTO_BYTES * 1.05);
    link.close();
  });
});
