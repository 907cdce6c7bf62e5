/**
 * What an import would do to the commune's roster, computed without doing it: each filled row adds a person, changes
 * one, changes nothing, or is faulty with its reasons. A blank cell never erases what is known.
 *
 * A household is identified by its hamlet and number; a person by the CCCD, else by normalized name, year of birth and
 * household. Ids of what is new follow from these keys, so the same file imported twice, even at once, is one import.
 */
import {
  addCitizen,
  addHousehold,
  changeCitizen,
  type NewRevision,
  normalizeForSearch,
} from '../../programme/index.ts';
import type { RosterCounts, RosterFault, RosterFaultCode, RosterSample } from '../../protocol/index.ts';
import { deterministicId } from '../deterministic-id.ts';
import { placeKey } from '../views/keys.ts';
import { type Change, changeOf, type HashOf, missingForNew, newCitizen } from './change.ts';
import {
  type CurrentCitizen,
  type FindCurrent,
  indexRoster,
  personKey,
  type RosterIndex,
  type Wanted,
} from './current.ts';
import type { ImportRow } from './read-file.ts';
import { faultOf, type ImportEntry, type ReadRow, readRow } from './rows.ts';

/** What an import would do. */
export interface ImportPreview extends Omit<RosterCounts, 'faulty'> {
  readonly counts: RosterCounts;
  /** Every fault of every faulty row, in the order of lines; a row may have several. */
  readonly faulty: readonly RosterFault[];
  readonly newHouseholds: number;
  /** One sample for each row that adds or changes a person. */
  readonly changes: readonly RosterSample[];
  /** Households before the people who live in them. */
  readonly revisions: readonly NewRevision[];
}

/** What a preview needs beside the rows and the roster. */
export interface PreviewOptions {
  readonly hashOf: HashOf;
  readonly onProgress?: (done: number, total: number) => void;
  /** ISO date; without it a date of birth in the future is not noticed. */
  readonly today?: string;
}

/** Other requests get their turn after so many rows. */
const ROWS_AT_ONCE = 500;

/**
 * Computes an import without doing it.
 * @param find reads the roster
 * @param scope scope of all that is planned; ids of what is new follow from it
 */
export async function previewImport(
  rows: readonly ImportRow[],
  find: FindCurrent,
  scope: string,
  { hashOf, onProgress, today }: PreviewOptions,
): Promise<ImportPreview> {
  const read: { readonly line: number; readonly row: ReadRow }[] = [];
  for await (const [index, row] of inTurns(rows)) {
    // Progress is reported while rows are read, which is nearly all of the work.
    if (index % ROWS_AT_ONCE === 0) onProgress?.(index, rows.length);
    read.push({ line: row.line, row: readRow(row, today) });
  }
  const entries = read.flatMap(({ row }) => (row.kind === 'entry' ? [row.entry] : []));
  const plan = new Plan(await indexOf(entries, find, scope, hashOf), scope, hashOf);
  for await (const [, { line, row }] of inTurns(read)) {
    if (row.kind === 'entry') plan.take(line, row.entry);
    else plan.addFaults(row.faults);
  }
  onProgress?.(rows.length, rows.length);
  return plan.preview();
}

