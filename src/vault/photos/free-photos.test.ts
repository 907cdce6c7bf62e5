/**
 * Goal: a photo's bytes are removed from the phone only when its record and the photo itself are safely elsewhere, and
 * a photo that nobody has is shown to a person. Method: receipts of a record and of its photo at instants on either
 * side of each limit.
 */
import { describe, expect, it } from 'vitest';
import type { Vault } from '../api.ts';
import { evaluationWith, type TestPhone, testPhone } from '../testing/test-phone.ts';

const SCOPE = 'scope-here';
const EPOCH = 'first';
const day = (count: number) => new Date(Date.parse('2026-11-01T00:00:00Z') + count * 86_400_000).toISOString();

async function saveWith(phone: TestPhone, vault: Vault, sha256: string) {
  const done = await vault.commit([evaluationWith(phone, SCOPE, sha256)]);
  const [made] = done.kind === 'saved' ? done.revisions : [];
  if (made === undefined) throw new Error(JSON.stringify(done));
  return made;
}

async function start(seed: number) {
  const phone = testPhone(seed);
  const vault = await phone.open();
  const { sha256 } = await vault.putPhoto(new Uint8Array(500).fill(2));
  const made = await saveWith(phone, vault, sha256);
  const receive = ({ revId, contentHash }: typeof made, at: string, scopeSeq = 1) =>
    vault.applyReceipts([{ revId, contentHash, status: 'created', scopeSeq }], { serverTime: at, epoch: EPOCH });
  const durable = (upTo: string, epoch = EPOCH) =>
    vault.applyReceipts([], { serverTime: upTo, epoch, durableUpTo: upTo });
  return { phone, vault, sha256, made, receive, durable };
}

describe('a photo that was taken before the phone learnt of which database', () => {
  it('is offered again to the one it learns of: that one may have been restored since', async () => {
    const { vault, sha256, made, receive } = await start(9);
    await vault.blobReceived(sha256, { epoch: 'before', at: day(0) });
    expect(await vault.blobsWaiting()).toEqual([]);
    await receive(made, day(1));
    expect(await vault.blobsWaiting()).toEqual([sha256]);
  });
});

describe('a photo may go from the phone', () => {
  it('thirty days after the receipts of record and photo, when a backup has both', async () => {
    const { vault, sha256, made, receive, durable } = await start(1);
    await receive(made, day(0));
    await vault.blobReceived(sha256, { epoch: EPOCH, at: day(1) });
    expect(await vault.freeableBytes(), 'no backup is known').toBe(0);
    await durable(day(30));
    expect(await vault.freeableBytes(), 'the photo came a day later').toBe(0);
    expect(await vault.freePhotos()).toBe(0);
    expect(await vault.photo(sha256)).not.toBeNull();
    await durable(day(31));
    expect(await vault.freeableBytes()).toBe(500);
    expect(await vault.freePhotos()).toBe(500);
    expect(await vault.photo(sha256)).toBeNull();
  });

  it('not while a record with it waits, nor when another epoch confirmed it, nor when no record names it', async () => {
    const { phone, vault, sha256, made, receive, durable } = await start(2);
    await receive(made, day(0));
    await vault.blobReceived(sha256, { epoch: 'another', at: day(0) });
    await durable(day(60));
    expect(await vault.freeableBytes()).toBe(0);
    await vault.blobReceived(sha256, { epoch: EPOCH, at: day(0) });
    expect(await vault.freeableBytes()).toBe(500);
    const second = await saveWith(phone, vault, sha256);
    expect(await vault.freeableBytes(), 'a second record waits').toBe(0);
    await receive(second, day(20), 2);
    expect(await vault.blobsWaiting(), 'asked about again, for that record').toEqual([sha256]);
    await vault.blobReceived(sha256, { epoch: EPOCH, at: day(20) });
    expect(await vault.freeableBytes()).toBe(500);
    const { sha256: alone } = await vault.putPhoto(new Uint8Array(70).fill(3));
    await vault.blobReceived(alone, { epoch: EPOCH, at: day(0) });
    expect(await vault.freeableBytes()).toBe(500);
  });
});

it('a photo that nobody has is shown to a person, waits no more, and is whole again when an endpoint has it', async () => {
  const { vault, sha256, made, receive } = await start(4);
  await receive(made, day(0));
  expect((await vault.health()).attentionCount).toBe(0);
  await vault.blobGone(sha256);
  expect((await vault.outbox())[0]?.state).toEqual({ kind: 'needs-attention', code: 'photo-gone' });
  expect((await vault.outboxShown(5)).counts).toEqual({ 'needs-attention': 1 });
  expect(await vault.blobsWaiting()).toEqual([]);
  expect(await vault.health()).toMatchObject({ attentionCount: 1, unreceivedCount: 1, pendingCount: 0 });
  await vault.blobReceived(sha256, { epoch: EPOCH, at: day(2) });
  expect((await vault.outbox())[0]?.state.kind).toBe('received');
  expect(await vault.health()).toMatchObject({ attentionCount: 0, unreceivedCount: 0 });
});
