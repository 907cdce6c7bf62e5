// @vitest-environment happy-dom
/**
 * Goal: a household shows of each member what is known and what came of their form, and of each visit what came of it. Method:
 * the real screen over a real vault, with records as commands make them.
 */
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { finishedForm, newRef, saved } from '../../../../tests/shared/finished-form.ts';
import { type OfficersPhone, officersPhone } from '../../../../tests/shared/officers-phone.tsx';
import {
  addCitizen,
  addHousehold,
  changeCitizen,
  type Decision,
  recordVisit,
  reviewEvaluation,
} from '../../../programme/index.ts';
import type { EntityRef } from '../../../vault/index.ts';
import { aCitizen, hrefs } from '../../hrefs.ts';
import HouseholdScreen from './household-screen.tsx';

// A screen may still read while its phone is put away.
vi.spyOn(console, 'error').mockImplementation(() => undefined);

let officer: OfficersPhone;
beforeEach(async () => {
  history.replaceState(null, '', '/');
  officer = await officersPhone(76);
});
afterEach(async () => {
  cleanup();
  await officer.vault.close();
});

const show = (home = officer.home) => officer.show(<HouseholdScreen {...home} />);
const formOfHoa = (level = 'kha', changed = {}) => finishedForm(officer, aCitizen(officer.hoa), level, changed);
/** What the commune decides about the form as it is. */
async function decided(form: EntityRef, decision: Decision): Promise<void> {
  const { revId } = (await officer.vault.evaluation(form)) ?? { revId: '' };
  const at = officer.phone.clock.now();
  const review = { evaluationId: form.id, revId, decision, reason: 'Lý do của xã', at };
  await saved(officer, reviewEvaluation(newRef(officer), review));
}
const member = async (name: string) => {
  const row = (await screen.findAllByTestId('member')).find(({ textContent }) => textContent?.includes(name));
  if (row === undefined) throw new Error(`not in the household: ${name}`);
  return row;
};

describe('a member', () => {
  it('is told by day of birth and by the end of the card where they are known, else by the year', async () => {
    const binh = { name: 'Đặng Văn Bình', birthYear: 1990, sex: 'nam', relation: 'con', group: '1' } as const;
    const known = { ...binh, birthDate: '1990-03-15', cccdTail: '456', householdId: officer.home.id };
    await saved(officer, addCitizen(newRef(officer), known));
    show();
    expect((await member('Đặng Văn Bình')).textContent).toContain('sinh 15/03/1990 · Con · •••• 456');
    const hoa = (await member('Đặng Thị Hoa')).textContent;
    expect(hoa).toContain('sinh 1960 · Chủ hộ');
    expect(hoa).not.toContain('••••');
  });

  it.each([
    ['kha', 'Đạt: 80/100'],
    ['dat', 'Chưa đạt: 50/100'],
  ])('who was evaluated shows the result, and leads to the form: %s', async (level, words) => {
    const form = await formOfHoa(level);
    show();
    const row = await member('Đặng Thị Hoa');
    expect(row.textContent).toContain(words);
    expect(within(row).getByTestId('see-result').getAttribute('href')).toBe(hrefs.result(form));
    expect(within(row).queryByTestId('evaluate')).toBeNull();
  });

  it('who was evaluated in another year is to be evaluated', async () => {
    await formOfHoa('kha', { period: '2025' });
    show();
    const row = await member('Đặng Thị Hoa');
    expect(row.textContent).toContain('Chưa đánh giá');
    within(row).getByTestId('evaluate');
  });

  it('whose form the commune annulled is to be evaluated', async () => {
    await decided(await formOfHoa(), 'void');
    show();
    const row = await member('Đặng Thị Hoa');
    expect(row.textContent).toContain('Chưa đánh giá');
    within(row).getByTestId('evaluate');
  });

  it('whose form came back from the commune says so', async () => {
    await decided(await formOfHoa(), 'returned');
    show();
    expect((await member('Đặng Thị Hoa')).textContent).toContain('Xã trả lại phiếu này');
  });

  it('who was evaluated twice in a year is to be looked at', async () => {
    await formOfHoa();
    await formOfHoa('dat');
    show();
    expect((await member('Đặng Thị Hoa')).textContent).toContain('Cần xem lại');
  });

  it('of whom there are two versions is to be looked at', async () => {
    const hoa = await officer.vault.person(officer.hoa);
    if (hoa === null) throw new Error('nobody there');
    const changed = { ...hoa.citizen, occupation: 'Giáo viên' };
    await saved(officer, changeCitizen(officer.hoa, changed, undefined, { citizen: [], identity: [] }));
    show();
    expect((await member('Đặng Thị Hoa')).textContent).toContain('Cần xem lại');
  });
});

it('a household without members says so, and offers to add one', async () => {
  const empty = newRef(officer);
  await saved(officer, addHousehold(empty, { number: '025', hamlet: 'Ấp 3', address: 'Đường số 2' }));
  show(empty);
  await screen.findByText('Hộ này chưa có thành viên nào');
  screen.getByText('Địa chỉ: Đường số 2');
  expect(screen.getByTestId('add-member').getAttribute('href')).toBe(hrefs.addMember(empty));
});

describe('the history', () => {
  const cameBy = async (visit: {
    outcome: 'evaluated' | 'vang-nha' | 'tu-choi';
    citizenId?: string;
    note?: string;
  }) => {
    officer.phone.clock.forward(60_000);
    const { id } = officer.home;
    await saved(officer, recordVisit(newRef(officer), { householdId: id, at: officer.phone.clock.now(), ...visit }));
  };

  it('has the newest first: forms with their result, visits with whom they were to and what was noted', async () => {
    const form = await formOfHoa();
    await cameBy({ outcome: 'vang-nha', note: 'Cổng khóa' });
    await cameBy({ outcome: 'tu-choi', citizenId: officer.hoa.id });
    show();
    const lines = await screen.findAllByTestId('history');
    expect(lines.map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/từ chối.*09:02 24\/11\/2026 · Đặng Thị Hoa$/i),
      expect.stringMatching(/09:01 24\/11\/2026 · Cổng khóa$/),
      expect.stringMatching(/^Đặng Thị Hoa.*Đạt: 80\/100.*Đang trên máy/),
    ]);
    expect(screen.getByRole('link', { name: /Đạt: 80\/100.*Đang trên máy/ }).getAttribute('href')).toBe(
      hrefs.result(form),
    );
  });

  it('tells a visit that ended with a form by the form alone', async () => {
    await formOfHoa();
    await cameBy({ outcome: 'evaluated', citizenId: officer.hoa.id });
    show();
    expect(await screen.findAllByTestId('history')).toHaveLength(1);
  });
});
