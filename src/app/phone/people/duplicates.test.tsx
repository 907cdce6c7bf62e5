// @vitest-environment happy-dom
/**
 * Goal: nobody is entered twice unseen. Method: the real screens of a person over a real vault; the endpoint is a stubbed fetch.
 */
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OfficersPhone, officersPhone, tap, type } from '../../../../tests/shared/officers-phone.tsx';
import AddPersonScreen from './add-person-screen.tsx';
import EditPersonScreen from './edit-person-screen.tsx';
import { typePerson } from './test-person.ts';

// A screen may still read while its phone is put away.
vi.spyOn(console, 'error').mockImplementation(() => undefined);
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

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
const add = () => officer.show(<AddPersonScreen {...officer.home} />);
const edit = () => officer.show(<EditPersonScreen {...officer.hoa} />);

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
