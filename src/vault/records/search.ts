/** Finding people in the roster; loaded when somebody first searches, or enters a person. */
import { type DuplicateCandidate, likelyDuplicates, type RosterEntry, searchRoster } from '../../programme/index.ts';
import type { RosterRow } from './api.ts';
import { type Core, keyOf } from './core.ts';
import { peopleIn, rowByKey } from './lists.ts';
import { homeRefOf, type PersonLine, type RosterMemory, remembered } from './roster.ts';
import { rosterOf } from './roster-store.ts';
import { type Seen, seenBy } from './scopes-seen.ts';

/** @returns what `searchRoster` of programme searches in */
function entriesIn(memory: RosterMemory, seen: Seen): readonly RosterEntry[] {
  return remembered(memory, `entries ${seen.key}`, () => rosterEntries(memory, peopleIn(memory, seen)));
}

/** @returns at most `limit` rows of the session's scopes, the best first */
export async function search(core: Core, text: string, limit: number): Promise<readonly RosterRow[]> {
  const [memory, seen] = await Promise.all([rosterOf(core), seenBy(core)]);
  const rows = rowByKey(memory, seen);
  return searchRoster(entriesIn(memory, seen), text, limit).flatMap((entry) => rows.get(keyOf(entry)) ?? []);
}

/** @returns known citizens who may be the one that is being entered, with the reason */
export async function duplicatesOf(
  core: Core,
  candidate: DuplicateCandidate,
): Promise<readonly { row: RosterRow; reason: 'same-cccd' | 'similar-name' }[]> {
  const [memory, seen] = await Promise.all([rosterOf(core), seenBy(core)]);
  const rows = rowByKey(memory, seen);
  const people = peopleIn(memory, seen).map((line) => ({ ...line, cccd: memory.numbers.get(keyOf(line)) ?? null }));
  return likelyDuplicates(candidate, people).flatMap(({ known, reason }) => {
    const row = rows.get(keyOf(known));
    return row ? [{ row, reason }] : [];
  });
}

function rosterEntries(memory: RosterMemory, people: readonly PersonLine[]): RosterEntry[] {
  return people.map((person) => {
    const { id, scope, name, key, birthYear, householdId, cccdTail } = person;
    const home = memory.homes.get(keyOf(homeRefOf(person)));
    return {
      id,
      scope,
      name,
      key,
      birthYear,
      hamlet: home?.hamlet ?? '',
      householdId,
      householdNumber: home?.number ?? '',
      ...(cccdTail !== null && { cccdTail }),
    };
  });
}
