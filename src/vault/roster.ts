/**
 * The lists and the search in memory: a few short columns of every household and citizen, made from revisions. Pure;
 * roster-store.ts keeps it as one sealed record, so a start reads one row and not 12,000.
 */
import type { Citizen, Evaluation, Household, Identity, Kind, Visit } from '../programme/index.ts';
import { byEntity, indexName, materialize, type RosterEntry } from '../programme/index.ts';
import { isErased, type Revision } from '../protocol/index.ts';
import type { EntityRef, HamletSummary, HouseholdSummary } from './api.ts';
import { keyOf } from './core.ts';

export interface HomeLine extends EntityRef {
  readonly number: string;
  readonly hamlet: string;
}
export interface PersonLine extends EntityRef {
  /** In the same scope. */
  readonly householdId: string;
  readonly name: string;
  readonly key: RosterEntry['key'];
  readonly birthYear: number;
  readonly cccdTail: string | null;
  readonly cccdHash: string | null;
  readonly isHead: boolean;
}
/** Each map by `keyOf` the household or citizen. */
export interface RosterMemory {
  readonly homes: Map<string, HomeLine>;
  readonly people: Map<string, PersonLine>;
  /** Citizen → identity number, of those that this phone holds. */
  readonly numbers: Map<string, string | null>;
  /** Citizen → periods with a finished evaluation. */
  readonly evaluated: Map<string, string[]>;
  /** Household → its latest visit. */
  readonly visits: Map<string, { readonly at: string; readonly nextDate: string | null }>;
  /** Of the snapshot it was read from, or last written to; absent: of none. */
  mark?: string | undefined;
  /** Entities that were met and are not shown, or have erased revisions: one revision alone says nothing of them. */
  readonly hidden: Set<string>;
  /** What is derived from the maps, dropped at every change. */
  derived: Map<string, unknown>;
}

export function emptyRoster(): RosterMemory {
  return {
    homes: new Map(),
    people: new Map(),
    numbers: new Map(),
    evaluated: new Map(),
    visits: new Map(),
    hidden: new Set(),
    derived: new Map(),
  };
}

/** A line of a household, a citizen or a number is made from every revision of the entity; the rest only adds up. */
export function needsWhole(memory: RosterMemory, revision: Revision): boolean {
  const key = keyOf({ scope: revision.scope, id: revision.entityId });
  if (memory.hidden.has(key)) return true;
  if (revision.kind === 'household') return revision.parents.length > 0 || memory.homes.has(key);
  if (revision.kind === 'citizen') return revision.parents.length > 0 || memory.people.has(key);
  if (revision.kind === 'identity') return revision.parents.length > 0 || memory.numbers.has(key);
  return false;
}

/** Kinds of which a line is made from every revision of the entity. */
const WHOLE: ReadonlySet<string> = new Set<Kind>(['household', 'citizen', 'identity']);

/** @param revisions all that is held of each household, citizen and identity number among them */
export function applyToRoster(memory: RosterMemory, revisions: readonly Revision[]): void {
  memory.derived = new Map();
  for (const all of byEntity(revisions)) {
    const [first] = all;
    if (first !== undefined && WHOLE.has(first.kind)) applyEntity(memory, first, all);
    else applyEvents(memory, all);
  }
}

function applyEntity(memory: RosterMemory, { entityId: id, kind, scope }: Revision, all: readonly Revision[]): void {
  const key = keyOf({ scope, id });
  const { current } = materialize(all);
  if (all.some(isErased)) memory.hidden.add(key);
  if (!current) {
    // A number goes by its citizen's id: its line goes, and not the citizen's.
    const lines = { household: memory.homes, citizen: memory.people, identity: memory.numbers }[kind];
    lines?.delete(key);
    return;
  }
  if (kind === 'household') {
    const { number, hamlet } = current as unknown as Household;
    memory.homes.set(key, { id, scope, number, hamlet });
    return;
  }
  if (kind === 'identity') {
    const { cccd } = current as unknown as Identity;
    memory.numbers.set(key, cccd);
    return;
  }
  const citizen = current as unknown as Citizen;
  const { householdId, name, birthYear, cccdTail = null, cccdHash = null, relation, movedOut } = citizen;
  if (movedOut) {
    memory.hidden.add(key);
    memory.people.delete(key);
    return;
  }
  const isHead = relation === 'chu-ho';
  const line = { id, scope, householdId, name, key: indexName(name), birthYear, cccdTail, cccdHash, isHead };
  memory.people.set(key, line);
}

