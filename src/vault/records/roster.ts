/**
 * The lists and the search in memory: a few short columns of every household and citizen, which follow from the rows of
 * the views (programme/views). This file is pure; roster-store.ts keeps the lists as one encrypted record, so that a
 * start reads one row and not 12,000.
 */

import {
  byEntity,
  type EntityRef,
  indexName,
  orderMatters,
  ownerOf,
  type RosterEntry,
  type SubjectGroup,
  VIEWS,
  type ViewRevision,
} from '../../programme/index.ts';
import { isErased, type Revision } from '../../protocol/index.ts';
import { keyOf } from './core.ts';

/** A household in the lists. */
export interface HomeLine extends EntityRef {
  readonly number: string;
  readonly hamlet: string;
}
/** A citizen in the lists. */
export interface PersonLine extends EntityRef {
  /** The id of a household in the same scope. */
  readonly householdId: string;
  readonly name: string;
  readonly key: RosterEntry['key'];
  readonly birthYear: number;
  readonly birthDate: string | null;
  readonly group: SubjectGroup;
  readonly cccdTail: string | null;
  readonly cccdHash: string | null;
  readonly isHead: boolean;
}
/** An evaluation that counts; a void one has no line. */
export interface EvaluationLine {
  readonly scope: string;
  readonly subjectId: string;
  readonly period: string;
}
/** A visit, for the day of the next one. */
export interface VisitLine {
  readonly scope: string;
  readonly householdId: string;
  readonly at: string;
  readonly nextDate: string | null;
}
/** The lists as maps, each by `keyOf` the entity. */
export interface RosterMemory {
  readonly homes: Map<string, HomeLine>;
  readonly people: Map<string, PersonLine>;
  /** Identity numbers by citizen, where this phone holds them. */
  readonly numbers: Map<string, string | null>;
  readonly evaluations: Map<string, EvaluationLine>;
  readonly visits: Map<string, VisitLine>;
  /** The mark of the snapshot that it was read from or last written to; absent where there is none. */
  mark?: string | undefined;
  /**
   * Entities whose row one more revision alone does not decide: they were met and not shown, or have erased revisions,
   * reviews, or a form that the view could not take.
   */
  readonly whole: Set<string>;
  /** What is derived from the maps, dropped at every change. */
  derived: Map<string, unknown>;
}

export function emptyRoster(): RosterMemory {
  return {
    homes: new Map(),
    people: new Map(),
    numbers: new Map(),
    evaluations: new Map(),
    visits: new Map(),
    whole: new Set(),
    derived: new Map(),
  };
}

/** The map that has the rows of a kind; other kinds have none in the lists. */
const MAP_OF = {
  household: 'homes',
  citizen: 'people',
  identity: 'numbers',
  evaluation: 'evaluations',
  visit: 'visits',
} as const;
type ListedKind = keyof typeof MAP_OF;

function isListed(kind: string): kind is ListedKind {
  return Object.hasOwn(MAP_OF, kind);
}

/** @returns the entity in whose row a revision counts; null where it is in no list */
export function rowOf({ kind, scope, entityId, payload }: Revision): EntityRef | null {
  if (isListed(kind)) return { scope, id: entityId };
  const owner = orderMatters(kind) ? ownerOf(kind, payload) : '';
  return owner === '' ? null : { scope, id: owner };
}

/** Whether the row has to be made from all revisions of the entity, because this one alone does not decide it. */
export function needsWhole(memory: RosterMemory, revision: Revision): boolean {
  const { kind, scope, entityId, parents } = revision;
  if (!isListed(kind)) return true;
  const key = keyOf({ scope, id: entityId });
  return parents.length > 0 || isErased(revision) || memory.whole.has(key) || memory[MAP_OF[kind]].has(key);
}

