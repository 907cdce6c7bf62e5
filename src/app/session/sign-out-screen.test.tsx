// @vitest-environment happy-dom
/**
 * Goal: who signs out is told what goes and what stays, loses no unfinished form without saying so, and is let out of every
 * refusal. Method: the real screen over a phone that two persons share.
 */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, expect, it, vi } from 'vitest';
import { addHousehold } from '../../programme/index.ts';
import type { Session } from '../../protocol/index.ts';
import { type Net, relayedBundles, type SyncClient } from '../../sync/index.ts';
import { testSession } from '../../sync/test-endpoint.ts';
import { uuidv7, type Vault } from '../../vault/index.ts';
import { type SharedPhone, sharedPhone } from '../../vault/testing/test-shared-phone.ts';
import { PreferencesContext } from '../preferences.ts';
import { ServicesContext, SessionContext } from '../services.ts';
import { leftByOthers } from './left-by-others.ts';
import { PersonsCard } from './persons-card.tsx';
import { PhoneContext } from './phone-context.ts';
import SignOutScreen from './sign-out-screen.tsx';

const PREFERENCES = { language: 'vi', theme: 'auto', setLanguage: () => {}, setTheme: () => {} } as const;
const STORES = { binh: `p-${'b'.repeat(32)}`, hoa: `p-${'c'.repeat(32)}` };
const gone = vi.fn();
afterEach(() => {
  cleanup();
  gone.mockReset();
  vi.restoreAllMocks();
});

async function begin(seed: number, rescueKey?: string) {
  const phone = sharedPhone(seed);
  const { persons, platform, open } = phone.start();
  await persons.note(STORES.hoa, { id: 'cb-2', name: 'Đặng Thị Hòa' });
  await (await open(STORES.hoa)).close();
  const vault = await open(STORES.binh);
  const communes = testSession.communes.map((each) => ({ ...each, ...(rescueKey !== undefined && { rescueKey }) }));
  const session: Session = { ...testSession, communes };
  await vault.setSession(session);
  await persons.note(STORES.binh, session.officer);
  const syncClient = { status: () => ({}), subscribe: () => () => {} } as unknown as SyncClient;
  vi.spyOn(location, 'replace').mockImplementation(gone);
  const show = (children: React.ReactNode) =>
    render(
      <PreferencesContext value={PREFERENCES}>
        <PhoneContext value={{ persons, platform, net: {} as Net }}>
          <ServicesContext value={{ vault, syncClient, clock: phone.clock, rng: phone.rng }}>
            <SessionContext value={session}>{children}</SessionContext>
          </ServicesContext>
        </PhoneContext>
      </PreferencesContext>,
    );
  return { phone, persons, open, vault, show };
}

async function save({ clock, rng }: SharedPhone, vault: Vault) {
  const ref = { scope: 'scope-here', id: uuidv7(clock, rng) };
  expect((await vault.commit(addHousehold(ref, { number: '1', hamlet: 'Ấp 3' }))).kind).toBe('saved');
}

it('says how much is encrypted, then leaves nothing but the bundle and the others', async () => {
  const key = await identityToRecipient(await generateX25519Identity());
  const { phone, persons, open, vault, show } = await begin(701, key);
  await save(phone, vault);
  show(<SignOutScreen />);
  await screen.findByText(/Còn 1 bản ghi và 0 ảnh xã chưa nhận đủ/);
  fireEvent.click(screen.getByTestId('sign-out-yes'));
  await waitFor(() => expect(gone).toHaveBeenCalledWith('/'));
  expect((await persons.list()).map(({ officer }) => officer?.name)).toEqual(['Đặng Thị Hòa']);
  const bundles = await relayedBundles(await open(STORES.hoa));
  expect(leftByOthers(bundles)).toEqual({ records: 1, photos: 0 });
});

it('is refused without a key of the commune, and says what to do', async () => {
  const { phone, vault, show } = await begin(711);
  await save(phone, vault);
  show(<SignOutScreen />);
  expect((await screen.findByTestId('sign-out-failed')).querySelector('a')?.getAttribute('href')).toBe('/sync');
  expect(screen.getByTestId('sign-out-yes').hasAttribute('disabled')).toBe(true);
});

it('an unfinished form is finished, or given up by two taps, before one can leave', async () => {
  const { phone, vault, show } = await begin(721);
  const draft = {
    draftId: uuidv7(phone.clock, phone.rng),
    kind: 'household',
    subject: { kind: 'household', id: 'x' },
    scope: 's',
    setHash: null,
  } as const;
  await vault.saveDraft({ ...draft, updatedAt: phone.clock.now(), value: { number: '9' } });
  show(<SignOutScreen />);
  await screen.findByTestId('sign-out-drafts');
  expect(screen.getByTestId('sign-out-yes').hasAttribute('disabled')).toBe(true);
  fireEvent.click(screen.getByTestId('discard-drafts'));
  expect(await vault.drafts()).toHaveLength(1);
  fireEvent.click(await screen.findByTestId('discard-drafts-yes'));
  await waitFor(() => expect(screen.getByTestId('sign-out-yes').hasAttribute('disabled')).toBe(false));
});

it('another person of the phone is one tap away; their window starts anew', async () => {
  const { show } = await begin(731);
  show(<PersonsCard />);
  const row = await screen.findByText('Đặng Thị Hòa');
  expect(screen.getAllByTestId('person')).toHaveLength(1);
  fireEvent.click(row);
  await waitFor(() => expect(gone).toHaveBeenCalledWith('/'));
  expect(sessionStorage.getItem('cdht.person')).toBe(STORES.hoa);
});
