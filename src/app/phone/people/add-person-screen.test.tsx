// @vitest-environment happy-dom
/**
 * Goal: a person is added at the door without a network, typed or read from the identity card, and what is typed survives.
 * Method: the real screen over a real vault.
 */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OfficersPhone, officersPhone, tap, tapNamed, type } from '../../../../tests/shared/officers-phone.tsx';
import AddPersonScreen from './add-person-screen.tsx';
import { readCard } from './read-card.ts';
import { typePerson } from './test-person.ts';

vi.mock('./read-card.ts', () => ({ readCard: vi.fn() }));
// A screen may still read while its phone is put away.
vi.spyOn(console, 'error').mockImplementation(() => undefined);
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

const MISSING = '0192a000-0000-7000-8000-0000000000ff';
let officer: OfficersPhone;
beforeEach(async () => {
  history.replaceState(null, '', '/');
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no network')));
  officer = await officersPhone(75);
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await officer.vault.close();
});

const members = async () => (await officer.vault.household(officer.home))?.members ?? [];
const memberNamed = async (name: string) => (await members()).find(({ citizen }) => citizen.name === name);
const add = () => officer.show(<AddPersonScreen {...officer.home} />);

describe('a new member', () => {
  it('is saved, and the officer is back at the household', async () => {
    add();
    await typePerson();
    await tap('save-person');
    await waitFor(() => expect(location.pathname).toBe(`/household/${officer.home.scope}/${officer.home.id}`));
    const person = await memberNamed('Đặng Văn Bình');
    expect(person?.citizen).toMatchObject({ birthDate: '1990-03-15', relation: 'con', householdId: officer.home.id });
    expect(location.search).toBe(`?member=${person?.id}&saved=1`);
    expect(await officer.vault.drafts()).toEqual([]);
  });

  it('with faults is not saved; each fault is at its field, and their number in sight', async () => {
    add();
    await type('person-name', 'Đặng Văn Bình');
    await tap('save-person');
    await screen.findByText('Còn 4 chỗ cần sửa, xem dòng màu đỏ.');
    screen.getByText('Ghi ngày sinh hoặc năm sinh');
    screen.getByText('Chọn quan hệ với chủ hộ');
    expect(await members()).toHaveLength(1);
  });

  it('half typed is there again after the app was killed', async () => {
    add();
    await type('person-name', 'Đặng Văn');
    cleanup();
    await waitFor(async () => expect(await officer.vault.drafts()).toHaveLength(1));
    add();
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('person-name').value).toBe('Đặng Văn'));
  });

  it('given up leaves no draft', async () => {
    add();
    await type('person-name', 'Đặng Văn');
    await tapNamed('Bỏ, không lưu');
    await waitFor(() => expect(location.pathname).toContain('/household/'));
    cleanup();
    expect(await officer.vault.drafts()).toEqual([]);
    expect(await members()).toHaveLength(1);
  });

  it('on a full phone is not called saved, stays typed, and is saved at the next touch', async () => {
    add();
    await typePerson();
    officer.disk.left = 0;
    await tap('save-person');
    await screen.findByTestId('not-saved');
    expect(screen.getByTestId<HTMLInputElement>('person-name').value).toBe('Đặng Văn Bình');
    officer.disk.left = 1000;
    await tap('save-person');
    await waitFor(async () => expect(await memberNamed('Đặng Văn Bình')).toBeDefined());
  });

  it('whose typed words find no room is told so, and kept once there is room', async () => {
    add();
    await screen.findByTestId('person-name');
    officer.disk.left = 0;
    await type('person-name', 'Đặng Văn Bình');
    await screen.findByTestId('draft-not-kept');
    officer.disk.left = 1000;
    await tapNamed('Ghi lại');
    await waitFor(() => expect(screen.queryByTestId('draft-not-kept')).toBeNull());
    expect((await officer.vault.drafts())[0]?.value).toMatchObject({ name: 'Đặng Văn Bình' });
  });

  it('of a household that is not on this phone leads to the search', async () => {
    officer.show(<AddPersonScreen scope={officer.home.scope} id={MISSING} />);
    await screen.findAllByText('Không tìm thấy hộ này trên máy');
  });
});

describe('the identity card', () => {
  const scan = async () => {
    fireEvent.change(await screen.findByTestId('qr-file'), { target: { files: [new File(['x'], 'card.png')] } });
  };
  it('fills in what it says', async () => {
    const card = { number: '091090123456', name: 'Đặng Văn Bình', birthDate: '1990-03-15', sex: 'nam' } as const;
    vi.mocked(readCard).mockResolvedValue({ kind: 'card', card } as Awaited<ReturnType<typeof readCard>>);
    add();
    await scan();
    await screen.findByText(/Đã điền từ thẻ/);
    expect(screen.getByTestId<HTMLInputElement>('person-birth').value).toBe('15/03/1990');
    expect(screen.getByTestId<HTMLInputElement>('person-cccd').value).toBe('091090123456');
    await type('person-relation', 'con');
    await type('person-group', '1');
    await tap('save-person');
    await waitFor(async () => expect((await memberNamed('Đặng Văn Bình'))?.citizen.cccdTail).toBe('456'));
  });

  it.each([
    ['not-a-card', /không phải của thẻ CCCD/],
    ['bad-date', /Ngày sinh trên thẻ không đọc được/],
  ] as const)('that cannot be read says why: %s', async (code, sentence) => {
    vi.mocked(readCard).mockResolvedValue({ kind: 'fault', code });
    add();
    await scan();
    await screen.findByText(sentence);
    expect(screen.getByTestId<HTMLInputElement>('person-name').value).toBe('');
  });

  it('that the phone could not even open says that there is no code', async () => {
    vi.mocked(readCard).mockRejectedValue(new Error('out of memory'));
    add();
    await scan();
    await screen.findByText(/Không thấy mã QR/);
  });
});
