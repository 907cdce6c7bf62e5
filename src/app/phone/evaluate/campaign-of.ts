/** The campaign in which a form is filled in. */
import { type Campaign, CONSENT_TEXT } from '../../../programme/index.ts';
import type { Session } from '../../../protocol/index.ts';
import type { StoredCampaign, Vault } from '../../../vault/index.ts';

/** The period of a commune today, with its campaign; null where the commune has none, and the session's period counts. */
export interface PeriodOfToday {
  readonly period: string;
  readonly campaign: Campaign | null;
}

/** Reads what counts in a commune today. */
export async function periodOfToday(vault: Vault, session: Session, scope: string): Promise<PeriodOfToday> {
  const [periods, campaigns] = await Promise.all([vault.periods(), vault.campaigns(scope)]);
  const period = periods.get(scope) ?? session.period;
  // Communes that were merged may each have had a campaign of this period: the commune's own comes first, then one that is open.
  const rank = (each: StoredCampaign) => (each.scope === scope ? 2 : 0) + (each.campaign.state === 'closed' ? 0 : 1);
  const [chosen] = campaigns
    .filter(({ campaign }) => campaign.period === period)
    .sort((one, other) => rank(other) - rank(one));
  return { period, campaign: chosen?.campaign ?? null };
}

/** What is read aloud before the first question. */
export type ConsentText = Pick<Campaign['consent'], 'version' | 'vi' | 'en'>;

/** @returns the campaign's own text, else the one that ships with the app */
export function consentTextOf(campaign: Campaign | null): ConsentText {
  return campaign?.consent ?? CONSENT_TEXT;
}
