/** Whom somebody may enrol, and whose phones they may revoke. */
import { mayEnrol } from '../../programme/index.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import type { Caller } from '../http/sign-in.ts';
import type { Account, Phone } from '../store/api.ts';

/** @throws {Rejection} 404 for an account that has nothing to do with this commune */
export async function accountOf({ store }: Pick<EndpointParts, 'store'>, scope: string, id: string): Promise<Account> {
  const account = await store.account(id);
  if (account === null || !account.posts.some((post) => post.scope === scope))
    throw new Rejection(404, 'unknown-account');
  return account;
}

/**
 * @throws {Rejection} 404 for a person without a post in this commune; 409, and not 403, for one whom the caller may not enrol,
 * because the caller may enrol others here
 */
export async function personFor(
  parts: Pick<EndpointParts, 'store'>,
  { officer }: Pick<Caller, 'officer'>,
  scope: string,
  id: string,
): Promise<Account> {
  const account = await accountOf(parts, scope, id);
  if (!mayEnrol(officer, account)) throw new Rejection(409, 'not-for-this-person');
  return account;
}

/** @throws {Rejection} 404 for a device of elsewhere, 409 for one of a person whom the caller may not enrol */
export async function phoneFor(
  parts: Pick<EndpointParts, 'store'>,
  caller: Pick<Caller, 'officer'>,
  scope: string,
  device: string,
): Promise<{ readonly phone: Phone; readonly person: Account }> {
  const phone = (await parts.store.phones(scope)).find((each) => each.device === device);
  if (phone === undefined) throw new Rejection(404, 'unknown-device');
  return { phone, person: await personFor(parts, caller, scope, phone.officer.id) };
}
