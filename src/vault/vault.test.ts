/**
 * Goal: what `commit` called saved is there after anything that can happen to the process or to either of the two
 * stores. Method: a phone whose disk and database outlive its process; kills are simulated by stores that stop.
 */
import { describe, expect, it } from 'vitest';
import { type NewRevision, newRevision } from '../programme/index.ts';
import { contentHash, type Revision } from '../protocol/index.ts';
import type { Vault } from './api.ts';
import { openDatabase } from './database/database.ts';
import type { Draft } from './drafts/api.ts';
import { isQuota } from './errors.ts';
import { memoryJournal } from './journal/journal-memory.ts';
import { uuidv7 } from './keys/ids.ts';
import type { Journal, Tabs, VaultChange } from './platform.ts';
import { evaluationWith, smallDisk, type TestPhone, testPhone } from './testing/test-phone.ts';

const SCOPE = 'scope-here';

function home(phone: TestPhone, number = '017'): NewRevision<'household'> {
  return newRevision('household', { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) }, { number, hamlet: 'Ấp 3' });
}
function citizen(phone: TestPhone, householdId: string, name: string): NewRevision<'citizen'> {
  const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
  const payload = { householdId, name, birthYear: 1962, sex: 'nu', relation: 'chu-ho', group: '1' } as const;
  return newRevision('citizen', ref, payload);
}
async function saved(vault: Vault, wanted: readonly NewRevision[]): Promise<readonly Revision[]> {
  const done = await vault.commit(wanted);
  if (done.kind !== 'saved') throw new Error(JSON.stringify(done));
  return done.revisions;
}
const heldIds = async (vault: Vault) => (await vault.pending(1000)).map(({ revId }) => revId);

