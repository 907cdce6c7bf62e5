/**
 * Goal: what `commit` called saved is there after anything that can happen to the process or to either of the two
 * stores. Method: a phone whose disk and database outlive its process; kills are simulated by stores that stop.
 */
import { describe, expect, it } from 'vitest';
import { contentHash } from '../protocol/index.ts';
import { openDatabase } from './database/database.ts';
import { memoryJournal } from './journal/journal-memory.ts';
import type { Journal, Tabs, VaultChange } from './platform.ts';
import { testPhone } from './testing/test-phone.ts';
import { citizen, home, SCOPE, saved, waitingIds } from './testing/test-records.ts';

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

  it('answers quota when the disk is full, and saves the same thing once when there is room', async () => {
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
    expect(await waitingIds(vault)).toHaveLength(1);
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
    expect(await waitingIds(vault)).toHaveLength(2);
    expect((await saved(vault, [home(phone, '020')]))[0]?.deviceSeq).toBe(3);
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
    expect(await waitingIds(again)).toHaveLength(2);
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
    expect(await waitingIds(await phone.open())).toHaveLength(1);
  });

  it('holds twice what came back to a phone that was set back, also what the endpoint named as its last', async () => {
    const phone = testPhone(10);
    const first = await phone.open();
    const { deviceId } = first;
    const before = phone.disk.bytes.slice();
    const made = await saved(first, [home(phone, '017'), home(phone, '018')]);
    const last = made.at(-1);
    if (last === undefined) throw new Error('unreachable');
    await first.close();
    phone.wipe();
    phone.disk.bytes = before;

    const vault = await phone.open();
    const { scope, revId, deviceSeq, contentHash: hash } = last;
    const named = { device: deviceId, scope, revId, deviceSeq, contentHash: hash, scopeSeq: 2 };
    expect(await vault.goOnAfter(named)).toBe(true);
    const rows = made.map((revision, at) => ({ scopeSeq: at + 1, revision }));
    const page = { proto: 'cdht.pull/1', stream: 'records', epoch: 'first', scope: SCOPE, more: false } as const;
    await vault.applyPull({ ...page, rows, next: 2 });
    await vault.close();
    await (await phone.open()).close();
    const again = await phone.open();
    expect(await again.health(), 'the next start puts nothing back').toMatchObject({
      opened: 'clean',
      pendingCount: 0,
    });
    await again.close();

    phone.wipe();
    const wiped = await phone.open();
    await wiped.applyPull({ ...page, epoch: 'restored', rows: [], next: 0 });
    expect((await wiped.health()).goneCount).toBe(0);
    expect(await waitingIds(wiped)).toEqual(made.map((revision) => revision.revId));
  });

  it('reports clean otherwise, and a dropped draft stays dropped', async () => {
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

describe('two tabs', () => {
  it('shows in one what the other saved', async () => {
    const phone = testPhone(63);
    const listeners = new Set<(changes: readonly VaultChange[]) => void>();
    const tab = (): Tabs => {
      let own: ((changes: readonly VaultChange[]) => void) | null = null;
      return {
        announce: (changes) => {
          for (const listener of listeners) if (listener !== own) listener(changes);
        },
        listen(onChange) {
          own = onChange;
          listeners.add(onChange);
          return () => listeners.delete(onChange);
        },
      };
    };
    const first = await phone.open({ tabs: tab() });
    const second = await phone.open({ tabs: tab() });
    expect(await second.search('hoa', 5)).toHaveLength(0);
    const changes: string[] = [];
    second.subscribe((change) => changes.push(change));
    const family = home(phone);
    await saved(first, [family, citizen(phone, family.entityId, 'Đặng Thị Hòa')]);
    expect(changes).toContain('records');
    expect(await second.search('hoa', 5)).toHaveLength(1);
  });
});
