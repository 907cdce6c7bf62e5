/** An officer's phone for tests of screens: a real vault with one household, and a screen of the app over it. */
import { fireEvent, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { PreferencesContext } from '../../src/app/preferences.ts';
import { ServicesContext, SessionContext } from '../../src/app/services.ts';
import { addCitizen, addHousehold, type Citizen } from '../../src/programme/index.ts';
import type { SyncClient, SyncStatus } from '../../src/sync/index.ts';
import { testSession } from '../../src/sync/test-endpoint.ts';
import type { EntityRef, Vault } from '../../src/vault/index.ts';
import { uuidv7 } from '../../src/vault/index.ts';
import { type SmallDisk, smallDisk, type TestPhone, testPhone } from '../../src/vault/testing/test-phone.ts';

export const HOME_SCOPE = 'scope-here';
const PREFERENCES = { language: 'vi', theme: 'auto', setLanguage: () => {}, setTheme: () => {} } as const;
const IDLE: SyncStatus = { running: false, lastOutcome: null, lastSuccessAt: null, stuckMinutes: 0 };

/** A person of the household; `Omit` would lose the members of a kind that may have others, too. */
type Member = Pick<Citizen, 'name' | 'birthYear' | 'sex' | 'relation' | 'group'> &
  Partial<Pick<Citizen, 'birthDate' | 'occupation' | 'unit' | 'movedOut'>>;

/** Đặng Thị Hoa, head of household 024. */
const HOA: Member = {
  name: 'Đặng Thị Hoa',
  birthYear: 1960,
  sex: 'nu',
  relation: 'chu-ho',
  group: '1',
};

export interface OfficersPhone {
  readonly phone: TestPhone;
  /** `left = 0`: the disk is full. */
  readonly disk: SmallDisk;
  readonly vault: Vault;
  readonly home: EntityRef;
  readonly hoa: EntityRef;
  /** How often a screen asked for a sync. */
  readonly synced: { count: number };
  add(person: Member, cccd?: string): Promise<EntityRef>;
  show(children: ReactNode): void;
}

export async function officersPhone(seed: number): Promise<OfficersPhone> {
  const phone = testPhone(seed);
  const disk = smallDisk(phone);
  disk.storageReserve = false;
  const vault = await phone.open(disk.parts());
  await vault.setSession(testSession);
  const newRef = () => ({ scope: HOME_SCOPE, id: uuidv7(phone.clock, phone.rng) });
  const home = newRef();
  await vault.commit(addHousehold(home, { number: '024', hamlet: 'Ấp 3' }));
  const add = async (person: Member, cccd?: string) => {
    const ref = newRef();
    await vault.commit(addCitizen(ref, { ...person, householdId: home.id }, cccd));
    return ref;
  };
  const synced = { count: 0 };
  const syncClient = {
    status: () => IDLE,
    subscribe: () => () => {},
    sync: async () => {
      synced.count += 1;
      return { kind: 'offline' };
    },
  } as unknown as SyncClient;
  return {
    phone,
    disk,
    vault,
    home,
    hoa: await add(HOA),
    synced,
    add,
    show(children) {
      render(
        <PreferencesContext value={PREFERENCES}>
          <ServicesContext value={{ vault, syncClient, clock: phone.clock, rng: phone.rng }}>
            <SessionContext value={testSession}>{children}</SessionContext>
          </ServicesContext>
        </PreferencesContext>,
      );
    },
  };
}

/** Taps what has this test id, once it is there; of several the first. */
export async function tap(testId: string): Promise<void> {
  const [element] = await screen.findAllByTestId(testId);
  if (element === undefined) throw new Error(`nothing to tap: ${testId}`);
  fireEvent.click(element);
}

/** Taps the button or link with this name. */
export async function tapNamed(name: string | RegExp): Promise<void> {
  fireEvent.click(await screen.findByRole('button', { name }));
}

/** Types into the field with this test id, once it is there. */
export async function type(testId: string, text: string): Promise<void> {
  fireEvent.change(await screen.findByTestId(testId), { target: { value: text } });
}
