/** The own records of the phone as the screen lists them, with the names of the people they are about. */
import { titledBy } from '../../../programme/index.ts';
import type { OutboxShown, SyncState, Vault } from '../../../vault/index.ts';

/** Most records that a list shows: nobody scrolls through more. */
const SHOWN_MAX = 50;

export type NamedOutbox = OutboxShown & { readonly names: ReadonlyMap<string, string> };

/** Reads the newest records of each state, and the names of the people they are about. */
export async function readOutbox(vault: Vault): Promise<NamedOutbox> {
  const [shown, roster] = await Promise.all([vault.outboxShown(SHOWN_MAX), vault.roster()]);
  const wanted = new Set(shown.items.map(({ revision: { kind, payload } }) => titledBy(kind, payload)));
  return { ...shown, names: new Map(roster.flatMap(({ id, name }) => (wanted.has(id) ? [[id, name]] : []))) };
}

/** @returns how many records are in these states; 0 while they are read */
export function countIn(outbox: NamedOutbox | undefined, ...kinds: SyncState['kind'][]): number {
  return kinds.reduce((sum, kind) => sum + (outbox?.counts[kind] ?? 0), 0);
}
