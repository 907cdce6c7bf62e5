/** Goal: the lists show what was pulled and saved, the same on every phone. Method: one phone makes records, another pulls them. */
import { describe, expect, it } from 'vitest';
import { testPhone } from '../testing/test-phone.ts';
import { citizen, home, SCOPE, saved } from '../testing/test-records.ts';

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

  it('keeps nothing of a page with a row that does not have its own hash', async () => {
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