describe('commit', () => {
  it('makes a chain: numbers without holes, each with the hash of the one before', async () => {
    const phone = testPhone(1);
    const vault = await phone.open();
    const family = home(phone);
    const first = await saved(vault, [family, citizen(phone, family.entityId, 'Đặng Thị Hòa')]);
    const second = await saved(vault, [home(phone, '018')]);
    const all = [...first, ...second];
    expect(all.map(({ deviceSeq }) => deviceSeq)).toEqual([1, 2, 3]);
    expect(all.map(({ prevHash }) => prevHash)).toEqual(['', all[0]?.contentHash, all[1]?.contentHash]);
    for (const revision of all) expect(contentHash(revision)).toBe(revision.contentHash);
  });

  it('many at once never share a number', async () => {
    const phone = testPhone(2);
    const vault = await phone.open();
    await Promise.all(Array.from({ length: 20 }, (_, n) => saved(vault, [home(phone, String(n))])));
    const seqs = (await vault.pending(100)).map(({ deviceSeq }) => deviceSeq);
    expect(seqs).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect((await vault.health()).pendingCount).toBe(20);
  });

  it('names the current heads as parents', async () => {
    const phone = testPhone(3);
    const vault = await phone.open();
    const family = home(phone);
    const [first] = await saved(vault, [family]);
    const [second] = await saved(vault, [{ ...family, payload: { ...family.payload, number: '019' } }]);
    expect(second?.parents).toEqual([first?.revId]);
    expect((await vault.households(SCOPE, 'Ấp 3', '2026'))[0]?.number).toBe('019');
  });

  it('says quota when the disk is full, and saves the same thing once when there is room', async () => {
    const phone = testPhone(4);
    const journal = memoryJournal(phone.disk);
    let full = true;
    const vault = await phone.open({
      journal: {
        ...journal,
        append: async (payloads) => {
          if (full && phone.disk.bytes.length > 0) throw new DOMException('full', 'QuotaExceededError');
          await journal.append(payloads);
        },
      },
    });
    const family = home(phone);
    expect(await vault.commit([family])).toMatchObject({ kind: 'failed', reason: 'quota' });
    full = false;
    await saved(vault, [family]);
    expect(await heldIds(vault)).toHaveLength(1);
  });

  it('a retry after the journal had it, but not the database, makes no second record', async () => {
    const phone = testPhone(5);
    const journal = memoryJournal(phone.disk);
    let late = true;
    const dying: Journal = {
      ...journal,
      async append(payloads) {
        await journal.append(payloads);
        if (late && payloads.length > 1) throw new Error('the answer got lost');
      },
    };
    const vault = await phone.open({ journal: dying });
    const family = home(phone);
    const wanted = [family, citizen(phone, family.entityId, 'Đặng Thị Hòa')];
    expect((await vault.commit(wanted)).kind).toBe('failed');
    late = false;
    await saved(vault, wanted);
    expect(await heldIds(vault)).toHaveLength(2);
    expect((await saved(vault, [home(phone, '020')]))[0]?.deviceSeq).toBe(3);
  });
});

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

  it('gives up the storage reserve for the form on screen, says so, and takes it again', async () => {
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

  it('opens on a full disk with the room kept aside, and says so', async () => {
    const phone = testPhone(65);
    const disk = smallDisk(phone);
    const vault = await phone.open(disk.parts());
    await saved(vault, [home(phone)]);
    await vault.close();
    phone.disk.bytes = phone.disk.bytes.subarray(0, phone.disk.bytes.length - 3);
    for (const left of [0, 1, 2]) {
      Object.assign(disk, { left, storageReserve: true });
      const again = await phone.open(disk.parts());
      expect(await heldIds(again), `with room for ${left} writes`).toHaveLength(1);
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
    // Enough to open and to heal, and not for the pages.
    Object.assign(disk, { left: 5, storageReserve: false });
    const again = await phone.open({ ...disk.parts(), pulled });
    expect(await heldIds(again)).toHaveLength(1);
    expect(await again.health()).toMatchObject({ full: true, opened: 'rebuilt' });
    expect(await again.cursor({ scope: SCOPE, stream: 'records' })).toEqual({ epoch: null, after: 0 });
  });

  it('leaves the storage reserve to the forms when a photo, a bundle or a page does not fit, and says so once', async () => {
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
      const told: string[] = [];
      const stop = vault.subscribe((change) => told.push(change));
      disk.left = 0;
      await expect(write()).rejects.toSatisfy(isQuota);
      await expect(write()).rejects.toSatisfy(isQuota);
      expect(told).toEqual(['outbox']);
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
      const told = { serverTime: '2026-01-01T00:00:00Z', epoch: 'e', durableUpTo: '2026-11-01T00:00:00Z' };
      if (byte === 1) await vault.applyResults([{ revId, contentHash: hash, status: 'created', scopeSeq: 1 }], told);
      else await vault.applyPull({ ...PAGE, rows: [{ scopeSeq: 2, revision: evaluation }] });
      await vault.blobReceived(sha256, { epoch: 'e', at: told.serverTime });
      made.push(sha256);
    }
    disk.left = 0;
    expect(await vault.freeableBytes()).toBe(100);
    expect(await vault.freePhotos()).toBe(100);
    expect(await vault.photo(made[1] ?? '')).not.toBeNull();
  });
});

describe('two tabs', () => {
  it('shows in one what the other saved', async () => {
    const phone = testPhone(63);
    const ears = new Set<(changes: readonly VaultChange[]) => void>();
    const tab = (): Tabs => {
      let own: ((changes: readonly VaultChange[]) => void) | null = null;
      return {
        tell: (changes) => {
          for (const hear of ears) if (hear !== own) hear(changes);
        },
        listen(told) {
          own = told;
          ears.add(told);
          return () => ears.delete(told);
        },
      };
    };
    const first = await phone.open({ tabs: tab() });
    const second = await phone.open({ tabs: tab() });
    expect(await second.search('hoa', 5)).toHaveLength(0);
    const heard: string[] = [];
    second.subscribe((change) => heard.push(change));
    const family = home(phone);
    await saved(first, [family, citizen(phone, family.entityId, 'Đặng Thị Hòa')]);
    expect(heard).toContain('records');
    expect(await second.search('hoa', 5)).toHaveLength(1);
  });
});