/** What the rows are made from. */
export interface Whole {
  /** All that is held of each entity among them. */
  readonly revisions: readonly Revision[];
  /** Reviews by the key of the evaluation. */
  readonly reviews: ReadonlyMap<string, readonly ViewRevision[]>;
  /** @returns the endpoint's number of a revision, where the order of decisions depends on it */
  readonly scopeSeqOf: (revision: Revision) => number | null;
}

/** Makes the rows of these entities anew from what is given of them. */
export function applyToRoster(memory: RosterMemory, { revisions, reviews, scopeSeqOf }: Whole): void {
  memory.derived = new Map();
  for (const all of byEntity(revisions)) {
    const [first] = all;
    if (first === undefined || !isListed(first.kind)) continue;
    const ref = { scope: first.scope, id: first.entityId };
    const key = keyOf(ref);
    const decided = reviews.get(key) ?? [];
    if (all.some(isErased) || decided.length > 0) memory.whole.add(key);
    try {
      const seen = all.map((each): ViewRevision => ({ ...each, scopeSeq: scopeSeqOf(each) }));
      if (!put(memory, first.kind, ref, seen, decided)) {
        memory[MAP_OF[first.kind]].delete(key);
        memory.whole.add(key);
      }
    } catch (error) {
      // This version cannot take the form of the record: it is kept, and its row is made once a version can.
      console.warn('roster: no row', first.kind, error);
      memory.whole.add(key);
    }
  }
}

/** @returns whether the entity is in the lists now */
function put(
  memory: RosterMemory,
  kind: ListedKind,
  ref: EntityRef,
  all: readonly ViewRevision[],
  reviews: readonly ViewRevision[],
): boolean {
  const key = keyOf(ref);
  const { scope } = ref;
  switch (kind) {
    case 'household': {
      const row = VIEWS.households.row(all, []);
      if (row !== null) memory.homes.set(key, { ...ref, number: row.number, hamlet: row.hamlet });
      return row !== null;
    }
    case 'citizen': {
      const row = VIEWS.people.row(all, []);
      if (row === null || row.movedOut) return false;
      const { householdId, name, birthYear, birthDate, group, cccdTail, cccdHash, isHead } = row;
      const line = {
        ...ref,
        householdId,
        name,
        key: indexName(name),
        birthYear,
        birthDate,
        group,
        cccdTail,
        cccdHash,
        isHead,
      };
      memory.people.set(key, line);
      return true;
    }
    case 'identity': {
      const row = VIEWS.identities.row(all, []);
      if (row !== null) memory.numbers.set(key, row.cccd);
      return row !== null;
    }
    case 'evaluation': {
      const row = VIEWS.evaluations.row(all, reviews);
      if (row === null || row.status === 'void') return false;
      memory.evaluations.set(key, { scope, subjectId: row.subject.id, period: row.period });
      return true;
    }
    case 'visit': {
      const row = VIEWS.visits.row(all, []);
      if (row === null) return false;
      const { householdId, at, nextDate } = row;
      memory.visits.set(key, { scope, householdId, at, nextDate });
      return true;
    }
  }
}

/** Makes a value anew only after a change of the roster. */
export function remembered<T>(memory: RosterMemory, key: string, make: () => T): T {
  if (!memory.derived.has(key)) memory.derived.set(key, make());
  return memory.derived.get(key) as T;
}

/** @returns by subject, the periods with an evaluation that counts */
export function evaluatedPeriods(memory: RosterMemory): ReadonlyMap<string, ReadonlySet<string>> {
  return remembered(memory, 'evaluated', () => {
    const periods = new Map<string, Set<string>>();
    for (const { scope, subjectId, period } of memory.evaluations.values()) {
      const key = keyOf({ scope, id: subjectId });
      const known = periods.get(key);
      if (known) known.add(period);
      else periods.set(key, new Set([period]));
    }
    return periods;
  });
}

/** A person lives in their own commune: a household's id is looked up in no other. */
export function homeRefOf({ scope, householdId }: PersonLine): EntityRef {
  return { scope, id: householdId };
}
