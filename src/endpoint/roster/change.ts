/** What one entry of a file makes of one person: a new citizen, some changed fields, or nothing. */
import { type Citizen, normalizeTones, tailOf } from '../../programme/index.ts';
import type { RosterColumn, RosterFault } from '../../protocol/index.ts';
import type { CurrentCitizen } from './current.ts';
import { faultOf, type ImportEntry } from './rows.ts';

/** What an entry changes of a person. */
export interface Change {
  /** The whole new state. */
  readonly payload: Citizen;
  /** The columns that differ from the known state; empty for a new person. */
  readonly columns: readonly RosterColumn[];
  /** An identity number that is new; it is written as a record of its own. */
  readonly cccd?: string;
}

/** The endpoint's hash of an identity number. */
export type HashOf = (cccd: string) => string;

/** Fields that are taken over unchanged, each from the column of the same name. */
const PLAIN = ['sex', 'relation', 'group', 'occupation', 'unit'] as const satisfies readonly (RosterColumn &
  keyof ImportEntry)[];

/** @returns the change that adds a person */
export function newCitizen(
  { hamlet: _, number: __, cccd, ...person }: ImportEntry,
  householdId: string,
  hashOf: HashOf,
): Change {
  const number = cccd === undefined ? {} : { cccdTail: tailOf(cccd), cccdHash: hashOf(cccd) };
  // An entry that lacks what the programme needs is faulty, and does not come here (`missingForNew`).
  return {
    payload: { ...person, ...number, householdId } as Citizen,
    columns: [],
    ...(cccd !== undefined && { cccd }),
  };
}

/** @returns the faults of an entry that would add a person and lacks what the programme needs of everybody */
export function missingForNew(entry: ImportEntry, line: number): RosterFault[] {
  return (['sex', 'relation', 'group'] as const)
    .filter((column) => entry[column] === undefined)
    .map((column) => faultOf(line, `missing-${column}`, column));
}

/** @returns what an entry changes of a known person; null when it has nothing new */
export function changeOf(
  { citizen, cccd: known }: CurrentCitizen,
  entry: ImportEntry,
  householdId: string,
  hashOf: HashOf,
): Change | null {
  const payload: Record<string, unknown> = { ...citizen };
  const columns: RosterColumn[] = [];
  const set = (column: RosterColumn, fields: Partial<Citizen>) => {
    columns.push(column);
    Object.assign(payload, fields);
  };
  if (citizen.householdId !== householdId) set('number', { householdId });
  // Capitals and the place of the tone mark (hòa, hoà) are ways of writing, not another name.
  if (normalizeTones(citizen.name) !== normalizeTones(entry.name)) set('name', { name: entry.name });
  if (entry.birthDate !== undefined && entry.birthDate !== citizen.birthDate) {
    set('birth', { birthDate: entry.birthDate, birthYear: entry.birthYear });
  } else if (entry.birthYear !== citizen.birthYear) {
    set('birth', { birthYear: entry.birthYear });
    // A known day of birth is of another year, and goes.
    delete payload.birthDate;
  }
  const { cccd } = entry;
  const isNew = cccd !== undefined && cccd !== known;
  if (isNew) set('cccd', { cccdTail: tailOf(cccd), cccdHash: hashOf(cccd) });
  for (const column of PLAIN) {
    if (entry[column] !== undefined && entry[column] !== citizen[column]) set(column, { [column]: entry[column] });
  }
  return columns.length === 0 ? null : { payload: payload as Citizen, columns, ...(isNew && { cccd }) };
}
