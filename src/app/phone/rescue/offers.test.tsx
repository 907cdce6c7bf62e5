// @vitest-environment happy-dom
/**
 * Goal: the rescue file is offered by itself where the rules of sync say: much or old work, a failed save, before an update.
 * Method: the real components over a real vault on a phone whose disk can be full.
 */
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addHousehold } from '../../../programme/index.ts';
import type { SyncClient } from '../../../sync/index.ts';
import { testSession } from '../../../sync/test-endpoint.ts';
import { QuotaFull, uuidv7, type Vault } from '../../../vault/index.ts';
import { type TestPhone, testPhone } from '../../../vault/testing/test-phone.ts';
import { PreferencesContext } from '../../preferences.ts';
import { ServicesContext, SessionContext } from '../../services.ts';
import UpdateChip from '../../update/update-chip.tsx';
import { RescueOffer } from './rescue-offer.tsx';

const applied = vi.fn(async () => true);
vi.mock('../../update/watch.ts', () => ({
  watchForUpdate: (onWaiting: (apply: () => Promise<boolean>) => void) => onWaiting(applied),
}));

const PREFERENCES = { language: 'vi', theme: 'auto', setLanguage: () => {}, setTheme: () => {} } as const;

let phone: TestPhone;
let vault: Vault;
let full = false;

beforeEach(async () => {
  phone = testPhone(1);
  const { journal } = phone.platform();
  const append: typeof journal.append = async (payloads) => {
    if (full) throw new QuotaFull('full');
    await journal.append(payloads);
  };
  vault = await phone.open({ journal: { ...journal, append } });
  await vault.setSession(testSession);
});
afterEach(async () => {
  cleanup();
  full = false;
  applied.mockReset();
  await vault.close();
});

async function save(): Promise<string> {
  const ref = { scope: 'scope-here', id: uuidv7(phone.clock, phone.rng) };
  return (await vault.commit(addHousehold(ref, { number: '1', hamlet: 'Ấp 3' }))).kind;
}

/** Notes an export as the screen does once the file was read again. */
async function exported(): Promise<void> {
  const { revisions, photos } = await vault.unreceived();
  await vault.noteExported(
    revisions.map(({ revId }) => revId),
    photos,
  );
}

function show(children: ReactNode) {
  const syncClient = { status: () => ({}), subscribe: () => () => {} } as unknown as SyncClient;
  render(
    <PreferencesContext value={PREFERENCES}>
      <ServicesContext value={{ vault, syncClient, clock: phone.clock, rng: phone.rng }}>
        <SessionContext value={testSession}>{children}</SessionContext>
      </ServicesContext>
    </PreferencesContext>,
  );
}

it('after the twenty-first record, or after three days, and no more once a file holds it all', async () => {
  for (let n = 0; n < 20; n++) expect(await save()).toBe('saved');
  const read = vi.spyOn(vault, 'rescueStatus');
  show(<RescueOffer />);
  await waitFor(() => expect(read).toHaveBeenCalled());
  await act(async () => void (await read.mock.results[0]?.value));
  expect(screen.queryByTestId('rescue-offer')).toBeNull();
  await save();
  expect((await screen.findByTestId('rescue-offer')).textContent).toContain('21 mục');
  await exported();
  await waitFor(() => expect(screen.queryByTestId('rescue-offer')).toBeNull());

  await save();
  phone.clock.forward(3 * 24 * 3_600_000 + 1);
  await save();
  expect((await screen.findByTestId('rescue-offer')).textContent).toContain('09:00 24/11/2026');
});

it('at a storage error, for what was saved before; a later save that succeeds takes it back', async () => {
  show(<RescueOffer only="save-failed" />);
  await save();
  full = true;
  expect(await save()).toBe('failed');
  const offer = await screen.findByTestId('rescue-offer');
  expect(offer.getAttribute('role')).toBe('alert');
  expect(offer.querySelector('a')?.getAttribute('href')).toBe('/rescue');
  full = false;
  expect(await save()).toBe('saved');
  await waitFor(() => expect(screen.queryByTestId('rescue-offer')).toBeNull());
});

it('before an update, which can be had all the same', async () => {
  await save();
  show(<UpdateChip />);
  await screen.findByText(/Nên xuất gói cứu hộ trước khi cập nhật/);
  expect(screen.getByText('Xuất gói cứu hộ').closest('a')?.getAttribute('href')).toBe('/rescue');
  fireEvent.click(screen.getByTestId('apply-update'));
  expect(applied).toHaveBeenCalledTimes(1);
  await exported();
  await screen.findByText('Có bản mới');
});
