/**
 * What a person may see of what their store holds: the scopes of their session. Somebody who was moved to another
 * commune still holds pages of the former one, and unsent records that must go there; none of its people are shown.
 * Without a session nothing is shown.
 */

import { campaignOn, vietnamDay } from '../../programme/index.ts';
import { metaRow } from '../database/database.ts';
import { readSession } from '../drafts/session.ts';
import type { StoredCampaign } from './api.ts';
import { heldCampaigns } from './campaigns.ts';
import type { Core } from './core.ts';

/** What the session allows to be seen, and the campaign in which each commune is today. */
export interface Seen {
  readonly campaignsOf: (scope: string) => readonly StoredCampaign[];
  readonly scopes: ReadonlySet<string>;
  /** The period of each of these scopes. */
  readonly periods: ReadonlyMap<string, string>;
  /** The same for the same scopes and periods: what is derived from them is remembered under it. */
  readonly key: string;
}

/** What is read once until the session or a record changes. @param millis of this phone's clock */
export type SeenAt = (millis: number) => Seen;

/**
 * Reads the session and the campaigns once until something changes, because at each letter of a search the database would answer
 * later than the search.
 */
export async function seenBy(core: Core): Promise<Seen> {
  // Where tabs do not reach each other, another one may have signed in somebody else.
  if (!core.platform.tabs) core.seen = null;
  core.seen ??= readSeen(core).catch((error: unknown) => {
    core.seen = null;
    throw error;
  });
  return (await core.seen)(core.platform.clock.millis());
}

async function readSeen(core: Core): Promise<SeenAt> {
  const session = await readSession(core);
  const scopes = session?.scopes ?? [];
  const campaigns = await Promise.all(scopes.map((scope) => heldCampaigns(core, session, scope)));
  const { skewMs = 0 } = (await metaRow(core.db, 'synced')) ?? {};
  return (millis) => {
    // The day is the endpoint's, as far as the last round with it showed by how much this phone's clock is wrong.
    const day = vietnamDay(millis - skewMs);
    const periods = scopes.map((scope, at): [string, string] => [
      scope,
      campaignOn(
        (campaigns[at] ?? []).map(({ campaign }) => campaign),
        day,
      )?.period ??
        session?.period ??
        '',
    ]);
    return {
      campaignsOf: (scope) => campaigns[scopes.indexOf(scope)] ?? [],
      scopes: new Set(scopes),
      periods: new Map(periods),
      key: periods.flat().join(' '),
    };
  };
}