async function* inTurns<T>(list: readonly T[]): AsyncGenerator<readonly [number, T]> {
  for (const [index, each] of list.entries()) {
    if (index % ROWS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    yield [index, each];
  }
}

/** Reads households before people, because the id of a new person follows from the household's. */
async function indexOf(
  entries: readonly ImportEntry[],
  find: FindCurrent,
  scope: string,
  hashOf: HashOf,
): Promise<RosterIndex> {
  const nobody: Wanted = { places: [], people: [], numberHashes: [], citizenIds: [] };
  const places = [...new Set(entries.map(({ hamlet, number }) => placeKey(hamlet, number)))];
  const { households } = await find({ ...nobody, places });
  const { householdId } = indexRoster({ households, citizens: [], identities: [] });
  const { citizens, identities } = await find({
    ...nobody,
    people: entries.map(({ name, birthYear }) => ({ name: normalizeForSearch(name), birthYear })),
    numberHashes: [...new Set(entries.flatMap(({ cccd }) => (cccd === undefined ? [] : [hashOf(cccd)])))],
    citizenIds: entries.map((entry) => newCitizenId(scope, entry, householdIdOf(scope, entry, householdId), hashOf)),
  });
  return indexRoster({ households, citizens, identities });
}

function householdIdOf(scope: string, { hamlet, number }: ImportEntry, known: RosterIndex['householdId']): string {
  const place = placeKey(hamlet, number);
  return known(place) ?? deterministicId(`household|${scope}|${place}`);
}

/** The id never follows from the number itself: everybody of the commune sees the id, and could try all numbers on it. */
function newCitizenId(
  scope: string,
  { name, birthYear, cccd }: ImportEntry,
  householdId: string,
  hashOf: HashOf,
): string {
  const person = cccd === undefined ? personKey(name, birthYear, householdId) : hashOf(cccd);
  return deterministicId(`citizen|${scope}|${person}`);
}

type Match =
  | { readonly kind: 'found'; readonly id: string; readonly known: CurrentCitizen | null }
  | { readonly kind: 'unclear'; readonly code: RosterFaultCode };

interface Sound {
  readonly kind: 'sound';
  readonly place: string;
  readonly householdId: string;
  readonly person: string;
  readonly id: string;
  /** `null` for a new person. */
  readonly known: CurrentCitizen | null;
  /** `null` where the entry has nothing new. */
  readonly change: Change | null;
}
type Checked = Sound | { readonly kind: 'faulty'; readonly faults: readonly RosterFault[] };

class Plan {
  readonly #hashOf: HashOf;
  readonly #index: RosterIndex;
  readonly #scope: string;
  readonly #counts = { added: 0, changed: 0, unchanged: 0, faulty: 0 };
  readonly #faults: RosterFault[] = [];
  readonly #changes: RosterSample[] = [];
  readonly #revisions: NewRevision[] = [];
  readonly #newHouseholds = new Set<string>();
  /** The lines of this file that were taken, by each key that makes two rows one person. */
  readonly #lineOfCccd = new Map<string, number>();
  readonly #lineOfId = new Map<string, number>();
  readonly #linesOfPerson = new Map<string, { line: number; cccd: string | undefined }[]>();

  constructor(index: RosterIndex, scope: string, hashOf: HashOf) {
    this.#hashOf = hashOf;
    this.#index = index;
    this.#scope = scope;
  }

  addFaults(faults: readonly RosterFault[]): void {
    this.#counts.faulty += 1;
    this.#faults.push(...faults);
  }

  take(line: number, entry: ImportEntry): void {
    const checked = this.#check(line, entry);
    if (checked.kind === 'faulty') this.addFaults(checked.faults);
    else this.#accept(line, entry, checked);
  }

  preview(): ImportPreview {
    const { added, changed, unchanged } = this.#counts;
    return {
      added,
      changed,
      unchanged,
      counts: this.#counts,
      faulty: this.#faults,
      newHouseholds: this.#newHouseholds.size,
      changes: this.#changes,
      revisions: this.#revisions,
    };
  }

  #check(line: number, entry: ImportEntry): Checked {
    const faulty = (...faults: RosterFault[]) => ({ kind: 'faulty', faults }) as const;
    const place = placeKey(entry.hamlet, entry.number);
    const householdId = householdIdOf(this.#scope, entry, this.#index.householdId);
    const person = personKey(entry.name, entry.birthYear, householdId);
    const match = this.#match(entry, person, householdId);
    if (match.kind === 'unclear') return faulty(faultOf(line, match.code));
    const { id, known } = match;
    const twin = this.#twin(entry, person, id);
    if (twin !== null) return faulty(faultOf(line, twin.code, undefined, { first: twin.line }));
    const sound = { kind: 'sound', place, householdId, person, id, known } as const;
    if (known === null) {
      const missing = missingForNew(entry, line);
      return missing.length > 0
        ? faulty(...missing)
        : { ...sound, change: newCitizen(entry, householdId, this.#hashOf) };
    }
    const change = changeOf(known, entry, householdId, this.#hashOf);
    // An import must not settle a conflict between two officers without either of them seeing it.
    return change !== null && known.conflict ? faulty(faultOf(line, 'waiting-conflict')) : { ...sound, change };
  }

  #accept(line: number, entry: ImportEntry, { place, householdId, person, id, known, change }: Sound): void {
    this.#remember(line, entry, person, id);
    if (change === null) {
      this.#counts.unchanged += 1;
      return;
    }
    const kind = known === null ? 'added' : 'changed';
    const { name, hamlet, number } = entry;
    this.#counts[kind] += 1;
    this.#changes.push({ line, kind, name, hamlet, number, columns: [...change.columns] });
    this.#planHousehold(place, householdId, entry);
    const ref = { scope: this.#scope, id };
    const { payload, cccd } = change;
    const made =
      known === null
        ? addCitizen(ref, payload, cccd)
        : changeCitizen(ref, payload, cccd, { citizen: known.heads, identity: known.cccdHeads });
    this.#revisions.push(...made);
  }

  #match(entry: ImportEntry, person: string, householdId: string): Match {
    const { cccd } = entry;
    const sameNumber = cccd === undefined ? [] : this.#index.byCccd(cccd);
    if (sameNumber.length > 1) return { kind: 'unclear', code: 'several-cccd' };
    // Another CCCD is another person, also under the same name in the same household.
    const sameName = this.#index
      .byPerson(person)
      .filter((known) => !cccd || known.cccd === null || known.cccd === cccd);
    const found = sameNumber.length > 0 ? sameNumber : sameName;
    if (found.length > 1) return { kind: 'unclear', code: 'several-match' };
    const newId = newCitizenId(this.#scope, entry, householdId, this.#hashOf);
    // A person who was imported before, and whose name was corrected since, is found by the id that the import gave.
    const known = found[0] ?? this.#index.citizen(newId) ?? null;
    return { kind: 'found', id: known?.id ?? newId, known };
  }

  #twin({ cccd }: ImportEntry, person: string, id: string): { code: RosterFaultCode; line: number } | null {
    const sameNumber = cccd === undefined ? undefined : this.#lineOfCccd.get(cccd);
    if (sameNumber !== undefined) return { code: 'duplicate-cccd', line: sameNumber };
    const sameName = this.#linesOfPerson.get(person)?.find((earlier) => !earlier.cccd || !cccd)?.line;
    const line = sameName ?? this.#lineOfId.get(id);
    return line === undefined ? null : { code: 'duplicate-person', line };
  }

  #remember(line: number, { cccd }: ImportEntry, person: string, id: string): void {
    if (cccd !== undefined) this.#lineOfCccd.set(cccd, line);
    this.#lineOfId.set(id, line);
    this.#linesOfPerson.set(person, [...(this.#linesOfPerson.get(person) ?? []), { line, cccd }]);
  }

  #planHousehold(place: string, id: string, { hamlet, number }: ImportEntry): void {
    if (this.#index.householdId(place) !== undefined || this.#newHouseholds.has(id)) return;
    this.#newHouseholds.add(id);
    this.#revisions.push(...addHousehold({ scope: this.#scope, id }, { number, hamlet }));
  }
}
