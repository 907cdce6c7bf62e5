/** Figures of hamlets and households, counted from the roster in memory and remembered until it changes. Pure. */
import type { HamletSummary, HouseholdSummary } from './api.ts';
import { keyOf } from './core.ts';
import {
  evaluatedPeriods,
  type HomeLine,
  homeRefOf,
  type PersonLine,
  type RosterMemory,
  remembered,
  type VisitLine,
} from './roster.ts';

/** @returns by household, its latest visit; of two at one instant the one that names the later day */
function latestVisits(memory: RosterMemory): ReadonlyMap<string, VisitLine> {
  return remembered(memory, 'visits', () => {
    const latest = new Map<string, VisitLine>();
    for (const visit of memory.visits.values()) {
      const key = keyOf({ scope: visit.scope, id: visit.householdId });
      const before = latest.get(key);
      const isLater =
        !before || before.at < visit.at || (before.at === visit.at && (before.nextDate ?? '') < (visit.nextDate ?? ''));
      if (isLater) latest.set(key, visit);
    }
    return latest;
  });
}

interface HouseholdCount {
  readonly home: HomeLine;
  head: PersonLine | null;
  members: number;
  evaluated: number;
}

/**
 * Whether `a` is the head rather than `b`: the head as entered; where none or two are, whoever was entered first. That
 * is the same on every phone, in whatever order it learns of its people.
 */
function isBefore(a: PersonLine, b: PersonLine | null): boolean {
  if (b === null || a.isHead !== b.isHead) return b === null || a.isHead;
  return a.id < b.id;
}

function countHouseholds(memory: RosterMemory, period: string): Map<string, HouseholdCount> {
  return remembered(memory, `households ${period}`, () => {
    const counts = new Map<string, HouseholdCount>();
    const evaluated = evaluatedPeriods(memory);
    for (const [key, home] of memory.homes) counts.set(key, { home, head: null, members: 0, evaluated: 0 });
    for (const [key, person] of memory.people) {
      const count = counts.get(keyOf(homeRefOf(person)));
      if (!count) continue;
      count.members += 1;
      if (isBefore(person, count.head)) count.head = person;
      if (evaluated.get(key)?.has(period)) count.evaluated += 1;
    }
    return counts;
  });
}

const byNumber = new Intl.Collator('vi', { numeric: true }).compare;

/** @returns one row for each hamlet, by commune and then by name */
export function hamletSummaries(memory: RosterMemory, period: string): readonly HamletSummary[] {
  return remembered(memory, `hamlets ${period}`, () => {
    const sums = new Map<
      string,
      { scope: string; hamlet: string; households: number; citizens: number; evaluated: number }
    >();
    for (const { home, members, evaluated } of countHouseholds(memory, period).values()) {
      const key = keyOf({ scope: home.scope, id: home.hamlet });
      const sum = sums.get(key) ?? { scope: home.scope, hamlet: home.hamlet, households: 0, citizens: 0, evaluated: 0 };
      sums.set(key, sum);
      sum.households += 1;
      sum.citizens += members;
      sum.evaluated += evaluated;
    }
    return [...sums.values()].sort((a, b) => byNumber(a.scope, b.scope) || byNumber(a.hamlet, b.hamlet));
  });
}

/** @returns the households of one hamlet, in the order of their numbers */
export function householdSummaries(
  memory: RosterMemory,
  scope: string,
  hamlet: string,
  period: string,
): readonly HouseholdSummary[] {
  const visits = latestVisits(memory);
  return [...countHouseholds(memory, period).values()]
    .filter(({ home }) => home.scope === scope && home.hamlet === hamlet)
    .sort((a, b) => byNumber(a.home.number, b.home.number) || (a.home.id < b.home.id ? -1 : 1))
    .map(({ home, head, members, evaluated }) => ({
      id: home.id,
      scope: home.scope,
      number: home.number,
      headName: head?.name ?? '',
      members,
      evaluated,
      nextDate: visits.get(keyOf(home))?.nextDate ?? null,
    }));
}
