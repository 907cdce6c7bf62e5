/** The way in for the first administrator: a link that is taken once, within half an hour. */
import { randomUUID } from 'node:crypto';
import { ENROL_FRAGMENT } from '../../protocol/index.ts';
import type { EndpointClock } from '../http/parts.ts';
import type { Account, Store } from '../store/api.ts';
import { makeCode } from './codes.ts';

const LIFE_MS = 30 * 60 * 1000;
/** The name that stands until the administrator writes their own. */
const FIRST_NAME = 'Quản trị';

export type AdminLinkStore = Pick<Store, 'accounts' | 'putOfficers' | 'addCode' | 'addEvents' | 'codesOf'>;

export interface AdminLink {
  readonly link: string;
  /** The same code to be typed. */
  readonly typed: string;
  /** ISO instant. */
  readonly expiresAt: string;
}

/**
 * Makes a link for the first administrator, who is added where there is none.
 * @param publicUrl address of the app, without a slash at its end
 */
export async function adminLink(store: AdminLinkStore, publicUrl: string, clock: EndpointClock): Promise<AdminLink> {
  const { id } = (await administrators(store))[0] ?? (await addFirst(store, clock));
  const { code, typed, secret } = makeCode(id, '', clock.millis(), LIFE_MS);
  await store.addCode(code);
  return { link: `${publicUrl}/#${ENROL_FRAGMENT}${secret}`, typed, expiresAt: code.expiresAt ?? '' };
}

/** @returns whether an administrator of the whole endpoint has ever signed in */
export async function hasAdministrator(store: AdminLinkStore): Promise<boolean> {
  const codes = await store.codesOf((await administrators(store)).map(({ id }) => id));
  return codes.some(({ usedAt, expiresAt }) => usedAt !== null || expiresAt === null);
}

async function administrators(store: AdminLinkStore): Promise<Account[]> {
  return (await store.accounts(null)).filter(
    ({ closedAt, grants }) =>
      closedAt === null && grants.some(({ role, on }) => role === 'administrator' && on === 'instance'),
  );
}

async function addFirst(store: AdminLinkStore, clock: EndpointClock): Promise<{ id: string }> {
  const id = randomUUID();
  await store.putOfficers([{ id, name: FIRST_NAME, phone: null, grants: [{ role: 'administrator', on: 'instance' }] }]);
  const detail = { account: id, grants: 'administrator@instance' };
  await store.addEvents([{ scope: 'instance', at: clock.now(), actor: '', kind: 'account-added', detail }]);
  return { id };
}
