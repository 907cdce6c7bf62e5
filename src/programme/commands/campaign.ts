import { CONSENT_TEXT } from '../consent.ts';
import type { EntityRef } from '../entity-ref.ts';
import type { Campaign } from '../kinds/index.ts';
import { type NewRevision, NO_PARENTS, newRevision } from './new-revision.ts';

/**
 * The entity of a commune's campaign. Its id follows from the period, so that two people who open the same one offline make one
 * campaign, whose differences they are then asked about.
 * @param period `2026` or `2026-2`
 */
export function campaignRef(scope: string, period: string): EntityRef {
  const [year = '', part = '0'] = period.split('-');
  return { scope, id: `ca3a1600-0000-8000-8000-${year.padStart(4, '0')}${part.padStart(8, '0')}` };
}

/** Opens a campaign. */
export function openCampaign(scope: string, campaign: Campaign): NewRevision[] {
  return [newRevision('campaign', campaignRef(scope, campaign.period), { ...campaign, state: 'open' }, NO_PARENTS)];
}

/** Changes a campaign, also its last day. @param heads as the caller saw them; absent: those that the store holds */
export function changeCampaign(scope: string, campaign: Campaign, heads?: readonly string[]): NewRevision[] {
  return [newRevision('campaign', campaignRef(scope, campaign.period), campaign, heads)];
}

/**
 * Moves a campaign towards its end, or back where it was ended too early.
 * @param state `closing`: no new visits, what was begun is finished; `closed`: its figures are read as of now
 */
export function closeCampaign(
  scope: string,
  campaign: Campaign,
  state: Campaign['state'],
  heads?: readonly string[],
): NewRevision[] {
  return changeCampaign(scope, { ...campaign, state }, heads);
}

/** The first campaign of a commune, with the defaults that no source settles, for its administrator to look over. */
export function firstCampaign(year: number, variant: Campaign['variant']): Campaign {
  return {
    period: `${year}`,
    name: `Đợt năm ${year}`,
    state: 'open',
    from: `${year}-01-01`,
    to: `${year}-12-31`,
    due: { citizensFrom: 18, workersFrom: 15, pupilsFrom: 11 },
    variant,
    consent: {
      version: CONSENT_TEXT.version,
      vi: CONSENT_TEXT.vi,
      en: CONSENT_TEXT.en,
      // The shipped text names no other.
      purposes: ['evaluate'],
    },
    childrenRule: { from: 7, under: 16, who: 'child-and-guardian' },
    retention: { until: `${Math.max(2030, year)}-12-31` },
  };
}

/** Makes the next campaign out of the last one: a year later, all else as it was. */
export function copyCampaign(last: Campaign): Campaign {
  const year = Number(last.period.slice(0, 4)) + 1;
  const to = yearLater(last.to);
  const name = last.name.replaceAll(last.period, `${year}`);
  return {
    ...last,
    state: 'open',
    period: `${year}`,
    name: name === last.name ? `Đợt năm ${year}` : name,
    from: yearLater(last.from),
    to,
    retention: { until: last.retention.until < to ? to : last.retention.until },
  };
}

function yearLater(day: string): string {
  const moved = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
  return moved.endsWith('-02-29') ? moved.replace('-29', '-28') : moved;
}
