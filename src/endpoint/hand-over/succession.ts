/** What closing an account hands over, and what opening it again takes back; and whose work an officer goes on with. */
import { type Evaluation, type HandOver, handedScopes, workGoneOnWith } from '../../programme/index.ts';
import type { OpenWork } from '../../protocol/index.ts';
import type { NewEvent } from '../events/chain.ts';
import type { EndpointParts } from '../http/parts.ts';
import type { Account, Officer, Store } from '../store/api.ts';
import { noteHandOver } from './version.ts';

/** Returned evaluations that a dialog names; of more it only says that there are more. */
const RETURNED_SHOWN = 20;
/** Those that the log counts at most. */
const RETURNED_COUNTED = 10_000;

type Parts = Pick<EndpointParts, 'store' | 'clock'>;

/** @returns what is open in a commune where this officer leaves. Drafts are counted, and not opened */
export async function openWorkOf(store: Store, scope: string, officerId: string): Promise<OpenWork> {
  const ids = await store.returnedTo(scope, officerId, RETURNED_SHOWN + 1);
  const shown = await store.current(scope, 'evaluation', ids.slice(0, RETURNED_SHOWN));
  const subjects = shown.map(({ id, payload }) => ({ id, of: (payload as Partial<Evaluation>).subject?.id ?? '' }));
  const titles = await store.titles(
    scope,
    subjects.map(({ of }) => of),
  );
  const bundles = await store.draftsOf(scope, [officerId]);
  return {
    returned: subjects.map(({ id, of }) => ({ id, title: titles.get(of) ?? '' })),
    more: ids.length > RETURNED_SHOWN,
    drafts: {
      count: bundles.reduce((sum, { draftCount }) => sum + draftCount, 0),
      receivedAt: bundles.at(-1)?.receivedAt ?? null,
    },
  };
}

/**
 * Gives the work of an officer who leaves to another one, in every commune in which both write records.
 * @param by id of the administrator
 */
export async function handOverWork(
  { store, clock }: Parts,
  leaving: Account,
  successor: Account,
  by: string,
): Promise<void> {
  const at = clock.now();
  const scopes = handedScopes(leaving, successor);
  const events: NewEvent[] = [];
  for (const scope of scopes) {
    const { drafts } = await openWorkOf(store, scope, leaving.id);
    const returned = (await store.returnedTo(scope, leaving.id, RETURNED_COUNTED)).length;
    const detail = { account: leaving.id, successor: successor.id, returned, drafts: drafts.count };
    events.push({ scope, at, actor: by, kind: 'work-handed-over', detail });
  }
  await change(store, scopes, [leaving.id, successor.id], () =>
    store.putHandOvers(scopes.map((scope) => ({ scope, from: leaving.id, to: successor.id, by, at, endedAt: null }))),
  );
  await store.addEvents(events);
}

/** Takes back what closing the account had handed over, because its officer works here again. */
export async function takeWorkBack({ store, clock }: Parts, account: Account, by: string): Promise<void> {
  // The officer may have lost a commune while the account was closed: what was handed over there ends, too.
  const held = (await store.handOvers(await store.scopes())).filter(
    ({ from, endedAt }) => from === account.id && endedAt === null,
  );
  if (held.length === 0) return;
  const scopes = [...new Set(held.map(({ scope }) => scope))];
  await change(store, scopes, [account.id], () =>
    store.putHandOvers(held.map((each) => ({ ...each, by, endedAt: clock.now() }))),
  );
  // Its phones send their drafts again: whoever went on may have taken those that were here.
  await noteHandOver(store, account.id);
}

/** Everybody who goes on with one of these officers' work, before or after the change, asks for their session anew. */
async function change(
  store: Store,
  scopes: readonly string[],
  officers: readonly string[],
  write: () => Promise<void>,
): Promise<void> {
  const heirs = async () => {
    const handOvers = await store.handOvers(scopes);
    const all = [...new Set(handOvers.map(({ to }) => to))];
    return all.filter((id) => workGoneOnWith(id, handOvers).some(({ from }) => officers.includes(from)));
  };
  const before = await heirs();
  await write();
  for (const id of new Set([...before, ...(await heirs())])) await noteHandOver(store, id);
}

/** @returns whose work an officer goes on with, in the communes of their own */
export async function workHeldBy(store: Store, { id, scopes }: Pick<Officer, 'id' | 'scopes'>): Promise<HandOver[]> {
  return workGoneOnWith(id, await store.handOvers(scopes));
}

/** @returns the scopes in which drafts wait for this officer */
export async function scopesWithDrafts(store: Store, officer: Pick<Officer, 'id' | 'scopes'>): Promise<string[]> {
  const found: string[] = [];
  for (const [scope, held] of Map.groupBy(await workHeldBy(store, officer), (each) => each.scope)) {
    const bundles = await store.draftsOf(
      scope,
      held.map(({ from }) => from),
    );
    if (bundles.length > 0) found.push(scope);
  }
  return found;
}
