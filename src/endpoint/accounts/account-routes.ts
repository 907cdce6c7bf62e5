/** Accounts: who works here and with which rights. Every change is an event that the commune's administrators see. */
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { closeFault, type Grant, grantsFault, maySucceed } from '../../programme/index.ts';
import {
  type AccountRow,
  accountRequest,
  closeAccountRequest,
  type EventKind,
  onCommuneRequest,
} from '../../protocol/index.ts';
import { noteCommunesChanged } from '../communes/version.ts';
import type { NewEvent } from '../events/chain.ts';
import { handOverWork, openWorkOf, takeWorkBack } from '../hand-over/succession.ts';
import { answerJson } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { type Caller, callerOf, requireAllowed } from '../http/sign-in.ts';
import type { Account } from '../store/api.ts';
import { accountRows } from './account-rows.ts';
import { accountOf } from './person-for.ts';

/** @returns the routes of accounts */
export function accountRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;

  const rowsOf = async (caller: Caller, scope: string, accounts: readonly Account[]): Promise<AccountRow[]> => {
    const ids = accounts.map(({ id }) => id);
    return accountRows(caller.officer, accounts, await store.phones(scope), await store.codesOf(ids));
  };

  const answered = async (caller: Caller, scope: string, id: string) => {
    const account = await store.account(id);
    const [row] = account === null ? [] : await rowsOf(caller, scope, [account]);
    if (row === undefined) throw new Rejection(404, 'unknown-account');
    return { account: row };
  };

  return new Hono()
    .get('/v1/accounts', async (context) => {
      const scope = context.req.query('scope') ?? '';
      const caller = await callerOf(context, parts);
      requireAllowed(caller, 'enrol-devices', scope);
      return await answerJson(context, { accounts: await rowsOf(caller, scope, await store.accounts(scope)) });
    })
    .post('/v1/accounts', async (context) => {
      const caller = await callerOf(context, parts);
      const { scope, name, phone, grants } = await readJson(context, accountRequest);
      requireAllowed(caller, 'manage-accounts', scope);
      const fault = grantsFault(caller.officer, null, grants, []);
      if (fault !== null) throw new Rejection(409, fault);
      const id = randomUUID();
      await store.putOfficers([{ id, name, phone: phone || null, grants }]);
      await noteCommunesChanged(store);
      await noteEvent(parts, caller, 'account-added', scope, { account: id, grants: textOf(grants) });
      return await answerJson(context, await answered(caller, scope, id));
    })
    .put('/v1/accounts/:id', async (context) => {
      const caller = await callerOf(context, parts);
      const { scope, name, phone, grants } = await readJson(context, accountRequest);
      requireAllowed(caller, 'manage-accounts', scope);
      const account = await accountOf(parts, scope, context.req.param('id'));
      const fault = grantsFault(caller.officer, account, grants, await store.accounts(null));
      if (fault !== null) throw new Rejection(409, fault);
      await store.putOfficers([{ id: account.id, name, phone: phone || null, grants }]);
      await noteCommunesChanged(store);
      const detail = { account: account.id, before: textOf(account.grants), grants: textOf(grants) };
      await noteEvent(parts, caller, 'account-changed', scope, detail);
      return await answerJson(context, await answered(caller, scope, account.id));
    })
    .post('/v1/accounts/:id/close', async (context) => {
      const caller = await callerOf(context, parts);
      const { scope, successor, reason } = await readJson(context, closeAccountRequest);
      requireAllowed(caller, 'manage-accounts', scope);
      const account = await accountOf(parts, scope, context.req.param('id'));
      const fault = closeFault(caller.officer, account, await store.accounts(null));
      if (fault !== null) throw new Rejection(409, fault);
      const heir = await successorIn(parts, scope, account, successor);
      await store.setClosed(account.id, { at: clock.now(), successor });
      if (heir !== null) await handOverWork(parts, account, heir, caller.officer.id);
      await noteEvent(parts, caller, 'account-closed', scope, {
        account: account.id,
        successor: successor ?? '',
        reason,
      });
      return await answerJson(context, await answered(caller, scope, account.id));
    })
    .get('/v1/accounts/:id/open-work', async (context) => {
      const scope = context.req.query('scope') ?? '';
      const caller = await callerOf(context, parts);
      requireAllowed(caller, 'manage-accounts', scope);
      const account = await accountOf(parts, scope, context.req.param('id'));
      return await answerJson(context, await openWorkOf(store, scope, account.id));
    })
    .post('/v1/accounts/:id/reopen', async (context) => {
      const caller = await callerOf(context, parts);
      const { scope } = await readJson(context, onCommuneRequest);
      requireAllowed(caller, 'manage-accounts', scope);
      const account = await accountOf(parts, scope, context.req.param('id'));
      const fault = closeFault(caller.officer, account, await store.accounts(null));
      if (fault !== null) throw new Rejection(409, fault);
      await store.setClosed(account.id, null);
      await takeWorkBack(parts, account, caller.officer.id);
      await noteEvent(parts, caller, 'account-reopened', scope, { account: account.id });
      return await answerJson(context, await answered(caller, scope, account.id));
    });
}

/** @throws {Rejection} 409 where this person could not go on with the work */
async function successorIn(
  { store }: EndpointParts,
  scope: string,
  account: Account,
  id: string | null,
): Promise<Account | null> {
  // Another window closed it: what was handed over there must not be handed over again to somebody else.
  if (account.closedAt !== null && account.successor !== id) throw new Rejection(409, 'account-closed');
  if (id === null) return null;
  const successor = await store.account(id);
  if (successor === null || !maySucceed(account, successor, scope)) throw new Rejection(409, 'unknown-successor');
  return successor;
}

/** Notes an event in the commune on whose page something was done. */
export async function noteEvent(
  { store, clock }: Pick<EndpointParts, 'store' | 'clock'>,
  { officer }: Pick<Caller, 'officer'>,
  kind: EventKind,
  scope: string,
  detail: NewEvent['detail'],
): Promise<void> {
  await store.addEvents([{ scope, at: clock.now(), actor: officer.id, kind, detail }]);
}

/** @returns grants in a form for the log, which holds texts and numbers only */
function textOf(grants: readonly Grant[]): string {
  const placeOf = (grant: Grant) =>
    grant.on === 'commune' ? grant.scope : grant.on === 'province' ? grant.province : 'instance';
  return grants.map((grant) => `${grant.role}@${placeOf(grant)}`).join(' ');
}
