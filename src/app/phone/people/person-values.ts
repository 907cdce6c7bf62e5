/** What the person form holds while it is typed in, and what it becomes when it is saved. */
import { z } from 'zod';
import {
  type Birth,
  type CccdWarning,
  type Citizen,
  checkCccd,
  RELATIONS,
  readBirth,
  SEXES,
  SUBJECT_GROUPS,
  tailOf,
} from '../../../programme/index.ts';
import type { Person } from '../../../vault/index.ts';

/** Holds text as it was typed. Nothing is thrown away, so everything is a string until it is saved. */
export interface PersonValues {
  readonly name: string;
  readonly birth: string;
  readonly sex: string;
  readonly cccd: string;
  readonly relation: string;
  readonly group: string;
  readonly occupation: string;
  readonly unit: string;
  readonly movedOut: boolean;
}

export const EMPTY_PERSON: PersonValues = {
  name: '',
  birth: '',
  sex: '',
  cccd: '',
  relation: '',
  group: '',
  occupation: '',
  unit: '',
  movedOut: false,
};

const oneOf = (values: readonly string[], key: string) =>
  z.string().refine((value) => values.includes(value), { error: key });

/**
 * Checks what was typed. Faults are keys of the message catalogue.
 * @param today ISO date; nobody is born after it
 */
export const personSchema = (today: string) =>
  z.object({
    name: z.string().trim().min(1, { error: 'person.name.missing' }).max(120, { error: 'person.name.long' }),
    birth: z.string().superRefine((value, context) => {
      const birth = readBirth(value, today);
      if (value.trim() === '') context.addIssue({ code: 'custom', message: 'person.birth.missing' });
      else if (birth.kind !== 'birth') context.addIssue({ code: 'custom', message: `person.birth.${birth.kind}` });
    }),
    sex: oneOf(SEXES, 'person.sex.missing'),
    cccd: z.string().refine((value) => /^(\d{12})?$/.test(digits(value)), { error: 'person.cccd.digits' }),
    relation: oneOf(RELATIONS, 'person.relation.missing'),
    group: oneOf(SUBJECT_GROUPS, 'person.group.missing'),
    occupation: z.string().max(120, { error: 'person.name.long' }),
    unit: z.string().max(160, { error: 'person.name.long' }),
    movedOut: z.boolean(),
  });

export function digits(text: string): string {
  return text.replace(/[\s.-]/g, '');
}

/** @returns the year, when what is typed says one */
export function birthYearOf(values: Pick<PersonValues, 'birth'>): number | null {
  const birth: Birth = readBirth(values.birth);
  return birth.kind === 'birth' ? birth.birthYear : null;
}

/** @returns doubts about the card number; they forbid nothing */
export function cardDoubts(values: PersonValues): readonly CccdWarning[] {
  const number = digits(values.cccd);
  if (!/^\d{12}$/.test(number)) return [];
  const birthYear = birthYearOf(values);
  return checkCccd(number, {
    ...(values.sex === 'nam' || values.sex === 'nu' ? { sex: values.sex } : {}),
    ...(birthYear === null ? {} : { birthYear }),
  });
}

/** Whose form it is: a citizen, and their number where this phone holds it. */
export type EditedPerson = Pick<Person, 'id' | 'citizen' | 'cccd'>;

/**
 * @returns the number to be written down; `undefined` where it stays as it is. An empty field takes the number away only
 * where the form showed it.
 */
export function newNumber(values: PersonValues, before: EditedPerson | null): string | null | undefined {
  const typed = digits(values.cccd);
  if (typed === (before?.cccd ?? '')) return undefined;
  return typed === '' ? null : typed;
}

/**
 * @param values that `personSchema` accepted
 * @param hashOf gives the endpoint's hash of a number, where the phone has asked for it
 */
export function toCitizen(
  values: PersonValues,
  householdId: string,
  before: EditedPerson | null,
  hashOf: (cccd: string) => string | undefined,
): Citizen {
  const birth = readBirth(values.birth);
  if (birth.kind !== 'birth') throw new TypeError('values were not checked');
  const {
    birthDate: _date,
    cccdTail: tailBefore,
    cccdHash: hashBefore,
    occupation: _occupation,
    unit: _unit,
    movedOut: _moved,
    ...kept
  } = before?.citizen ?? ({ householdId } as Citizen);
  const number = newNumber(values, before);
  const cccdTail = number === undefined ? tailBefore : number === null ? undefined : tailOf(number);
  const typed = digits(values.cccd);
  const cccdHash = (typed === '' ? undefined : hashOf(typed)) ?? (number === undefined ? hashBefore : undefined);
  const text = (value: string) => value.trim().replace(/\s+/g, ' ').normalize('NFC');
  return {
    ...kept,
    householdId,
    name: text(values.name),
    birthYear: birth.birthYear,
    ...(birth.birthDate === undefined ? {} : { birthDate: birth.birthDate }),
    sex: values.sex as Citizen['sex'],
    ...(cccdTail === undefined ? {} : { cccdTail }),
    ...(cccdHash === undefined ? {} : { cccdHash }),
    relation: values.relation as Citizen['relation'],
    group: values.group as Citizen['group'],
    ...(text(values.occupation) === '' ? {} : { occupation: text(values.occupation) }),
    ...(text(values.unit) === '' ? {} : { unit: text(values.unit) }),
    ...(values.movedOut ? { movedOut: true } : {}),
  };
}

export function fromPerson({ citizen, cccd }: EditedPerson): PersonValues {
  const { birthDate } = citizen;
  return {
    name: citizen.name,
    birth: birthDate === undefined ? String(citizen.birthYear) : birthDate.split('-').reverse().join('/'),
    sex: citizen.sex,
    cccd: cccd ?? '',
    relation: citizen.relation,
    group: citizen.group,
    occupation: citizen.occupation ?? '',
    unit: citizen.unit ?? '',
    movedOut: citizen.movedOut === true,
  };
}

/** @returns the typed values of a draft; what is missing in an older one is empty */
export function fromDraftValue(value: Readonly<Record<string, unknown>>): PersonValues {
  const text = (key: keyof PersonValues) => (typeof value[key] === 'string' ? value[key] : '');
  return {
    name: text('name'),
    birth: text('birth'),
    sex: text('sex'),
    cccd: text('cccd'),
    relation: text('relation'),
    group: text('group'),
    occupation: text('occupation'),
    unit: text('unit'),
    movedOut: value.movedOut === true,
  };
}
