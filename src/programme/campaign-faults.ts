/** What stands against a campaign as somebody typed it; a schema would say the same (kinds/campaign.ts), and an app need not load one. */
import type { Campaign } from './kinds/index.ts';

/** A part of a campaign that is not as it must be. */
export type CampaignFault =
  | 'period'
  | 'period-taken'
  | 'name'
  | 'dates'
  | 'ages'
  | 'consent-version'
  | 'consent-version-same'
  | 'consent-text'
  | 'purposes'
  | 'children'
  | 'retention';

/**
 * @param others the commune's other campaigns
 * @param before what it is now; null: it is a new one
 * @returns each fault once; [] where it may be saved
 */
export function campaignFaults(
  campaign: Campaign,
  others: readonly Pick<Campaign, 'period'>[],
  before: Campaign | null,
): CampaignFault[] {
  const { period, name, from, to, due, consent, childrenRule, retention } = campaign;
  const textChanged = before !== null && (before.consent.vi !== consent.vi || before.consent.en !== consent.en);
  const faults: readonly (readonly [boolean, CampaignFault])[] = [
    [!/^\d{4}(-[1-9])?$/.test(period), 'period'],
    [others.some((other) => other.period === period), 'period-taken'],
    [!isText(name, 1, 120), 'name'],
    [!isDay(from) || !isDay(to) || from > to, 'dates'],
    [!Object.values(due).every(isAge), 'ages'],
    [!isText(consent.version, 1, 40), 'consent-version'],
    // Whoever agreed to the former text must not seem to have agreed to this one.
    [textChanged && before.consent.version === consent.version, 'consent-version-same'],
    [!isText(consent.vi, 20, 4000) || !isText(consent.en, 20, 4000), 'consent-text'],
    [consent.purposes.length === 0, 'purposes'],
    [!isAge(childrenRule.from) || !isAge(childrenRule.under) || childrenRule.from > childrenRule.under, 'children'],
    [!isDay(retention.until) || retention.until < to, 'retention'],
  ];
  return faults.flatMap(([stands, fault]) => (stands ? [fault] : []));
}

function isAge(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 120;
}

function isText(text: string, min: number, max: number): boolean {
  return text.trim().length >= min && text.trim().length <= max;
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
