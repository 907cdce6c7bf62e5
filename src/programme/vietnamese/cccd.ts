/**
 * Citizen identity cards (CCCD). A number has no check digit. The QR code has 7 fields on cards of 2021 to June 2024, and 11 on
 * those since 1 July 2024; only the first 7 are ever kept, because the others may name relatives.
 * @see NĐ 137/2015 Đ13, TT 59/2021/TT-BCA Đ4 for the structure of the number
 */
import { normalizeForSearch } from './names.ts';

/** Province codes of birth registration. Those of merged provinces stay, because numbers never change. @see TT 07/2016, annex 1 */
export const PROVINCE_CODES: ReadonlySet<string> = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 ' +
    '045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 ' +
    '092 093 094 095 096'
  ).split(' '),
);

/** What a card says of its holder. */
export interface CccdCard {
  readonly number: string;
  readonly oldNumber?: string;
  readonly name: string;
  /** ISO date. */
  readonly birthDate: string;
  readonly sex: 'nam' | 'nu';
  readonly address: string;
  readonly issuedDate?: string;
}
/** A card that was read, or why it cannot be. */
export type CccdParsed =
  | { readonly ok: true; readonly card: CccdCard }
  | { readonly ok: false; readonly code: 'not-a-card' | 'bad-number' | 'bad-date' | 'bad-sex' };
/** What does not go together in a number, or in a number and a person. */
export type CccdWarning = 'structure' | 'unknown-province' | 'sex-or-century' | 'birth-year';

/** @returns ISO date of a text `ddmmyyyy`; null where there is no such day */
function isoFrom(text: string): string | null {
  const match = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  if (match === null) return null;
  const [, day = '', month = '', year = ''] = match;
  const days = [
    31,
    Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0) ? 29 : 28,
    31,
    30,
    31,
    30,
    31,
    31,
    30,
    31,
    30,
    31,
  ];
  const longest = days[Number(month) - 1];
  if (longest === undefined || Number(day) < 1 || Number(day) > longest) return null;
  return `${year}-${month}-${day}`;
}

/** Reads the text of a card's QR code. */
export function parseCccdQr(text: string): CccdParsed {
  const fields = text
    .normalize('NFC')
    .split('|')
    .map((field) => field.trim());
  if (fields.length !== 7 && fields.length < 10) return { ok: false, code: 'not-a-card' };
  const [number = '', oldNumber = '', name = '', born = '', sexText = '', address = '', issued = ''] = fields;
  if (!/^\d{12}$/.test(number) || name === '') return { ok: false, code: 'bad-number' };
  const birthDate = isoFrom(born);
  if (birthDate === null) return { ok: false, code: 'bad-date' };
  const sex = normalizeForSearch(sexText);
  if (sex !== 'nam' && sex !== 'nu') return { ok: false, code: 'bad-sex' };
  const issuedDate = isoFrom(issued);
  return {
    ok: true,
    card: {
      number,
      name,
      birthDate,
      sex,
      address,
      ...(oldNumber === '' ? {} : { oldNumber }),
      ...(issuedDate === null ? {} : { issuedDate }),
    },
  };
}

/**
 * Compares a number with itself and with the person it is written down for. Mismatches are warnings and forbid nothing, because
 * sex and dates of birth do get corrected.
 */
export function checkCccd(
  number: string,
  person: { readonly sex?: 'nam' | 'nu'; readonly birthYear?: number } = {},
): CccdWarning[] {
  if (!/^\d{12}$/.test(number)) return ['structure'];
  const warnings: CccdWarning[] = [];
  if (!PROVINCE_CODES.has(number.slice(0, 3))) warnings.push('unknown-province');
  const digit = Number(number[3]);
  const century = 1900 + Math.floor(digit / 2) * 100;
  const sexDiffers = person.sex !== undefined && person.sex !== (digit % 2 === 0 ? 'nam' : 'nu');
  const centuryDiffers = person.birthYear !== undefined && Math.floor(person.birthYear / 100) * 100 !== century;
  if (sexDiffers || centuryDiffers) warnings.push('sex-or-century');
  if (person.birthYear !== undefined && person.birthYear % 100 !== Number(number.slice(4, 6)))
    warnings.push('birth-year');
  return warnings;
}

/**
 * The digits of a number that everybody of the commune sees. The last three distinguish the people of a household. Sex, year and
 * province of birth are in the first six; of the last six, three remain unknown, so that asking the endpoint for each of the
 * thousand numbers, thirty a minute, takes half an hour a person. With four digits shown it would take three minutes.
 * @see ASVS 14.2.6
 */
export const tailOf = (number: string): string => number.slice(-3);

/** The last three digits as they are shown. */
export const maskedTail = (tail: string): string => `•••• ${tail}`;
