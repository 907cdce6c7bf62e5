/**
 * The lists and the search in memory: a few short columns of every household and citizen, folded from revisions. Pure;
 * roster-store.ts keeps it as one sealed record, so a start reads one row and not 12,000.
 */
import type { Citizen, Evaluation, Household, Visit } from '../programme/index.ts';
import { foldEntity, indexName, type RosterEntry } from '../programme/index.ts';
import type { Revision } from '../protocol/index.ts';
import type { HamletSummary, HouseholdSummary } from './api.ts';

export interface HomeLine {
  readonly id: string;
  readonly scope: string;
  readonly number: string;
  readonly hamlet: string;
}
export interface PersonLine {
  readonly id: string;
  readonly scope: string;
  readonly householdId: string;
  readonly name: string;
  readonly key: RosterEntry['key'];
  readonly birthYear: number;
  readonly cccd: string | null;
  readonly isHead: boolean;
}
export interface RosterMemory {
  readonly homes: Map<string, HomeLine>;
  readonly people: Map<string, PersonLine>;
  /** Citizen id → periods with a finished evaluation. */
  readonly evaluated: Map<string, string[]>;
  /** Household id → its latest visit. */
  readonly visits: Map<string, { readonly at: string; readonly nextDate: string | null }>;
  /** Of the snapshot it was read from, or last written to; absent: of none. */
  mark?: string | undefined;
  /** What is derived from the maps, dropped at every change. */
  derived: Map<string, unknown>;
}

export function emptyRoster(): RosterMemory {
  return { homes: new Map(), people: new Map(), evaluated: new Map(), visits: new Map(), derived: new Map() };
}

/** Household and citizen lines change with the fold, so they need every revision of the entity; the rest only adds up. */
export function needsFold(memory: RosterMemory, revision: Revision): boolean {
  if (revision.kind === 'household') return revision.parents.length > 0 || memory.homes.has(revision.entityId);
  if (revision.kind === 'citizen') return revision.parents.length > 0 || memory.people.has(revision.entityId);
  return false;
}

/** @param revisions all that is held of each household and citizen among them */
export function applyToRoster(memory: RosterMemory, revisions: readonly Revision[]): void {
  memory.derived = new Map();
  const entities = new Map<string, Revision[]>();
  for (const revision of revisions) {
    const others = entities.get(revision.entityId);
    if (others) others.push(revision);
    else entities.set(revision.entityId, [revision]);
  }
  for (const [id, all] of entities) {
    const kind = all[0]?.kind;
    if (kind === 'household' || kind === 'citizen') applyFolded(memory, id, kind, all);
    else for (const revision of all) applyEvent(memory, revision);
  }
}

function applyFolded(memory: RosterMemory, id: string, kind: string, all: readonly Revision[]): void {
  const current = foldEntity(all).current;
  const scope = all[0]?.scope ?? '';
  if (!current) return;
  if (kind === 'household') {
    const { number, hamlet } = current as unknown as Household;
    memory.homes.set(id, { id, scope, number, hamlet });
    return;
  }
  const { householdId, name, birthYear, cccd, relation, movedOut } = current as unknown as Citizen;
  if (movedOut) {
    memory.people.delete(id);
    return;
  }
  const isHead = relation === 'chu-ho';
  memory.people.set(id, { id, scope, householdId, name, key: indexName(name), birthYear, cccd: cccd ?? null, isHead });
}

function applyEvent(memory: RosterMemory, { kind, payload }: Revision): void {
  if (kind === 'evaluation') {
    const { citizenId, period } = payload as unknown as Evaluation;
    const periods = memory.evaluated.get(citizenId) ?? [];
    if (!periods.includes(period)) memory.evaluated.set(citizenId, [...periods, period]);
  }
  if (kind === 'visit') {
    const { householdId, at, nextDate } = payload as unknown as Visit;
    const last = memory.visits.get(householdId);
    const next = nextDate ?? null;
    const isLater = !last || last.at < at || (last.at === at && (last.nextDate ?? '') < (next ?? ''));
    if (isLater) memory.visits.set(householdId, { at, nextDate: next });
  }
}

interface HouseholdCount {
  readonly home: HomeLine;
  head: PersonLine | null;
  members: number;
  evaluated: number;
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
    for (const home of memory.homes.values()) counts.set(home.id, { home, head: null, members: 0, evaluated: 0 });
    for (const person of memory.people.values()) {
      const count = counts.get(person.householdId);
      if (!count) continue;
      count.members += 1;
      if (isBefore(person, count.head)) count.head = person;
      if (memory.evaluated.get(person.id)?.includes(period)) count.evaluated += 1;
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
      const key = `${home.scope}/${home.hamlet}`;
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
      number: home.number,
      headName: head?.name ?? '',
      members,
      evaluated,
      nextDate: memory.visits.get(home.id)?.nextDate ?? null,
    }));
}

/** What `programme` searches in. */
export function rosterEntries(memory: RosterMemory, people: readonly PersonLine[]): RosterEntry[] {
  return people.map(({ id, name, key, birthYear, householdId, cccd }) => {
    const home = memory.homes.get(householdId);
    return {
      id,
      name,
      key,
      birthYear,
      hamlet: home?.hamlet ?? '',
      householdId,
      householdNumber: home?.number ?? '',
      ...(cccd && { cccdTail: cccd.slice(-3) }),
    };
  });
}