describe('the second copy of what was pulled', () => {
  it('brings a wiped phone its commune back without a network, as far as the pages go', async () => {
    const maker = await testPhone(71).open();
    const family = home(testPhone(72));
    const made = await saved(maker, [family, citizen(testPhone(73), family.entityId, 'Đặng Thị Hòa')]);
    const rows = made.map((revision, at) => ({ scopeSeq: at + 1, revision }));
    const page = { proto: 'cdht.pull/1', stream: 'records', epoch: 'first', scope: SCOPE, more: false } as const;
    const phone = testPhone(74);
    const pulled = memoryJournal();
    const vault = await phone.open({ pulled });
    await vault.applyPull({ ...page, rows: rows.slice(0, 1), next: 1, more: true });
    await vault.applyPull({ ...page, rows: rows.slice(1), next: 2 });
    await vault.close();
    phone.wipe();
    const again = await phone.open({ pulled });
    expect((await again.health()).opened).toBe('rebuilt');
    expect(await again.cursor({ scope: SCOPE, stream: 'records' })).toEqual({ epoch: 'first', after: 2 });
    expect(await again.search('hoa', 5)).toHaveLength(1);

    const kept = await pulled.readAll();
    await pulled.rewrite(kept.slice(1));
    await again.close();
    phone.wipe();
    const gap = await phone.open({ pulled });
    expect(await gap.cursor({ scope: SCOPE, stream: 'records' })).toEqual({ epoch: null, after: 0 });
  });

  it('has a page that is larger than a frame, whole or up to where it was torn', async () => {
    const maker = await testPhone(75).open();
    const family = home(testPhone(76));
    const person = citizen(testPhone(77), family.entityId, 'Đặng Thị Hòa');
    const large = Array.from({ length: 40 }, (_, n) => home(testPhone(100 + n), String(n))).map((made) => ({
      ...made,
      payload: { ...made.payload, note: 'ế'.repeat(20_000) },
    }));
    const made = await saved(maker, [family, ...large, person]);
    const rows = made.map((revision, at) => ({ scopeSeq: at + 1, revision }));
    expect(JSON.stringify(rows).length).toBeLessThan(1024 * 1024);
    expect(new TextEncoder().encode(JSON.stringify(rows)).length, 'as bytes').toBeGreaterThan(2 * 1024 * 1024);
    const phone = testPhone(78);
    const disk = { bytes: new Uint8Array() };
    const vault = await phone.open({ pulled: memoryJournal(disk) });
    // Beyond its last row: what the phone had just pushed is counted, not sent back.
    const next = rows.length + 3;
    await vault.applyPull({
      proto: 'cdht.pull/1',
      stream: 'records',
      epoch: 'first',
      scope: SCOPE,
      more: false,
      rows,
      next,
    });
    await vault.close();
    phone.wipe();
    const again = await phone.open({ pulled: memoryJournal(disk) });
    expect(await again.cursor({ scope: SCOPE, stream: 'records' })).toEqual({ epoch: 'first', after: next });
    expect(await again.search('hoa', 5)).toHaveLength(1);
    expect(await again.households(SCOPE, 'Ấp 3', '2026')).toHaveLength(41);
    await again.close();

    disk.bytes = disk.bytes.subarray(0, disk.bytes.length - 1);
    phone.wipe();
    const torn = await phone.open({ pulled: memoryJournal(disk) });
    const { after } = await torn.cursor({ scope: SCOPE, stream: 'records' });
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThan(rows.length);
    expect(await torn.households(SCOPE, 'Ấp 3', '2026')).toHaveLength(after);
  });
});

