// @vitest-environment happy-dom
/** Goal: a visit without an evaluation is written down with what the officer chose, and when to come again. Method: the real screen over a real vault. */
import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type OfficersPhone, officersPhone, tap, type } from '../../../../tests/shared/officers-phone.tsx';
import OutcomeScreen from './outcome/outcome-screen.tsx';

// A screen may still read while its phone is put away.
vi.spyOn(console, 'error').mockImplementation(() => undefined);

let officer: OfficersPhone;
beforeEach(async () => {
  officer = await officersPhone(72);
});
afterEach(async () => {
  cleanup();
  await officer.vault.close();
});

const visits = async () => (await officer.vault.household(officer.home))?.visits.map(({ visit }) => visit);
const show = () => officer.show(<OutcomeScreen {...officer.home} />);

it('nobody home: with the day of the next visit', async () => {
  show();
  await tap('outcome-vang-nha');
  await type('next-date', '2026-11-30');
  await tap('save-outcome');
  await screen.findByTestId('saved');
  expect(await visits()).toMatchObject([{ outcome: 'vang-nha', nextDate: '2026-11-30' }]);
});

it('moved away: nobody comes again, whatever day was typed before', async () => {
  show();
  await tap('outcome-vang-nha');
  await type('next-date', '2026-11-30');
  await tap('outcome-chuyen-di');
  expect(screen.queryByTestId('next-date')).toBeNull();
  await tap('save-outcome');
  await screen.findByTestId('saved');
  expect((await visits())?.[0]).toMatchObject({ outcome: 'chuyen-di' });
  expect((await visits())?.[0]).not.toHaveProperty('nextDate');
});

it('nothing chosen, or a day that is over, is not saved and said at its place', async () => {
  show();
  await tap('save-outcome');
  expect((await screen.findAllByRole('alert')).length).toBe(1);
  await tap('outcome-tu-choi');
  await type('next-date', '2026-11-23');
  await tap('save-outcome');
  await screen.findByText('Ngày hẹn lại phải từ hôm nay trở đi');
  expect(await visits()).toEqual([]);
});

it('a full phone says so, and what was chosen stays', async () => {
  show();
  await tap('outcome-vang-nha');
  officer.disk.left = 0;
  await tap('save-outcome');
  await screen.findByTestId('not-saved');
  expect(await visits()).toEqual([]);
  officer.disk.left = 1000;
  await tap('save-outcome');
  await screen.findByTestId('saved');
  expect(await visits()).toHaveLength(1);
});

it('a household that is not on this phone leads to the search', async () => {
  officer.show(<OutcomeScreen scope={officer.home.scope} id="0192a000-0000-7000-8000-0000000000ff" />);
  expect((await screen.findByRole('link', { name: 'Tìm người' })).getAttribute('href')).toBe('/search');
});
