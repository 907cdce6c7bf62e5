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
  const { periods, key } = seen;
  const evaluated = evaluatedPeriods(memory);
  return remembered(memory, `rows ${key}`, () =>
    peopleIn(memory, seen).map((line) => {
      const home = memory.homes.get(keyOf(homeRefOf(line)));
      const done = evaluated.get(keyOf(line));
      return {
        id: line.id,
        name: line.name,
        birthYear: line.birthYear,
        birthDate: line.birthDate,
        group: line.group,
        hamlet: home?.hamlet ?? '',
        householdId: line.householdId,
        householdNumber: home?.number ?? '',
        scope: line.scope,
        cccdTail: line.cccdTail,
        evaluated: done?.has(periods.get(line.scope) ?? '') === true,
      };
    }),
  );
}

/** @returns the rows of the session's scopes by `keyOf` */
export function rowByKey(memory: RosterMemory, seen: Seen): ReadonlyMap<string, RosterRow> {
  return remembered(memory, `byKey ${seen.key}`, () => new Map(rowsIn(memory, seen).map((row) => [keyOf(row), row])));
}

/** @param period undefined: that of each commune today */
export async function hamletsOf(core: Core, period: string | undefined): Promise<readonly HamletSummary[]> {
  const [memory, { periods }] = await Promise.all([rosterOf(core), seenBy(core)]);
  const asked = period === undefined ? new Set(periods.values()) : [period];
  return [...asked].flatMap((each) =>
    hamletSummaries(memory, each).filter(({ scope }) => periods.has(scope) && (period ?? periods.get(scope)) === each),
  );
}

/** @param period undefined: that of the commune today */
export async function householdsOf(
  core: Core,
  scope: string,
  hamlet: string,
  period: string | undefined,
): Promise<readonly HouseholdSummary[]> {
  const [memory, { periods }] = await Promise.all([rosterOf(core), seenBy(core)]);
  const present = periods.get(scope);
  return present === undefined ? [] : householdSummaries(memory, scope, hamlet, period ?? present);
}
