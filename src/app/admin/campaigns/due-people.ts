/** Whom a campaign evaluates, of the people that this device has. */
import { type Campaign, isDue } from '../../../programme/index.ts';
import type { RosterRow } from '../../../vault/index.ts';

/** @returns those whom the campaign evaluates */
export function dueAmong(people: readonly RosterRow[], campaign: Pick<Campaign, 'from' | 'due'>): RosterRow[] {
  return people.filter(({ birthYear, birthDate, group }) =>
    isDue({ birthYear, group, ...(birthDate !== null && { birthDate }) }, campaign),
  );
}

/** @returns by hamlet, how many of these people there are; the most come first */
export function countByHamlet(people: readonly RosterRow[]): (readonly [string, number])[] {
  const counts = [...Map.groupBy(people, ({ hamlet }) => hamlet)].map(
    ([hamlet, rows]) => [hamlet, rows.length] as const,
  );
  return counts.sort(([, one], [, other]) => other - one);
}
