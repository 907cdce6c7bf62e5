/** What one entry of a file makes of one person: a new citizen, some changed fields, or nothing. */
import { type Citizen, normalizeTones, tailOf } from '../../programme/index.ts';
import type { RosterColumn, RosterFault } from '../../protocol/index.ts';
import type { CurrentCitizen } from './current.ts';
import { faultOf, type RosterEntry } from './rows.ts';

export interface Change {
  /** The whole new state. */
  readonly payload: Citizen;
  /** What differs from the known state; empty for a new person. */
  readonly columns: readonly RosterColumn[];
  /** The number that is new, to be written as a record of its own. */
  readonly cccd?: string;
}

/** The endpoint's hash of an identity number. */
export type HashOf = (cccd: string) => string;

/** Fields that are taken over as they are, each the column of the same name. */
const PLAIN = ['sex', 'relation', 'group', 'occupation', 'unit'] as const satisfies readonly (RosterColumn &
  keyof RosterEntry)[];

export function newCitizen(
  { hamlet: _, number: __, cccd, ...person }: RosterEntry,
  householdId: string,
  hashOf: HashOf,
): Change {
  const number = cccd === undefined ? {} : { cccdTail: tailOf(cccd), cccdHash: hashOf(cccd) };
  // Who lacks what the programme needs is refused before (`missingForNew`).
  return {
    payload: { ...person, ...number, householdId } as Citizen,
    columns: [],
    ...(cccd !== undefined && { cccd }),
  };
}

/** Someone new needs what the programme can't do without; for someone known the roster has it. */
export function missingForNew(entry: RosterEntry, line: number): RosterFault[] {
  return (['sex', 'relation', 'group'] as const)
    .filter((column) => entry[column] === undefined)
    .map((column) => faultOf(line, `missing-${column}`, column));
}

/** @returns null when the entry says nothing that isn't known */
export function changeOf(
  { citizen, cccd: known }: CurrentCitizen,
  entry: RosterEntry,
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
    // A day in another year can't stand beside it.
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
