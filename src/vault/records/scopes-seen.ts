/**
 * What a person may see of what their store holds: the scopes of their session. Somebody who was moved to another
 * commune still holds pages of the former one, and unsent records that must go there; none of its people are shown.
 * Without a session nothing is shown.
 */

import { readSession } from '../drafts/session.ts';
import type { Core } from './core.ts';

/** What the session allows to be seen. */
export interface Seen {
  readonly scopes: ReadonlySet<string>;
  /** The campaign year of the session; null where nobody is signed in. */
  readonly period: string | null;
  /** The same for the same scopes and period: what is derived from them is remembered under it. */
  readonly key: string;
}

/**
 * Reads the session once until it changes, because at each letter of a search the database would answer later than the
 * search.
 */
export async function seenBy(core: Core): Promise<Seen> {
  // Where tabs do not reach each other, another one may have signed in somebody else.
  if (!core.platform.tabs) return await readSeen(core);
  core.seen ??= readSeen(core).catch((error: unknown) => {
    core.seen = null;
    throw error;
  });
  return await core.seen;
}

async function readSeen(core: Core): Promise<Seen> {
  const session = await readSession(core);
  const scopes = session?.scopes ?? [];
  const period = session?.period ?? null;
  return { scopes: new Set(scopes), period, key: `${period} ${scopes.join(' ')}` };
}
