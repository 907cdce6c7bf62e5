// @vitest-environment happy-dom
/**
 * Goal: people and households are added and corrected at the door without a network, what is typed survives, and nobody is
 * entered twice unseen. Method: the real screens over a real vault; the endpoint is a stubbed fetch.
 */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OfficersPhone, officersPhone, tap, tapNamed, type } from '../../../../tests/shared/officers-phone.tsx';
import { recordVisit } from '../../../programme/index.ts';
import { uuidv7 } from '../../../vault/index.ts';
import AddPersonScreen from './add-person-screen.tsx';
import EditPersonScreen from './edit-person-screen.tsx';
import HouseholdScreen from './household-screen.tsx';
import NewHouseholdScreen from './new-household-screen.tsx';
import { readCard } from './read-card.ts';

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
const edit = () => officer.show(<EditPersonScreen {...officer.hoa} />);
const chooseSex = (value: string) => {
  const radio = screen.getAllByRole<HTMLInputElement>('radio').find((each) => each.value === value);
  if (radio === undefined) throw new Error('no such choice');
  fireEvent.click(radio);
};
async function typePerson(name = 'Đặng Văn Bình', birth = '15/03/1990'): Promise<void> {
  await type('person-name', name);
  await type('person-birth', birth);
  chooseSex('nam');
  await type('person-relation', 'con');
  await type('person-group', '1');
}

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

describe('somebody who may be there already', () => {
  it('is shown while the name is typed, and can be saved all the same', async () => {
    add();
    await typePerson('dang thi hoa', '1960');
    expect((await screen.findByTestId('duplicates')).textContent).toContain('Đặng Thị Hoa');
    await tap('save-person');
    await waitFor(async () => expect(await members()).toHaveLength(2));
  });

  it('is not the person whose form it is', async () => {
    edit();
    const read = vi.spyOn(officer.vault, 'duplicatesOf');
    await type('person-name', 'Đặng Thị Hoa ');
    await waitFor(() => expect(read).toHaveBeenCalled());
    await Promise.all(read.mock.results.map(({ value }) => value as unknown));
    expect(screen.queryByTestId('duplicates')).toBeNull();
  });

  it('is found by number through the endpoint, where there is a network', async () => {
    const asked = vi.fn();
    const answer = { hash: 'f'.repeat(22), citizens: [officer.hoa.id] };
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
      asked(path, JSON.parse(String(init.body)));
      return Response.json(answer);
    });
    add();
    await type('person-cccd', '091160123456');
    await waitFor(() =>
      expect(asked).toHaveBeenCalledWith('/v1/identity/lookup', { scope: officer.home.scope, cccd: '091160123456' }),
    );
    await waitFor(() => expect(screen.getByTestId('duplicates').textContent).toContain('cùng số CCCD'));
  });
});

describe('a person corrected', () => {
  /** The page of these tests leaves a select empty that a browser shows filled in. */
  const chooseAgain = async () => {
    await type('person-relation', 'chu-ho');
    await type('person-group', '1');
  };
  it('is the same person with what was changed', async () => {
    edit();
    await type('person-birth', '1961');
    await chooseAgain();
    await tap('save-person');
    await waitFor(async () => expect((await memberNamed('Đặng Thị Hoa'))?.citizen.birthYear).toBe(1961));
    expect(await members()).toHaveLength(1);
  });

  it('who moved out says so', async () => {
    edit();
    fireEvent.click(await screen.findByRole('checkbox'));
    await chooseAgain();
    await tap('save-person');
    await waitFor(async () => expect((await memberNamed('Đặng Thị Hoa'))?.citizen.movedOut).toBe(true));
  });

  it('who is not on this phone leads to the search', async () => {
    officer.show(<EditPersonScreen scope={officer.home.scope} id={MISSING} />);
    await screen.findByText('Không tìm thấy người này trên máy');
  });
});

