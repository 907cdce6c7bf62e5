/** What the screens ask of the roster: rows of people, hamlets and households of the session's communes. */
import type { HamletSummary, HouseholdSummary, RosterRow } from './api.ts';
import { type Core, keyOf } from './core.ts';
import { evaluatedPeriods, homeRefOf, type PersonLine, type RosterMemory, remembered } from './roster.ts';
import { rosterOf } from './roster-store.ts';
import { hamletSummaries, householdSummaries } from './roster-summaries.ts';
import { type Seen, seenBy } from './scopes-seen.ts';

/** @returns light rows of everyone; the same array until something changes */
export async function rosterRows(core: Core): Promise<readonly RosterRow[]> {
  const [memory, seen] = await Promise.all([rosterOf(core), seenBy(core)]);
  return rowsIn(memory, seen);
}

/** @returns the people of the session's scopes */
export function peopleIn(memory: RosterMemory, { scopes, key }: Seen): readonly PersonLine[] {
  return remembered(memory, `people ${key}`, () =>
    [...memory.people.values()].filter(({ scope }) => scopes.has(scope)),
  );
}

function rowsIn(memory: RosterMemory, seen: Seen): readonly RosterRow[] {
  const { period, key } = seen;
  const evaluated = evaluatedPeriods(memory);
  return remembered(memory, `rows ${key}`, () =>
    peopleIn(memory, seen).map((line) => {
      const home = memory.homes.get(keyOf(homeRefOf(line)));
      const periods = evaluated.get(keyOf(line));
      return {
        id: line.id,
        name: line.name,
        birthYear: line.birthYear,
        hamlet: home?.hamlet ?? '',
        householdId: line.householdId,
        householdNumber: home?.number ?? '',
        scope: line.scope,
        cccdTail: line.cccdTail,
        evaluated: periods !== undefined && (period === null || periods.has(period)),
      };
    }),
  );
}

/** @returns the rows of the session's scopes by `keyOf` */
export function rowByKey(memory: RosterMemory, seen: Seen): ReadonlyMap<string, RosterRow> {
  return remembered(memory, `byKey ${seen.key}`, () => new Map(rowsIn(memory, seen).map((row) => [keyOf(row), row])));
}

/** @param period the year of a campaign */
export async function hamletsOf(core: Core, period: string): Promise<readonly HamletSummary[]> {
  const [memory, { scopes }] = await Promise.all([rosterOf(core), seenBy(core)]);
  return hamletSummaries(memory, period).filter(({ scope }) => scopes.has(scope));
}

/** @param period the year of a campaign */
export async function householdsOf(
  core: Core,
  scope: string,
  hamlet: string,
  period: string,
): Promise<readonly HouseholdSummary[]> {
  const [memory, { scopes }] = await Promise.all([rosterOf(core), seenBy(core)]);
  return scopes.has(scope) ? householdSummaries(memory, scope, hamlet, period) : [];
}
