/**
 * Goal: a payload is removed from the journal only when it is safely elsewhere, and the rest of it is enough: after a
 * wiped database no number is given twice, nothing received is sent as new, nothing waits for ever. Method: a phone
 * whose disk outlives its process, receipts and pages as an endpoint would give them, instants on either side of each
 * limit.
 */
import { describe, expect, it } from 'vitest';
import { type NewRevision, newRevision } from '../../programme/index.ts';
import type { PullPage, Receipt, Revision } from '../../protocol/index.ts';
import type { Vault } from '../api.ts';
import { QuotaFull } from '../errors.ts';
import { memoryJournal } from '../journal/journal-memory.ts';
import { uuidv7 } from '../keys/ids.ts';
import type { Platform } from '../platform.ts';
import { evaluationWith, type TestPhone, testPhone } from '../testing/test-phone.ts';

const SCOPE = 'scope-here';
const AT = '2026-11-01T00:00:00.000Z';
const days = (count: number) => new Date(Date.parse(AT) + count * 86_400_000).toISOString();
/** The limits are those of the app, but a few bytes are enough. */
const EAGER: Partial<Platform> = { compaction: { retainDays: 30, droppedBytesMin: 0 } };

function home(phone: TestPhone, number: string): NewRevision {
  return newRevision('household', { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) }, { number, hamlet: 'Ấp 3' });
}
async function save(vault: Vault, phone: TestPhone, ...numbers: string[]): Promise<readonly Revision[]> {
  const done = await vault.commit(numbers.map((number) => home(phone, number)));
  if (done.kind !== 'saved') throw new Error(JSON.stringify(done));
  return done.revisions;
}
const receipts = (revisions: readonly Revision[], from = 1): Receipt[] =>
  revisions.map(({ revId, contentHash }, at) => ({ revId, contentHash, status: 'created', scopeSeq: from + at }));
const page = (revisions: readonly Revision[], epoch = 'first'): PullPage => ({
  proto: 'cdht.pull/1',
  stream: 'records',
  epoch,
  scope: SCOPE,
  rows: revisions.map((revision, at) => ({ scopeSeq: at + 1, revision })),
  next: revisions.length,
  more: false,
});
/** Whether the journal has the payload with this house number. */
const has = (phone: TestPhone, number: string) =>
  new TextDecoder().decode(phone.disk.bytes).includes(`"number":"${number}"`);

/** A phone that saved `numbers`, got receipts at AT, and learned of a backup of `upTo`. */
async function received(seed: number, upTo: string | null, ...numbers: string[]) {
  const phone = testPhone(seed);
  const vault = await phone.open(EAGER);
  const made = await save(vault, phone, ...numbers);
  await vault.applyReceipts(receipts(made), { serverTime: AT, epoch: 'first' });
  await vault.applyReceipts([], { serverTime: upTo ?? AT, epoch: 'first', durableUpTo: upTo });
  await vault.close();
  return { phone, made };
}
async function reopen(phone: TestPhone, changed: Partial<Platform> = {}): Promise<Vault> {
  return phone.open({ ...EAGER, ...changed });
}

/** A phone that saved an evaluation with a photo. */
async function photographed(seed: number) {
  const phone = testPhone(seed);
  const vault = await reopen(phone);
  const { sha256 } = await vault.putPhoto(new Uint8Array(50).fill(7));
  const done = await vault.commit([evaluationWith(phone, SCOPE, sha256)]);
  if (done.kind !== 'saved') throw new Error(JSON.stringify(done));
  return { phone, vault, sha256, made: done.revisions };
}

