/** The campaigns that count in a commune, as the phone holds them. */
import { byEntity, CAMPAIGNS_OWNER, type Campaign, materialize } from '../../programme/index.ts';
import type { Session } from '../../protocol/index.ts';
import type { StoredCampaign } from './api.ts';
import { type Core, fromRow, rowsOf } from './core.ts';

/** @returns the scopes whose campaigns and criteria sets count in this one: those into which it was merged, and itself */
export function answeringFor(session: Session | null, scope: string): string[] {
  const heirs = session?.communes.filter(({ predecessors }) => predecessors?.includes(scope)) ?? [];
  return [...heirs.map((each) => each.scope), scope];
}

/** Asks nobody which scopes may be seen, because that is found out together with the campaigns. */
export async function heldCampaigns(core: Core, session: Session | null, scope: string): Promise<StoredCampaign[]> {
  const owners = answeringFor(session, scope).map((each) => ({ scope: each, id: CAMPAIGNS_OWNER }));
  const rows = await rowsOf(core, '[scope+ownerId]', owners);
  const revisions = await Promise.all(rows.map((row) => fromRow(core, row)));
  return byEntity(revisions).flatMap((all) => {
    const { current, heads, conflict } = materialize(all);
    const [first] = all;
    if (first === undefined || current === null) return [];
    return [{ scope: first.scope, id: first.entityId, campaign: current as unknown as Campaign, heads, conflict }];
  });
}
