/** The campaigns of a commune as the phone holds them. */
import { byEntity, CAMPAIGNS_OWNER, type Campaign, materialize } from '../../programme/index.ts';
import type { StoredCampaign } from './api.ts';
import { type Core, fromRow, rowsOf } from './core.ts';

/** Asks nobody which scopes may be seen, because that is found out together with the campaigns. */
export async function heldCampaigns(core: Core, scope: string): Promise<StoredCampaign[]> {
  const rows = await rowsOf(core, '[scope+ownerId]', [{ scope, id: CAMPAIGNS_OWNER }]);
  const revisions = await Promise.all(rows.map((row) => fromRow(core, row)));
  return byEntity(revisions).flatMap((all) => {
    const { current, heads, conflict } = materialize(all);
    const campaign = current as Campaign | null;
    return campaign === null ? [] : [{ scope, id: all[0]?.entityId ?? '', campaign, heads, conflict }];
  });
}
