// @vitest-environment happy-dom
/**
 * Goal: a household is shown with its people, what there is to do for each, and earlier visits. Method: the real screen over a
 * real vault.
 */
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OfficersPhone, officersPhone } from '../../../../tests/shared/officers-phone.tsx';
import { recordVisit } from '../../../programme/index.ts';
import { uuidv7 } from '../../../vault/index.ts';
import HouseholdScreen from './household-screen.tsx';

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
