// @vitest-environment happy-dom
/**
 * Goal: a household is added at the door without a network, and none twice unseen. Method: the real screen over a real vault.
 */
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OfficersPhone, officersPhone, tap, tapNamed, type } from '../../../../tests/shared/officers-phone.tsx';
import NewHouseholdScreen from './new-household-screen.tsx';

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
