/**
 * Goal: a phone whose database the browser deleted has its commune again without a network. Method: the second copy of the pages
 * outlives the database; it loses its first page, or its last byte.
 */
import { describe, expect, it } from 'vitest';
import { memoryJournal } from '../journal/journal-memory.ts';
import { testPhone } from '../testing/test-phone.ts';
import { citizen, home, SCOPE, saved } from '../testing/test-records.ts';

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
    // The cursor ends beyond the last row: what the phone had just pushed is counted, not sent back.
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