describe('a new household', () => {
  const show = () => officer.show(<NewHouseholdScreen />);
  const saved = () => officer.vault.households(officer.home.scope, 'Ấp 3', '2026');

  it('is saved with its hamlet, and its first member is asked for', async () => {
    history.replaceState(null, '', '/household/new?hamlet=%E1%BA%A4p%203');
    show();
    await type('household-number', ' 025 ');
    await tap('save-household');
    await waitFor(() => expect(location.pathname).toMatch(/^\/household\/scope-here\/.+\/add$/));
    expect((await saved()).map(({ number }) => number)).toContain('025');
  });

  it('under a number that the hamlet has already is doubted, not forbidden', async () => {
    show();
    await type('household-hamlet', 'Ấp 3');
    await type('household-number', '24');
    await screen.findByText(/Ấp này đã có hộ số 24/);
    await tap('save-household');
    await waitFor(async () => expect(await saved()).toHaveLength(2));
  });

  it('without a hamlet or a number is not saved', async () => {
    show();
    await screen.findByTestId('household-number');
    await tap('save-household');
    await screen.findByText('Ghi tên ấp');
    await screen.findByText('Ghi số hộ');
    expect(await saved()).toHaveLength(1);
  });

  it('given up leaves no draft', async () => {
    show();
    await type('household-number', '25');
    await waitFor(async () => expect(await officer.vault.drafts()).toHaveLength(1));
    await tapNamed('Bỏ, không lưu');
    await waitFor(async () => expect(await officer.vault.drafts()).toEqual([]));
  });
});

describe('the household', () => {
  const show = () => officer.show(<HouseholdScreen {...officer.home} />);

  it('lists the head first, then by age, with the next thing to do for each', async () => {
    await officer.add({ name: 'Lê Thị Út', birthYear: 2010, sex: 'nu', relation: 'con', group: '4' });
    await officer.add({
      name: 'Lê Văn Già',
      birthYear: 1930,
      sex: 'nam',
      relation: 'cha-me',
      group: '1',
      movedOut: true,
    });
    show();
    const shown = (await screen.findAllByTestId('member')).map(({ textContent }) => textContent);
    expect(shown.map((text) => /Hoa|Già|Út/.exec(text ?? '')?.[0])).toEqual(['Hoa', 'Già', 'Út']);
    expect(shown[1]).toContain('Đã chuyển đi');
    expect(shown[0]).toContain('Đánh giá');
  });

  it('puts the person for whom it was opened on top, and says that they are saved', async () => {
    const ut = await officer.add({ name: 'Lê Thị Út', birthYear: 2010, sex: 'nu', relation: 'con', group: '4' });
    history.replaceState(null, '', `/?member=${ut.id}&saved=1`);
    show();
    const [first] = await screen.findAllByTestId('member');
    expect(first?.textContent).toContain('Lê Thị Út');
    screen.getByText('Đã lưu thông tin trên máy.');
  });

  it('offers to go on with a form that was begun', async () => {
    const { scope, id } = officer.hoa;
    const draft = { draftId: 'd', kind: 'evaluation', scope, subject: { kind: 'citizen', id }, setHash: null } as const;
    await officer.vault.saveDraft({ ...draft, updatedAt: officer.phone.clock.now(), value: {} });
    show();
    await waitFor(() => expect(screen.getByTestId('evaluate').textContent).toContain('Tiếp tục phiếu'));
  });

  it('remembers earlier visits, and when to come again', async () => {
    const { scope, id } = officer.home;
    const visit = {
      householdId: id,
      outcome: 'vang-nha',
      at: officer.phone.clock.now(),
      nextDate: '2026-11-30',
    } as const;
    await officer.vault.commit(recordVisit({ scope, id: uuidv7(officer.phone.clock, officer.phone.rng) }, visit));
    show();
    await screen.findByText(/Hẹn lại 30\/11\/2026/);
    expect(await screen.findAllByTestId('history')).toHaveLength(1);
  });

  it('that is not on this phone leads to the search', async () => {
    officer.show(<HouseholdScreen scope={officer.home.scope} id={MISSING} />);
    await screen.findAllByText('Không tìm thấy hộ này trên máy');
  });
});
