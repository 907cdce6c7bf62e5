/**
 * Which campaign counts on a day, and whom it evaluates. The day is the caller's, and no year of a clock ever makes a period:
 * between two campaigns, and with a clock that is a year ahead, the last one that there was goes on counting.
 */
import type { Campaign, Citizen } from './kinds/index.ts';

/** What the choice looks at. */
export type DatedCampaign = Pick<Campaign, 'period' | 'state' | 'from' | 'to'>;

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

/** What is known of somebody when it is asked whether they are to be evaluated. */
export type DuePerson = Pick<Citizen, 'birthYear' | 'birthDate' | 'group' | 'movedOut'>;

/**
 * Whether the campaign evaluates somebody: they live here and have the age of their group on its first day. Of whom only the
 * year of birth is known, the age is what they reach in that year.
 */
export function isDue(person: DuePerson, campaign: Pick<Campaign, 'from' | 'due'>): boolean {
  const { citizensFrom, workersFrom, pupilsFrom } = campaign.due;
  const from = { '1': citizensFrom, '2': workersFrom, '3': workersFrom, '4': pupilsFrom }[person.group];
  return person.movedOut !== true && ageOn(person, campaign.from) >= from;
}

/** @returns the age in whole years on a day, which is an ISO date */
export function ageOn({ birthYear, birthDate }: Pick<Citizen, 'birthYear' | 'birthDate'>, day: string): number {
  const years = Number(day.slice(0, 4)) - birthYear;
  return birthDate !== undefined && day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/**
 * Who has to agree before somebody is evaluated; `nobody`: they are too young for it.
 * @param day of the visit
 */
export function whoConsents(
  person: Pick<Citizen, 'birthYear' | 'birthDate'>,
  { childrenRule }: Pick<Campaign, 'childrenRule'>,
  day: string,
): 'self' | 'child-and-guardian' | 'guardian' | 'nobody' {
  const age = ageOn(person, day);
  if (age >= childrenRule.under) return 'self';
  return age < childrenRule.from ? 'nobody' : childrenRule.who;
}
