/**
 * Goal: on a full disk the form on screen is saved, and the screens show that the disk is full. Method: a disk with room for a
 * counted number of writes, under the journal, the photos and the database of one phone.
 */
import { describe, expect, it } from 'vitest';
import type { Draft } from '../drafts/api.ts';
import { isQuota } from '../errors.ts';
import { memoryJournal } from '../journal/journal-memory.ts';
import { evaluationWith, smallDisk, type TestPhone, testPhone } from '../testing/test-phone.ts';
import { home, SCOPE, saved, waitingIds } from '../testing/test-records.ts';

describe('a full disk', () => {
  const draft = (phone: TestPhone): Draft => ({
    draftId: 'd',
    kind: 'household',
    scope: SCOPE,
    subject: { kind: 'household', id: 'household:new' },
    setHash: null,
    updatedAt: phone.clock.now(),
    value: { number: '17' },
  });

  it('gives up the storage reserve for the form on screen, shows it, and takes it again', async () => {
    const phone = testPhone(61);
    const disk = smallDisk(phone);
    const vault = await phone.open(disk.parts());
    disk.left = 0;
    await saved(vault, [home(phone)]);
    expect((await vault.health()).full).toBe(true);
    expect(disk.storageReserve).toBe(false);
    disk.left = Number.POSITIVE_INFINITY;
    await vault.restock();
    expect((await vault.health()).full).toBe(false);
    expect(disk.storageReserve).toBe(true);
  });

  it('gives it up for a draft, for a draft dropped, and for signing in or out', async () => {
    const phone = testPhone(64);
    const disk = smallDisk(phone);
    const vault = await phone.open(disk.parts());
    const onFullDisk = async (write: Promise<void>) => {
      await write;
      expect(disk.storageReserve).toBe(false);
      disk.storageReserve = true;
      disk.left = 0;
    };
    disk.left = 0;
    await onFullDisk(vault.saveDraft(draft(phone)));
    expect(await vault.draft('d')).not.toBeNull();
    await onFullDisk(vault.dropDraft('d'));
    expect(await vault.draft('d')).toBeNull();
    await onFullDisk(vault.setSession(null));
  });

  it('opens on a full disk with the room kept aside, and shows it', async () => {
    const phone = testPhone(65);
    const disk = smallDisk(phone);
    const vault = await phone.open(disk.parts());
    await saved(vault, [home(phone)]);
    await vault.close();
    phone.disk.bytes = phone.disk.bytes.subarray(0, phone.disk.bytes.length - 3);
    for (const left of [0, 1, 2]) {
      Object.assign(disk, { left, storageReserve: true });
      const again = await phone.open(disk.parts());
      expect(await waitingIds(again), `with room for ${left} writes`).toHaveLength(1);
      expect((await again.health()).full).toBe(!disk.storageReserve);
      await again.close();
    }
    Object.assign(disk, { left: 0, storageReserve: false });
    await expect(phone.open(disk.parts())).rejects.toSatisfy(isQuota);
  });

  it('a wiped phone whose disk is full opens with its own records, and pulls the commune again later', async () => {
    const phone = testPhone(66);
    const disk = smallDisk(phone);
    const pulled = memoryJournal();
    const vault = await phone.open({ ...disk.parts(), pulled });
    const other = await testPhone(67).open();
    const [theirs] = await saved(other, [home(testPhone(68))]);
    if (theirs === undefined) throw new Error('unreachable');
    const rows = [{ scopeSeq: 1, revision: theirs }];
    await vault.applyPull({
      proto: 'cdht.pull/1',
      stream: 'records',
      epoch: 'first',
      scope: SCOPE,
      more: false,
      next: 1,
      rows,
    });
    await saved(vault, [home(phone)]);
    await vault.close();
    phone.wipe();
    // There is room to open and to heal, and not for the pages.
    Object.assign(disk, { left: 5, storageReserve: false });
    const again = await phone.open({ ...disk.parts(), pulled });
    expect(await waitingIds(again)).toHaveLength(1);
    expect(await again.health()).toMatchObject({ full: true, opened: 'rebuilt' });
    expect(await again.cursor({ scope: SCOPE, stream: 'records' })).toEqual({ epoch: null, after: 0 });
  });

  it('leaves the storage reserve to the forms when a photo, a bundle or a page does not fit, and shows it once', async () => {
    const phone = testPhone(69);
    const disk = smallDisk(phone);
    const vault = await phone.open(disk.parts());
    const writes = [
      () => vault.putPhoto(new Uint8Array(9)),
      () => vault.relayStore.put('relayed-1', new Uint8Array(9)),
      () =>
        vault.applyPull({
          proto: 'cdht.pull/1',
          stream: 'records',
          epoch: 'e',
          scope: SCOPE,
          more: false,
          next: 0,
          rows: [],
        }),
      () => vault.noteSynced(0),
    ];
    for (const write of writes) {
      await vault.restock();
      expect((await vault.health()).full).toBe(false);
      const changes: string[] = [];
      const stop = vault.subscribe((change) => changes.push(change));
      disk.left = 0;
      await expect(write()).rejects.toSatisfy(isQuota);
      await expect(write()).rejects.toSatisfy(isQuota);
      expect(changes).toEqual(['outbox']);
      expect(await vault.health()).toMatchObject({ full: true });
      expect(disk.storageReserve).toBe(true);
      stop();
      disk.left = Number.POSITIVE_INFINITY;
    }
  });

  it('frees photos where dating what came in a page finds no room', async () => {
    const PAGE = { proto: 'cdht.pull/1', stream: 'records', epoch: 'e', scope: SCOPE, next: 2, more: false } as const;
    const phone = testPhone(70);
    const disk = smallDisk(phone);
    const vault = await phone.open(disk.parts());
    const made: string[] = [];
    for (const byte of [1, 2]) {
      const { sha256 } = await vault.putPhoto(new Uint8Array(100).fill(byte));
      const [evaluation] = await saved(vault, [evaluationWith(phone, SCOPE, sha256)]);
      if (evaluation === undefined) throw new Error('unreachable');
      const { revId, contentHash: hash } = evaluation;
      const answer = { serverTime: '2026-01-01T00:00:00Z', epoch: 'e', durableUpTo: '2026-11-01T00:00:00Z' };
      if (byte === 1) await vault.applyReceipts([{ revId, contentHash: hash, status: 'created', scopeSeq: 1 }], answer);
      else await vault.applyPull({ ...PAGE, rows: [{ scopeSeq: 2, revision: evaluation }] });
      await vault.blobReceived(sha256, { epoch: 'e', at: answer.serverTime });
      made.push(sha256);
    }
    disk.left = 0;
    expect(await vault.freeableBytes()).toBe(100);
    expect(await vault.freePhotos()).toBe(100);
    expect(await vault.photo(made[1] ?? '')).not.toBeNull();
  });
});