describe('a payload goes from the journal', () => {
  it('thirty days after its receipt by the clock of the endpoint, when a backup has it', async () => {
    const { phone } = await received(1, days(30), 'A17');
    expect(has(phone, 'A17')).toBe(true);
    const vault = await reopen(phone);
    expect(has(phone, 'A17')).toBe(false);
    expect((await vault.outbox())[0]?.state).toMatchObject({ kind: 'received', scopeSeq: 1, at: AT });
    expect((await vault.households(SCOPE, 'Ấp 3', '2026'))[0]?.number).toBe('A17');
    const size = phone.disk.bytes.length;
    await vault.close();
    const again = await reopen(phone);
    expect((await again.health()).opened).toBe('clean');
    expect(phone.disk.bytes.length, 'the next start puts nothing back').toBe(size);
  });

  it.each([
    ['no backup is known', null],
    ['the backup is a moment too young', new Date(Date.parse(days(30)) - 1).toISOString()],
    ['the instant is none', 'soon'],
  ])('not when %s, however far the clock of the phone has jumped', async (_, upTo) => {
    const { phone } = await received(2, upTo, 'A17');
    phone.clock.forward(900 * 86_400_000);
    await (await reopen(phone)).close();
    expect(has(phone, 'A17')).toBe(true);
  });

  it('not when it waits, needs a person, has a photo waiting, or the endpoint was restored since', async () => {
    const phone = testPhone(3);
    const vault = await reopen(phone);
    const { sha256 } = await vault.putPhoto(new Uint8Array(50).fill(7));
    const evaluation = evaluationWith(phone, SCOPE, sha256);
    const done = await vault.commit([evaluation, home(phone, 'held'), home(phone, 'asked'), home(phone, 'waits')]);
    const made = done.kind === 'saved' ? done.revisions : [];
    const [one, two, three] = receipts(made.slice(0, 3));
    if (!one || !two || !three) throw new Error('unreachable');
    const asked = { ...three, status: 'quarantined', scopeSeq: null, code: 'unknown-set' } as const;
    await vault.applyReceipts([one, two, asked], { serverTime: AT, epoch: 'first', durableUpTo: days(40) });
    await vault.close();
    const again = await reopen(phone);
    const kept = new TextDecoder().decode(phone.disk.bytes);
    expect(['held', 'asked', 'waits'].filter((number) => has(phone, number))).toEqual(['asked', 'waits']);
    expect(kept).toContain('finishedAt');
    await again.blobReceived(sha256, { epoch: 'first', at: AT });
    await again.applyPull(page([], 'second'));
    await again.close();
    await (await reopen(phone)).close();
    expect(new TextDecoder().decode(phone.disk.bytes), 'a backup of another epoch does not count').toContain(
      'finishedAt',
    );
  });

  it('not while a photo of it is younger than the backup: a wiped phone must know that it is due', async () => {
    const { phone, vault, sha256, made } = await photographed(32);
    await vault.applyReceipts(receipts(made), { serverTime: AT, epoch: 'first', durableUpTo: days(35) });
    await vault.blobReceived(sha256, { epoch: 'first', at: days(6) });
    await vault.close();
    const again = await reopen(phone);
    expect(new TextDecoder().decode(phone.disk.bytes)).toContain('finishedAt');
    await again.applyReceipts([], { serverTime: days(36), epoch: 'first', durableUpTo: days(36) });
    await again.close();
    await (await reopen(phone)).close();
    expect(new TextDecoder().decode(phone.disk.bytes)).not.toContain('finishedAt');
  });

  it('not where its photo is gone from the phone: a phone that is wiped later must show that again', async () => {
    const { phone, vault, sha256, made } = await photographed(31);
    phone.blobs.clear();
    await vault.blobGone(sha256);
    await vault.applyReceipts(receipts(made), { serverTime: AT, epoch: 'first', durableUpTo: days(40) });
    await vault.close();
    await (await reopen(phone)).close();
    expect(new TextDecoder().decode(phone.disk.bytes)).toContain('finishedAt');
    phone.wipe();
    expect(await (await reopen(phone)).blobsWaiting(), 'to be looked for again').toEqual([sha256]);
  });

  it('and a rebuilt phone shows its copy of the pages at once, but asks for all of them: its own were left out', async () => {
    const { phone, made } = await received(21, days(30), 'A17');
    const others = await save(await testPhone(22).open(), testPhone(23), 'B1');
    const pulled = memoryJournal({ bytes: new Uint8Array() });
    const vault = await reopen(phone, { pulled });
    // A round that pushed 'A17' as number 1 counts it and does not send it back.
    const left = { ...page(others), rows: others.map((revision) => ({ scopeSeq: 2, revision })), next: 2 };
    await vault.applyPull(left);
    expect((await vault.cursor({ scope: SCOPE, stream: 'records' })).after).toBe(2);
    await vault.close();
    phone.wipe();
    const rebuilt = await reopen(phone, { pulled });
    expect((await rebuilt.households(SCOPE, 'Ấp 3', '2026')).map(({ number }) => number)).toEqual(['B1']);
    expect((await rebuilt.cursor({ scope: SCOPE, stream: 'records' })).after, 'from the beginning').toBe(0);
    await rebuilt.applyPull({ ...page([...made, ...others]), next: 2 });
    expect((await rebuilt.households(SCOPE, 'Ấp 3', '2026')).map(({ number }) => number)).toEqual(['A17', 'B1']);
  });

  it('not for a few bytes, and not while somebody saves', async () => {
    const { phone } = await received(4, days(30), 'A17');
    const vault = await phone.open();
    await save(vault, phone, 'B1');
    expect(has(phone, 'A17')).toBe(true);
  });

  it('also where the receipt came back in a page: counted from the next answer of the endpoint', async () => {
    const phone = testPhone(5);
    const vault = await reopen(phone);
    const made = await save(vault, phone, 'A17');
    phone.clock.forward(-900 * 86_400_000);
    await vault.applyPull(page(made));
    await vault.applyReceipts([], { serverTime: days(1), epoch: 'first', durableUpTo: days(1) });
    await vault.close();
    const again = await reopen(phone);
    expect(has(phone, 'A17')).toBe(true);
    await again.applyReceipts([], { serverTime: days(31), epoch: 'first', durableUpTo: days(31) });
    await again.close();
    await reopen(phone);
    expect(has(phone, 'A17')).toBe(false);
  });

  it('the session, drafts and numbers stay; a disk too full to write it anew stays as it is', async () => {
    const { phone } = await received(6, days(30), 'A17');
    const full = memoryJournal(phone.disk);
    const fail = () => Promise.reject(new QuotaFull('no room'));
    const vault = await reopen(phone, { journal: { ...full, rewrite: fail } });
    expect(has(phone, 'A17')).toBe(true);
    const draft = {
      draftId: 'd',
      kind: 'citizen',
      scope: SCOPE,
      subject: { kind: 'citizen', id: 's' },
      setHash: null,
      updatedAt: AT,
      value: { a: 1 },
    } as const;
    await vault.saveDraft(draft);
    await vault.close();
    await (await reopen(phone)).close();
    phone.wipe();
    expect(await (await reopen(phone)).draft('d')).toEqual(draft);
  });
});

