/** Who may change whose account, beyond what an action on a commune says (policy.ts). Pure. */
import { type Grant, may, mayGrant, type Post } from './policy.ts';

/** An account, as far as the rules need it. */
export interface AccountGrants {
  readonly id: string;
  readonly grants: readonly Grant[];
  readonly closedAt: string | null;
}

/** What stands against a change of an account. */
export type AccountFault = 'not-allowed' | 'not-yourself' | 'last-administrator' | 'no-grant';

const CONTACTS_MAX = 3;

/**
 * Whom an officer asks for a code or for help: who makes codes in the commune and has a number written down. Those of the
 * commune itself come before those of the province.
 * @returns three at most
 */
export function contactsOf(
  accounts: readonly (AccountGrants & {
    readonly name: string;
    readonly phone: string | null;
    readonly posts: readonly Post[];
  })[],
  scope: string,
  askerId: string,
): { readonly name: string; readonly phone: string }[] {
  const isOfCommune = ({ grants }: AccountGrants) => grants.some((grant) => grant.on === 'commune');
  return accounts
    .filter(({ id, closedAt, posts }) => id !== askerId && closedAt === null && may(posts, 'enrol-devices', scope))
    .toSorted((a, b) => Number(isOfCommune(b)) - Number(isOfCommune(a)))
    .flatMap(({ name, phone }) => (phone === null ? [] : [{ name, phone }]))
    .slice(0, CONTACTS_MAX);
}

/**
 * Whether somebody may give an account these grants: only those they may give anybody, and take only such. Nobody changes their
 * own, and one administrator of the whole endpoint stays.
 * @param before null: the account is new
 * @param all every account that there is
 */
export function grantsFault(
  by: { readonly id: string; readonly posts: readonly Post[] },
  before: AccountGrants | null,
  grants: readonly Grant[],
  all: readonly AccountGrants[],
): AccountFault | null {
  const changed = [...without(grants, before?.grants ?? []), ...without(before?.grants ?? [], grants)];
  if (changed.some((each) => !mayGrant(by.posts, each))) return 'not-allowed';
  if (changed.length > 0 && before?.id === by.id) return 'not-yourself';
  if (grants.length === 0) return 'no-grant';
  if (before !== null && isLastAdministrator(before, all) && !grants.some(isAdministratorOfAll)) {
    return 'last-administrator';
  }
  return null;
}

/** Whether somebody may close an account, or open it again. */
export function closeFault(
  by: { readonly id: string; readonly posts: readonly Post[] },
  account: AccountGrants,
  all: readonly AccountGrants[],
): AccountFault | null {
  if (account.id === by.id) return 'not-yourself';
  if (!mayManage(by, account)) return 'not-allowed';
  return isLastAdministrator(account, all) ? 'last-administrator' : null;
}

/** @returns whether every grant of the account is one that this person may give and take */
export function mayManage(by: { readonly posts: readonly Post[] }, { grants }: Pick<AccountGrants, 'grants'>): boolean {
  return grants.every((each) => mayGrant(by.posts, each));
}

function isAdministratorOfAll({ role, on }: Grant): boolean {
  return role === 'administrator' && on === 'instance';
}

function isLastAdministrator({ id, grants, closedAt }: AccountGrants, all: readonly AccountGrants[]): boolean {
  if (closedAt !== null || !grants.some(isAdministratorOfAll)) return false;
  return all.every((other) => other.id === id || other.closedAt !== null || !other.grants.some(isAdministratorOfAll));
}

function without(grants: readonly Grant[], others: readonly Grant[]): Grant[] {
  const known = new Set(others.map(keyOf));
  return grants.filter((each) => !known.has(keyOf(each)));
}

function keyOf(grant: Grant): string {
  const place = grant.on === 'commune' ? grant.scope : grant.on === 'province' ? grant.province : '';
  return JSON.stringify([grant.role, grant.on, place]);
}
