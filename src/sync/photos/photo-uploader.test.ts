/**
 * Goal: a photo counts as received only when the endpoint holds the whole of it, and no photo holds up anything else. Method: real
 * vaults over the small honest endpoint, with a network that breaks and an endpoint that forgets.
 */
import { describe, expect, it, vi } from 'vitest';
import { QuotaFull } from '../../vault/index.ts';
import { NetDown } from '../errors.ts';
import { createSyncClient } from '../sync-client.ts';
import { faults, TestEndpoint } from '../test-endpoint.ts';
import { start, states, visit } from '../test-syncing.ts';

describe('photos', () => {
  it('photos follow the text; the state says how many are left', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(12, endpoint);
    const bytes = phone.rng.bytes(300_000);
    const { sha256 } = await vault.putPhoto(bytes);
    await visit(phone, vault, '001', sha256);
    let pieces = 0;
    endpoint.fault = (ask, answer) => {
      if (ask.method === 'PUT') pieces += 1;
      // The link goes with the third piece and does not come back.
      if (pieces > 2) throw new NetDown('gone');
      return answer();
    };
    expect(await syncClient.sync()).toEqual({ kind: 'offline' });
    expect((await vault.outbox())[0]?.state).toEqual({ kind: 'sent-photos-waiting', photosLeft: 1 });
    endpoint.fault = null;
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await states(vault)).toEqual(['received', 'received']);
    const sizes = [...(endpoint.pieces.get(sha256) ?? [])].map(([, { length }]) => length);
    expect(sizes.reduce((sum, length) => sum + length, 0)).toBe(300_000);
    // Doubled while it was quick, halved when it broke, and nothing twice.
    expect(sizes.slice(0, 3)).toEqual([32, 64, 64].map((kilobytes) => kilobytes * 1024));
  });

  it('a lost answer to a piece costs a question, and no byte is sent twice', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(17, endpoint);
    const { sha256 } = await vault.putPhoto(phone.rng.bytes(100_000));
    await visit(phone, vault, '001', sha256);
    let sent = 0;
    const lost = faults.lostReply(`/v1/blobs/${sha256}?`, 2);
    endpoint.fault = (ask, answer) => {
      if (ask.method === 'PUT') sent += ask.body?.length ?? 0;
      return lost(ask, answer);
    };
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await states(vault)).toEqual(['received', 'received']);
    expect(sent).toBe(100_000);
  });

  it('a criteria set that finds no room keeps no photo from being sent', async () => {
    const warning = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const endpoint = new TestEndpoint();
    const { phone, vault } = await start(77, endpoint);
    const full = {
      ...vault,
      wantsSets: async () => true,
      criteriaSets: () => Promise.reject(new QuotaFull('no room')),
    };
    const { clock, rng } = phone;
    const syncClient = createSyncClient({
      vault: full,
      net: endpoint,
      clock,
      rng,
      appVersion: 'test',
      tryExclusive: (_, work) => work(),
    });
    const photo = await vault.putPhoto(new Uint8Array(2000).fill(7));
    await visit(phone, vault, '001', photo.sha256);
    expect(await syncClient.sync()).toMatchObject({ kind: 'done' });
    expect(await vault.blobsWaiting()).toEqual([]);
    expect(warning).toHaveBeenCalledWith('criteria sets: another time', expect.any(QuotaFull));
    warning.mockRestore();
  });

  it('what a hotspot or an error answers to a photo makes nothing received, and blocks no other photo', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(18, endpoint);
    const { sha256 } = await vault.putPhoto(phone.rng.bytes(1000));
    const { sha256: other } = await vault.putPhoto(phone.rng.bytes(1000));
    await visit(phone, vault, '001', sha256);
    await visit(phone, vault, '002', other);
    const portal = faults.portal();
    for (const method of ['GET', 'PUT']) {
      endpoint.fault = (ask, answer) =>
        ask.method === method && ask.path.includes(sha256) ? portal(ask, answer) : answer();
      await syncClient.sync();
      expect(await vault.blobsWaiting()).toEqual([sha256]);
    }
    endpoint.fault = null;
    await syncClient.sync();
    expect(await vault.blobsWaiting()).toEqual([]);
  });

  it('a photo freed from the phone, and lost by an endpoint that was restored, is told and not waited for', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(41, endpoint);
    const bytes = phone.rng.bytes(1000);
    const { sha256 } = await vault.putPhoto(bytes);
    await visit(phone, vault, '001', sha256);
    await syncClient.sync();
    endpoint.serverTime = '2026-12-30T10:00:00Z';
    endpoint.durableUpTo = '2026-12-29T10:00:00Z';
    await syncClient.sync();
    expect(await vault.freePhotos()).toBe(1000);

    endpoint.epoch = 'epoch-2';
    endpoint.pieces.clear();
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await vault.blobsWaiting()).toEqual([]);
    expect(await states(vault)).toEqual(['needs-attention', 'received']);
    const asked = endpoint.asked.length;
    await syncClient.sync();
    expect(endpoint.asked.slice(asked).filter((each) => each.includes(sha256))).toEqual([]);

    // Somebody brings it back: the app asks again at its next start.
    endpoint.pieces.set(sha256, new Map([[0, bytes]]));
    const { clock, rng } = phone;
    const later = createSyncClient({
      vault,
      net: endpoint,
      clock,
      rng,
      appVersion: 'test',
      tryExclusive: (_, work) => work(),
    });
    await later.sync();
    expect(await states(vault)).toEqual(['received', 'received']);
  });

  it('an endpoint that takes every piece and holds none is given up for this round', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(19, endpoint);
    const { sha256 } = await vault.putPhoto(phone.rng.bytes(100_000));
    await visit(phone, vault, '001', sha256);
    endpoint.fault = (_, answer) => {
      const answered = answer();
      endpoint.pieces.clear();
      return answered;
    };
    let puts = 0;
    const inner = endpoint.fault;
    endpoint.fault = (ask, answer) => {
      if (ask.method === 'PUT') puts += 1;
      return inner(ask, answer);
    };
    expect((await syncClient.sync()).kind).toBe('done');
    expect(await vault.blobsWaiting()).toEqual([sha256]);
    expect(puts).toBeLessThan(12);
  });
});
