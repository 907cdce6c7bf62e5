/** Whom a campaign evaluates. */
import type { Campaign, Citizen } from './kinds/index.ts';

/** What is known of somebody when it is asked whether they are to be evaluated. */
type DuePerson = Pick<Citizen, 'birthYear' | 'birthDate' | 'group' | 'movedOut'>;

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
