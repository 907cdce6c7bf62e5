// @vitest-environment happy-dom
/**
 * Goal: a person is corrected at the door without a network. Method: the real screen over a real vault.
 */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OfficersPhone, officersPhone, tap, type } from '../../../../tests/shared/officers-phone.tsx';
import EditPersonScreen from './edit-person-screen.tsx';

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
const edit = () => officer.show(<EditPersonScreen {...officer.hoa} />);

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