describe('start-up', () => {
  it('replays what only the journal has', async () => {
    const phone = testPhone(6);
    const vault = await phone.open();
    const family = home(phone);
    await saved(vault, [family]);
    const [lost] = await saved(vault, [citizen(phone, family.entityId, 'Đặng Thị Hòa')]);
    await vault.close();
    const db = openDatabase(phone.platform(), () => undefined);
    await db.revisions.delete([SCOPE, lost?.revId ?? '']);
    await db.outbox.delete(lost?.revId ?? '');
    db.close();
    const again = await phone.open();
    expect((await again.health()).opened).toBe('replayed');
    expect(await heldIds(again)).toHaveLength(2);
    expect((await again.household({ scope: SCOPE, id: family.entityId }))?.members[0]?.citizen.name).toBe(
      'Đặng Thị Hòa',
    );
  });

  it('rebuilds a wiped database: same device, same chain, session and draft', async () => {
    const phone = testPhone(7);
    const vault = await phone.open();
    const { deviceId } = vault;
    const family = home(phone);
    const made = await saved(vault, [family, citizen(phone, family.entityId, 'Đặng Thị Hòa')]);
    const draft = {
      draftId: 'd',
      kind: 'citizen',
      scope: SCOPE,
      subject: { kind: 'household', id: 's' },
      setHash: null,
      updatedAt: phone.clock.now(),
      value: { a: 1 },
    } as const;
    await vault.saveDraft(draft);
    await vault.close();
    phone.wipe();
    const again = await phone.open();
    expect((await again.health()).opened).toBe('rebuilt');
    expect(again.deviceId).toBe(deviceId);
    expect(await again.pending(10)).toEqual(made);
    expect(await again.draft('d')).toEqual(draft);
    expect((await saved(again, [home(phone, '021')]))[0]).toMatchObject({
      deviceSeq: 3,
      prevHash: made[1]?.contentHash,
    });
  });

  it('gives a torn journal back what the database holds', async () => {
    const phone = testPhone(8);
    const vault = await phone.open();
    await saved(vault, [home(phone)]);
    await vault.close();
    phone.disk.bytes = phone.disk.bytes.subarray(0, phone.disk.bytes.length - 3);
    const again = await phone.open();
    expect((await again.health()).opened).toBe('tail-cut');
    await again.close();
    phone.wipe();
    expect(await heldIds(await phone.open())).toHaveLength(1);
  });

  it('says clean otherwise, and a dropped draft stays dropped', async () => {
    const phone = testPhone(9);
    const vault = await phone.open();
    await vault.saveDraft({
      draftId: 'd',
      kind: 'citizen',
      scope: SCOPE,
      subject: { kind: 'household', id: 's' },
      setHash: null,
      updatedAt: phone.clock.now(),
      value: {},
    });
    await vault.dropDraft('d');
    await vault.close();
    const again = await phone.open();
    expect((await again.health()).opened).toBe('clean');
    await again.close();
    phone.wipe();
    expect(await (await phone.open()).drafts()).toEqual([]);
  });
});

describe('receipts', () => {
  it('count only with our id and our hash; nothing is deleted', async () => {
    const phone = testPhone(10);
    const vault = await phone.open();
    const [mine] = await saved(vault, [home(phone)]);
    if (!mine) throw new Error('unreachable');
    const other = 'a'.repeat(64);
    const good = { revId: mine.revId, status: 'created', contentHash: mine.contentHash, scopeSeq: 1 } as const;
    expect(
      await vault.applyResults([{ ...good, contentHash: other }], { serverTime: 't', epoch: 'epoch-1' }),
    ).toMatchObject({ received: 0, ignored: 1 });
    expect(await vault.applyResults([{ ...good, revId: 'x' }], { serverTime: 't', epoch: 'epoch-1' })).toMatchObject({
      received: 0,
      ignored: 1,
    });
    expect(
      await vault.applyResults([{ ...good, status: 'retry' }], { serverTime: 't', epoch: 'epoch-1' }),
    ).toMatchObject({ received: 0, ignored: 1 });
    expect(await heldIds(vault)).toEqual([mine.revId]);
    expect(
      await vault.applyResults([{ ...good, status: 'duplicate' }], { serverTime: 't', epoch: 'epoch-1' }),
    ).toMatchObject({ received: 1 });
    expect(await heldIds(vault)).toEqual([]);
    expect((await vault.outbox())[0]).toMatchObject({
      revision: mine,
      state: { kind: 'received', scopeSeq: 1, at: 't' },
    });
    await vault.close();
    phone.wipe();
    expect(await heldIds(await phone.open())).toEqual([mine.revId]);
  });

  it('what needs a person says why', async () => {
    const phone = testPhone(11);
    const vault = await phone.open();
    const [mine] = await saved(vault, [home(phone)]);
    await vault.applyResults(
      [{ revId: mine?.revId ?? '', status: 'quarantined', contentHash: null, scopeSeq: null, code: 'out-of-scope' }],
      { serverTime: 't', epoch: 'epoch-1' },
    );
    expect((await vault.outbox())[0]?.state).toEqual({ kind: 'needs-attention', code: 'out-of-scope' });
  });
});