describe('after a wiped database a stub', () => {
  it('keeps the number, the chain and what was received; the payload comes back in a page', async () => {
    const { phone, made } = await received(11, days(30), 'A17', 'A18');
    await (await reopen(phone)).close();
    phone.wipe();
    const vault = await reopen(phone);
    const { deviceId } = vault;
    expect(await vault.health()).toMatchObject({ opened: 'rebuilt', pendingCount: 0, maxDeviceSeq: 2, goneCount: 0 });
    expect(await vault.pending(10)).toEqual([]);
    const [next] = await save(vault, phone, 'A19');
    expect(next).toMatchObject({ deviceSeq: 3, prevHash: made[1]?.contentHash, device: deviceId });
    await vault.applyPull(page(made));
    expect((await vault.outbox()).map(({ state }) => state.kind)).toEqual(['on-phone', 'received', 'received']);
    expect((await vault.households(SCOPE, 'Ấp 3', '2026')).map(({ number }) => number)).toEqual(['A17', 'A18', 'A19']);
    await vault.close();
    expect((await (await reopen(phone)).health()).opened).toBe('clean');
    expect(has(phone, 'A17'), 'a stub is enough of what is received').toBe(false);
  });

  it('is written again where a torn journal lost it before the payload came back', async () => {
    const { phone, made } = await received(24, days(30), 'A17');
    await (await reopen(phone)).close();
    phone.wipe();
    await (await reopen(phone)).close();
    phone.disk.bytes = new Uint8Array();
    await (await reopen(phone)).close();
    phone.wipe();
    const vault = await reopen(phone);
    expect(await vault.health()).toMatchObject({ pendingCount: 0, maxDeviceSeq: 1 });
    await vault.applyPull(page(made));
    expect((await vault.outbox()).map(({ state }) => state.kind)).toEqual(['received']);
  });

  it('gives way to the second copy of the pages, without a network', async () => {
    const { phone, made } = await received(12, days(30), 'A17');
    const pulled = memoryJournal();
    const vault = await reopen(phone, { pulled });
    await vault.applyPull(page(made));
    await vault.close();
    phone.wipe();
    const again = await reopen(phone, { pulled });
    expect((await again.outbox())[0]).toMatchObject({ revision: made[0], state: { kind: 'received' } });
  });

  it('whose endpoint was restored: the database offers what it holds, and the journal has it again', async () => {
    const { phone, made } = await received(13, days(30), 'A17');
    const vault = await reopen(phone);
    await vault.applyPull(page([], 'second'));
    expect(await vault.pending(10)).toEqual(made);
    await vault.close();
    await (await reopen(phone)).close();
    expect(has(phone, 'A17'), 'in two places again until it is received').toBe(true);
    phone.wipe();
    expect(await (await reopen(phone)).pending(10)).toEqual(made);
  });

  it('whose endpoint was restored from before it: shown, never waiting, in the way of nothing; a page settles it', async () => {
    const numbers = Array.from({ length: 120 }, (_, at) => `A${at}`);
    const { phone, made } = await received(14, days(30), ...numbers);
    await (await reopen(phone)).close();
    phone.wipe();
    const vault = await reopen(phone);
    const [fresh] = await save(vault, phone, 'B1');
    await vault.applyPull(page([], 'second'));
    expect(await vault.pending(100)).toEqual([fresh]);
    expect(await vault.health()).toMatchObject({ pendingCount: 1, attentionCount: 120, goneCount: 120 });
    expect(await vault.rescueStatus()).toMatchObject({ unreceived: 1, unexported: 1 });
    await vault.applyPull(page(made.slice(0, 100), 'second'));
    expect(await vault.health()).toMatchObject({ goneCount: 20 });
    await vault.applyPull(page([], 'third'));
    expect(await vault.pending(200), 'what came back is offered to the next one').toHaveLength(101);
  });

  it('whose endpoint was restored while the database was away: nothing is known of the old epoch but the stub', async () => {
    const { phone, made } = await received(15, days(30), 'A17');
    await (await reopen(phone)).close();
    phone.wipe();
    const vault = await reopen(phone);
    await vault.applyReceipts(receipts(await save(vault, phone, 'B1')), { serverTime: AT, epoch: 'second' });
    expect(await vault.health()).toMatchObject({ pendingCount: 0, goneCount: 1 });
    await vault.applyPull(page(made, 'second'));
    expect(await vault.health()).toMatchObject({ attentionCount: 0, goneCount: 0 });
  });
});
