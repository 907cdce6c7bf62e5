/**
 * Which campaign counts on a day. The day is the caller's, and no year of a clock ever makes a period: between two campaigns, and
 * with a clock that is a year ahead, the last one that there was goes on counting.
 */
import type { Campaign } from './kinds/index.ts';

/** What the choice looks at. */
type DatedCampaign = Pick<Campaign, 'period' | 'state' | 'from' | 'to'>;

/**
 * Chooses the campaign whose dates hold on the day; of several the one that is not closed, then the one that began last. Where
 * none holds, it is the last one that ended.
 * @param day in Asia/Ho_Chi_Minh, `2026-11-28`
 * @returns null where there is none, or all are still to come
 */
export function campaignOn<C extends DatedCampaign>(campaigns: readonly C[], day: string): C | null {
  const begun = campaigns.filter(({ from }) => from <= day);
  const holding = begun.filter(({ to }) => day <= to);
  const open = holding.filter(({ state }) => state !== 'closed');
  const [chosen, by] =
    open.length > 0
      ? [open, 'from' as const]
      : holding.length > 0
        ? [holding, 'from' as const]
        : [begun, 'to' as const];
  return chosen.reduce<C | null>((best, each) => (best === null || isLater(each, best, by) ? each : best), null);
}

function isLater(one: DatedCampaign, other: DatedCampaign, by: 'from' | 'to'): boolean {
  return one[by] === other[by] ? one.period > other.period : one[by] > other[by];
}
