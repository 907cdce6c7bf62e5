import { describe, expect, it } from 'vitest';
import { addHamlet, endHamlet, renameHamlet } from './commands/hamlet.ts';
import { hamletNamed, hamletNames, hamletsNotListed, isNameOf } from './hamlets.ts';

const ref = { scope: 's', id: '0190a000-0000-7000-8000-000000000001' };
const one = { name: 'Ấp Bình Hòa', unit: 'Ấp' };

describe('hamlets', () => {
  it('are found under each of their names, however tones are set', () => {
    expect([isNameOf(one, ' ấp  bình hoà'), isNameOf(one, 'Ấp Binh Hoa')]).toEqual([true, false]);
    expect(isNameOf({ ...one, spellings: ['Ấp 4'] }, 'ấp 4')).toBe(true);
  });

  it('that households name and the list has not are named once', () => {
    expect(hamletsNotListed([one], ['Ấp Bình Hoà', 'Ấp 3', 'ấp 3', ' ', 'Khóm 1'])).toEqual(['Ấp 3', 'Khóm 1']);
    expect(['Ấp 3', 'Khóm 1', 'tổ 7', 'Vĩnh Đông'].map((name) => hamletNamed(name).unit)).toEqual([
      'Ấp',
      'Khóm',
      'Tổ',
      'Ấp',
    ]);
  });

  it('are offered while they are not past, with those that only households name', () => {
    const past = { name: 'Ấp Cũ', unit: 'Ấp', to: '2026-06-30' };
    expect(hamletNames([one, past], ['Ấp 3', 'Ấp Bình Hoà'], '2026-07-01')).toEqual(['Ấp Bình Hòa', 'Ấp 3']);
    expect(hamletNames([past], [], '2026-06-30')).toEqual(['Ấp Cũ']);
  });

  it('keep the old name when they are given another one', () => {
    expect(addHamlet(ref, one)).toMatchObject([{ kind: 'hamlet', parents: [], payload: one }]);
    const [renamed] = renameHamlet(ref, one, 'Ấp 4', ['head']);
    expect(renamed).toMatchObject({ parents: ['head'], payload: { name: 'Ấp 4', spellings: ['Ấp Bình Hòa'] } });
    const [back] = renameHamlet(ref, { ...one, name: 'Ấp 4', spellings: ['Ấp Bình Hòa'] }, 'Ấp Bình Hòa');
    expect(back?.payload).toMatchObject({ name: 'Ấp Bình Hòa', spellings: ['Ấp 4'] });
    expect(renameHamlet(ref, one, 'Ấp Bình Hoà')[0]?.payload).toMatchObject({ spellings: [] });
  });

  it('do not end while somebody lives there', () => {
    expect(endHamlet(ref, one, '2026-06-30', ['Ấp 3', 'Ấp Bình Hoà'])).toEqual({
      kind: 'has-households',
      households: 1,
    });
    expect(endHamlet(ref, one, '2026-06-30', ['Ấp 3'])).toMatchObject({
      kind: 'ended',
      revisions: [{ payload: { name: 'Ấp Bình Hòa', to: '2026-06-30' } }],
    });
  });
});
