/** The way in for the first administrator: a link that is taken once, within half an hour. */
import { randomUUID } from 'node:crypto';
import { ENROL_FRAGMENT } from '../../protocol/index.ts';
import { INSTANCE } from '../events/chain.ts';
import type { EndpointClock } from '../http/parts.ts';
import type { Account, Store } from '../store/api.ts';
import { makeCode } from './codes.ts';

const LIFE_MS = 30 * 60 * 1000;
/** The name that stands until the administrator writes their own. */
const FIRST_NAME = 'Quản trị';
/** Key in the table `meta` of that account's id. */
const FIRST_KEY = 'first-administrator';

export type AdminLinkStore = Pick<
  Store,
  'account' | 'accounts' | 'putOfficers' | 'addCode' | 'addEvents' | 'codesOf' | 'keepMeta' | 'setMeta'
>;

export interface AdminLink {
  readonly link: string;
  /** The same code to be typed. */
  readonly typed: string;
  /** ISO instant. */
  readonly expiresAt: string;
}

/**
 * Makes a link for an administrator of the whole endpoint.
 * @param officerId whom it lets in
 * @param publicUrl address of the app, without a slash at its end
 */
export async function adminLink(
  store: AdminLinkStore,
  officerId: string,
  publicUrl: string,
  clock: EndpointClock,
): Promise<AdminLink> {
  const { code, typed, secret } = makeCode(officerId, '', clock.millis(), LIFE_MS);
  await store.addCode(code);
  const detail = { account: officerId, code: code.id };
  await store.addEvents([{ scope: INSTANCE, at: clock.now(), actor: '', kind: 'code-made', detail }]);
  return { link: `${publicUrl}/#${ENROL_FRAGMENT}${secret}`, typed, expiresAt: code.expiresAt ?? '' };
}

/** @returns whether an administrator of the whole endpoint has ever signed in */
export async function hasAdministrator(store: AdminLinkStore): Promise<boolean> {
  const codes = await store.codesOf((await administrators(store)).map(({ id }) => id));
  return codes.some(({ usedAt, expiresAt }) => usedAt !== null || expiresAt === null);
}

/** @returns the accounts that administer the whole endpoint and are not closed */
export async function administrators(store: Pick<AdminLinkStore, 'accounts'>): Promise<Account[]> {
  return (await store.accounts(null)).filter(
    ({ closedAt, grants }) =>
      closedAt === null && grants.some(({ role, on }) => role === 'administrator' && on === 'instance'),
  );
}

/** @returns an administrator of the whole endpoint, who is added where there is none */
export async function firstAdministrator(store: AdminLinkStore, clock: EndpointClock): Promise<{ id: string }> {
  const [known] = await administrators(store);
  if (known !== undefined) return known;
  // Two processes that start at once, or again after a process was cut off, add the same person.
  const own = randomUUID();
  let id = await store.keepMeta(FIRST_KEY, own);
  // That account was closed since: it is left as it is, and another one lets the operator in.
  if (id !== own && (await store.account(id))?.closedAt != null) {
    id = own;
    await store.setMeta(FIRST_KEY, own);
  }
  await store.putOfficers([{ id, name: FIRST_NAME, phone: null, grants: [{ role: 'administrator', on: 'instance' }] }]);
  if (id === own) {
    const detail = { account: id, grants: 'administrator@instance' };
    await store.addEvents([{ scope: INSTANCE, at: clock.now(), actor: '', kind: 'account-added', detail }]);
  }
  return { id };
}
