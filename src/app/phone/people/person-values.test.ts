/**
 * Goal: what is typed of a person becomes what is saved, with nothing lost that the form does not show; a fault is named at its
 * field. Method: values as an officer types them.
 */
import { describe, expect, it } from 'vitest';
import type { Citizen } from '../../../programme/index.ts';
import {
  birthYearOf,
  cardDoubts,
  type EditedPerson,
  EMPTY_PERSON,
  fromDraftValue,
  fromPerson,
  newNumber,
  type PersonValues,
  personSchema,
  toCitizen,
} from './person-values.ts';

const TODAY = '2026-11-24';
const CCCD = '091162123456';
const typed: PersonValues = {
  ...EMPTY_PERSON,
  name: '  Đặng  Thị Hoa ',
  birth: '15/09/1962',
  sex: 'nu',
  relation: 'chu-ho',
  group: '1',
};
const nobody = () => undefined;
const saved = (
  values: Partial<PersonValues> = {},
  before: EditedPerson | null = null,
  hashOf: (cccd: string) => string | undefined = nobody,
) => toCitizen({ ...typed, ...values }, 'household', before, hashOf);
const known = (changed: Partial<Citizen> = {}, cccd: string | null = null): EditedPerson => ({
  id: 'p',
  citizen: { ...saved(), ...changed } as Citizen,
  cccd,
});

describe('the check', () => {
  const faults = (changed: Partial<PersonValues>) => {
    const checked = personSchema(TODAY).safeParse({ ...typed, ...changed });
    return checked.success ? [] : checked.error.issues.map(({ path, message }) => `${path.join()}: ${message}`);
  };
  it('takes a person with what is asked for', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ cccd: '091 162-123.456', birth: '1962' })).toEqual([]);
  });

  it.each<[Partial<PersonValues>, string]>([
    [{ name: ' ' }, 'name: person.name.missing'],
    [{ name: 'a'.repeat(121) }, 'name: person.name.long'],
    [{ birth: '' }, 'birth: person.birth.missing'],
    [{ birth: 'hồi đó' }, 'birth: person.birth.unreadable'],
    [{ birth: '31/02/1962' }, 'birth: person.birth.impossible'],
    [{ birth: '25/11/2026' }, 'birth: person.birth.out-of-range'],
    [{ sex: '' }, 'sex: person.sex.missing'],
    [{ cccd: '09116212345' }, 'cccd: person.cccd.digits'],
    [{ relation: 'bạn' }, 'relation: person.relation.missing'],
    [{ group: '5' }, 'group: person.group.missing'],
    [{ occupation: 'a'.repeat(121) }, 'occupation: person.name.long'],
    [{ unit: 'a'.repeat(161) }, 'unit: person.name.long'],
  ])('names what is wrong: %o', (changed, fault) => {
    expect(faults(changed)).toEqual([fault]);
  });
});

describe('doubts about a card', () => {
  it('are none before it has twelve digits, and none where it fits', () => {
    expect(cardDoubts({ ...typed, cccd: '0911' })).toEqual([]);
    expect(cardDoubts({ ...typed, cccd: CCCD })).toEqual([]);
  });
  it('are told where sex or year do not fit what is typed', () => {
    expect(cardDoubts({ ...typed, sex: 'nam', cccd: CCCD })).toEqual(['sex-or-century']);
    expect(cardDoubts({ ...typed, birth: '1963', cccd: CCCD })).toEqual(['birth-year']);
  });
  it('need neither sex nor year', () => {
    expect(cardDoubts({ ...typed, sex: '', birth: '', cccd: CCCD })).toEqual([]);
    expect(birthYearOf({ birth: '?' })).toBeNull();
  });
});

describe('what is saved', () => {
  it('is clean text, the day of birth where it is known, and nothing empty', () => {
    expect(saved()).toEqual({
      householdId: 'household',
      name: 'Đặng Thị Hoa',
      birthYear: 1962,
      birthDate: '1962-09-15',
      sex: 'nu',
      relation: 'chu-ho',
      group: '1',
    });
    expect(saved({ birth: '1962' })).not.toHaveProperty('birthDate');
    expect(saved({ occupation: ' Giáo  viên ', unit: 'Trường', movedOut: true })).toMatchObject({
      occupation: 'Giáo viên',
      unit: 'Trường',
      movedOut: true,
    });
  });

  it('keeps what the form does not show, and takes away what was emptied', () => {
    const before = known({ occupation: 'Thợ', unit: 'Xưởng', movedOut: true, laterMember: 7 } as Partial<Citizen>);
    expect(saved({}, before)).toEqual({ ...saved(), laterMember: 7 });
  });

  it('has three digits of the number and the endpoint’s hash, never the number', () => {
    const citizen = saved({ cccd: CCCD }, null, (cccd) => (cccd === CCCD ? 'hash' : undefined));
    expect(citizen).toMatchObject({ cccdTail: '456', cccdHash: 'hash' });
    expect(JSON.stringify(citizen)).not.toContain(CCCD);
  });

  it('is never made of a birth that was not checked', () => {
    expect(() => saved({ birth: 'hồi đó' })).toThrow(TypeError);
  });
});

describe('the number', () => {
  it('stays as it is where nothing was typed over a number that this phone does not hold', () => {
    const before = known({ cccdTail: '456', cccdHash: 'hash' });
    expect(newNumber(typed, before)).toBeUndefined();
    expect(saved({}, before)).toMatchObject({ cccdTail: '456', cccdHash: 'hash' });
  });
  it('is taken away only by who could read it', () => {
    const before = known({ cccdTail: '456', cccdHash: 'hash' }, CCCD);
    expect(newNumber(typed, before)).toBeNull();
    expect(saved({}, before)).not.toHaveProperty('cccdTail');
    expect(saved({}, before)).not.toHaveProperty('cccdHash');
  });
  it('is new where another is typed, and its old hash goes', () => {
    const before = known({ cccdTail: '456', cccdHash: 'hash' }, CCCD);
    expect(newNumber({ ...typed, cccd: '091162123457' }, before)).toBe('091162123457');
    expect(saved({ cccd: '091162123457' }, before)).toMatchObject({ cccdTail: '457' });
    expect(saved({ cccd: '091162123457' }, before)).not.toHaveProperty('cccdHash');
  });
  it('is the same however it is written', () => {
    expect(newNumber({ ...typed, cccd: '091 162 123 456' }, known({}, CCCD))).toBeUndefined();
  });
});

describe('a form that is opened', () => {
  it('shows the person as they would be typed', () => {
    const shown = fromPerson(known({ occupation: 'Thợ' }, CCCD));
    expect(shown).toEqual({ ...typed, name: 'Đặng Thị Hoa', cccd: CCCD, occupation: 'Thợ' });
    const { birthDate: _, ...citizen } = saved();
    expect(fromPerson({ id: 'p', citizen, cccd: null })).toMatchObject({ birth: '1962', cccd: '' });
  });
  it('goes on with a draft, also one of an older app', () => {
    expect(fromDraftValue({ ...typed, movedOut: true })).toEqual({ ...typed, movedOut: true });
    expect(fromDraftValue({ name: 'Hoa', sex: 1 })).toEqual({ ...EMPTY_PERSON, name: 'Hoa' });
  });
});