describe('the roster', () => {
  it('is read from one record after a pull, with later commits on top', async () => {
    const phone = testPhone(12);
    const writer = testPhone(13);
    const source = await writer.open();
    const family = home(writer);
    const revisions = await saved(source, [family, citizen(writer, family.entityId, 'Đặng Thị Hòa')]);
    const vault = await phone.open();
    const rows = revisions.map((revision, index) => ({ scopeSeq: index + 1, revision }));
    const page = {
      proto: 'cdht.pull/1',
      stream: 'records',
      epoch: 'e',
      scope: SCOPE,
      rows,
      next: 2,
      more: false,
    } as const;
    await vault.applyPull({ ...page, rows: [...rows] });
    await vault.applyPull({ ...page, rows: [...rows] });
    await saved(vault, [citizen(phone, family.entityId, 'Nguyễn Thị Ánh')]);
    await vault.close();
    const again = await phone.open();
    expect(await again.hamlets('2026')).toEqual([
      { scope: SCOPE, hamlet: 'Ấp 3', households: 1, citizens: 2, evaluated: 0 },
    ]);
    expect((await again.search('dang thi hoa', 5)).map(({ name }) => name)).toEqual(['Đặng Thị Hòa']);
    expect((await again.household({ scope: SCOPE, id: family.entityId }))?.members).toHaveLength(2);
    expect(await again.duplicatesOf({ name: 'Đặng Thị Hòa', birthYear: 1962 })).toHaveLength(1);
  });

  it('names one head of a household on every phone, in whatever order it learns of its people', async () => {
    const writer = testPhone(18);
    const source = await writer.open();
    const family = home(writer);
    const people = ['Đặng Thị Hòa', 'Lê Văn Ba', 'Trần Thị Tư'].map((name) => citizen(writer, family.entityId, name));
    const revisions = await saved(source, [family, ...people]);
    const names: string[] = [];
    for (const order of [revisions, [...revisions].reverse()]) {
      const vault = await testPhone(19).open();
      const rows = order.map((revision, index) => ({ scopeSeq: index + 1, revision }));
      await vault.applyPull({
        proto: 'cdht.pull/1',
        stream: 'records',
        epoch: 'e',
        scope: SCOPE,
        rows,
        next: 4,
        more: false,
      });
      names.push(...(await vault.households(SCOPE, 'Ấp 3', '2026')).map(({ headName }) => headName));
    }
    expect(names).toHaveLength(2);
    expect(names[0]).toBe(names[1]);
  });

  it('refuses a page whose row does not have its own hash, whole', async () => {
    const writer = testPhone(14);
    const revisions = await saved(await writer.open(), [home(writer), home(writer, '018')]);
    const vault = await testPhone(15).open();
    const rows = revisions.map((revision, index) => ({
      scopeSeq: index + 1,
      revision: { ...revision, author: index ? 'x' : revision.author },
    }));
    const page = {
      proto: 'cdht.pull/1',
      stream: 'records',
      epoch: 'e',
      scope: SCOPE,
      rows,
      next: 2,
      more: false,
    } as const;
    await expect(vault.applyPull({ ...page, rows })).rejects.toThrow('hash');
    expect(await vault.cursor({ scope: SCOPE, stream: 'records' })).toEqual({ epoch: null, after: 0 });
    expect(await vault.hamlets('2026')).toEqual([]);
  });
});