/** What they say only adds up: where one was erased, what was added before is made anew from all (forgetRoster). */
function applyEvents(memory: RosterMemory, all: readonly Revision[]): void {
  const [first] = all;
  if (first && all.some(isErased)) {
    memory.hidden.add(keyOf({ scope: first.scope, id: first.entityId }));
    if (materialize(all).current === null) return;
  }
  for (const revision of all) applyEvent(memory, revision);
}

function applyEvent(memory: RosterMemory, { kind, scope, payload }: Revision): void {
  if (payload === null) return;
  if (kind === 'evaluation') {
    const { subject, period } = payload as unknown as Evaluation;
    const key = keyOf({ scope, id: subject.id });
    const periods = memory.evaluated.get(key) ?? [];
    if (!periods.includes(period)) memory.evaluated.set(key, [...periods, period]);
  }
  if (kind === 'visit') {
    const { householdId, at, nextDate } = payload as unknown as Visit;
    const key = keyOf({ scope, id: householdId });
    const last = memory.visits.get(key);
    const next = nextDate ?? null;
    const isLater = !last || last.at < at || (last.at === at && (last.nextDate ?? '') < (next ?? ''));
    if (isLater) memory.visits.set(key, { at, nextDate: next });
  }
}

interface HouseholdCount {
  readonly home: HomeLine;
  head: PersonLine | null;
  members: number;
  evaluated: number;
}

/** A person lives in their own commune: a household's id is looked up in no other. */
export function homeOf({ scope, householdId }: PersonLine): EntityRef {
  return { scope, id: householdId };
}

/** The head as entered; where none or two are, whoever was entered first: the same on every phone, in whatever order told. */
function isBefore(a: PersonLine, b: PersonLine | null): boolean {
  if (b === null || a.isHead !== b.isHead) return b === null || a.isHead;
  return a.id < b.id;
}

/** Reads `make`'s value again only after a change of the roster. */
export function derive<T>(memory: RosterMemory, key: string, make: () => T): T {
  if (!memory.derived.has(key)) memory.derived.set(key, make());
  return memory.derived.get(key) as T;
}

function countHouseholds(memory: RosterMemory, period: string): Map<string, HouseholdCount> {
  return derive(memory, `households ${period}`, () => {
    const counts = new Map<string, HouseholdCount>();
    for (const [key, home] of memory.homes) counts.set(key, { home, head: null, members: 0, evaluated: 0 });
    for (const [key, person] of memory.people) {
      const count = counts.get(keyOf(homeOf(person)));
      if (!count) continue;
      count.members += 1;
      if (isBefore(person, count.head)) count.head = person;
      if (memory.evaluated.get(key)?.includes(period)) count.evaluated += 1;
    }
    return counts;
  });
}

const byNumber = new Intl.Collator('vi', { numeric: true }).compare;

export function hamletSummaries(memory: RosterMemory, period: string): readonly HamletSummary[] {
  return derive(memory, `hamlets ${period}`, () => {
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

export function householdSummaries(
  memory: RosterMemory,
  scope: string,
  hamlet: string,
  period: string,
): readonly HouseholdSummary[] {
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
      nextDate: memory.visits.get(keyOf(home))?.nextDate ?? null,
    }));
}

/** What `programme` searches in. */
export function rosterEntries(memory: RosterMemory, people: readonly PersonLine[]): RosterEntry[] {
  return people.map((person) => {
    const { id, scope, name, key, birthYear, householdId, cccdTail } = person;
    const home = memory.homes.get(keyOf(homeOf(person)));
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
