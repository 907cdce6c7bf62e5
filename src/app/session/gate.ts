/**
 * Whose store this window has open. A phone may have several persons enrolled, each with a store and a token of their own; a
 * window shows one of them, or nobody.
 *
 *                    code accepted
 *     signed out ───────────────────▶ open ──┐
 *       │   ▲                          ▲     │ Đổi người: the window starts anew with another person's name
 *       │   └── Đăng xuất, Thêm người ─┼─────┤
 *       ▼                              │     ▼
 *     a person is chosen ──────────▶ locked (openPerson opens it; a PIN will be asked for there)
 *
 * Changing the person loads the page anew: nothing that was read for one of them is left in memory for the other.
 */
import { fetchNet, lazySyncClient, loadSyncClient, type Net, startScheduler } from '../../sync/index.ts';
import {
  browserPhone,
  browserPlatform,
  createPersons,
  type EnrolledPerson,
  openVault,
  type Persons,
  type PhonePlatform,
  systemClock,
  systemRng,
} from '../../vault/index.ts';
import type { Services } from '../services.ts';
import { chosenStore } from './chosen.ts';

export type SessionGate =
  | { readonly kind: 'signed-out'; readonly persons: readonly EnrolledPerson[] }
  | { readonly kind: 'locked'; readonly person: EnrolledPerson }
  | { readonly kind: 'open'; readonly services: Services };

/** What the window has of the phone, whoever is signed in. */
export interface PhoneServices {
  readonly persons: Persons;
  readonly platform: PhonePlatform;
  readonly net: Net;
}

export async function openPhone(): Promise<PhoneServices> {
  const phone = await browserPhone();
  return { persons: createPersons(phone), platform: phone, net: fetchNet() };
}

/** @returns never `open`: that is `openPerson`'s */
export async function gateAtStart(phone: PhoneServices): Promise<SessionGate> {
  const { persons } = phone;
  const [known, leaving] = await Promise.all([persons.list(), persons.leaving()]);
  let all = known;
  if (all.some(({ officer }) => officer === null) || leaving.length > 0) {
    // This is rare: a sign-out or an enrolment was killed, or an entry is lost.
    await (await import('./settle.ts')).settle(phone, all);
    all = await persons.list();
  }
  const chosen = chosenStore();
  const only = chosen === null && all.length === 1 ? all[0] : undefined;
  const person = all.find(({ store }) => store === chosen) ?? only;
  return person === undefined ? { kind: 'signed-out', persons: all } : { kind: 'locked', person };
}

/**
 * Opens a person's store: the one place where it is done, and so the place for unlocking it.
 * @param blocked called when an older window holds the database and has to be closed first
 * @throws as `browserPlatform` and `openVault`
 */
export async function openPerson(
  phone: PhoneServices,
  store: string,
  blocked: () => void = () => undefined,
): Promise<Services> {
  const platform = await browserPlatform({ databaseName: store, phoneBlobs: phone.platform.phoneBlobs });
  const vault = await openVault(platform, blocked);
  const { platform: ofPhone, net } = phone;
  const syncClient = lazySyncClient(() =>
    loadSyncClient({ vault, net, clock: systemClock, rng: systemRng, appVersion: __APP_VERSION__ }, ofPhone),
  );
  return { vault, syncClient, clock: systemClock, rng: systemRng };
}

/** Starts the scheduler, which syncs by itself from now on. */
export function startRounds({ syncClient, vault, rng }: Services): void {
  startScheduler({ syncClient, vault, rng });
}
