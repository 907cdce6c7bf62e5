/** Who lives in a household: sizes, ages, relations, groups and cards that fit together. */
import type { Citizen, SubjectGroup } from '../../programme/index.ts';
import { type Family, familyOf, personName } from './names.ts';
import type { Random } from './random.ts';

/** The demo's present year; ages are counted from it. */
export const YEAR = 2026;
const CARD_AGE = 14;
const SCHOOL_TO = 22;

/**
 * A citizen before the household has its id, and the number on their card. (`Omit` would lose the fields of a loose object.)
 */
export type Member = {
  [K in keyof Citizen as string extends K ? never : K extends 'householdId' | 'cccd' ? never : K]: Citizen[K];
} & { readonly cccd?: string };

/** Gives identity numbers, each once. */
export interface CardNumbers {
  next(sex: 'nam' | 'nu', birthYear: number): string;
}

/** Makes CCCD numbers that pass the structure check: province of registration, sex and century, year, six digits. */
export function cardNumbers(random: Random): CardNumbers {
  const used = new Set<string>();
  return {
    next: (sex, birthYear) => {
      const century = (Math.floor(birthYear / 100) - 19) * 2 + (sex === 'nu' ? 1 : 0);
      const province = random.weighted([
        ['091', 85],
        ['089', 5],
        ['092', 3],
        ['096', 4],
        ['095', 3],
      ] as const);
      for (;;) {
        const tail = String(random.int(1_000_000)).padStart(6, '0');
        const number = `${province}${century}${String(birthYear % 100).padStart(2, '0')}${tail}`;
        if (used.has(number)) continue;
        used.add(number);
        return number;
      }
    },
  };
}

const WORK: Readonly<Record<'1' | '2' | '3', readonly string[]>> = {
  1: ['Làm ruộng', 'Làm ruộng', 'Nuôi tôm', 'Trồng khóm', 'Buôn bán', 'Nội trợ', 'Làm vườn', 'Chăn nuôi'],
  2: ['Công nhân may', 'Thợ hồ', 'Thợ sửa máy', 'Lái xe', 'Công nhân chế biến thủy sản', 'Làm thuê'],
  3: ['Giáo viên', 'Cán bộ xã', 'Nhân viên y tế', 'Công chức', 'Chủ doanh nghiệp'],
};

function groupOf(random: Random, age: number): SubjectGroup {
  if (age <= 18 || (age <= SCHOOL_TO && random.chance(45))) return '4';
  if (age >= 65) return '1';
  return random.weighted([
    ['1', 68],
    ['2', 24],
    ['3', 8],
  ] as const);
}

function unitOf(group: SubjectGroup, age: number, commune: string, occupation: string): string | undefined {
  if (group === '4') {
    if (age < 6) return undefined;
    if (age <= 10) return `Trường Tiểu học ${commune}`;
    if (age <= 14) return `Trường THCS ${commune}`;
    return age <= 17 ? 'Trường THPT Vĩnh Thuận' : 'Trường Cao đẳng Kiên Giang';
  }
  if (group !== '3') return undefined;
  if (occupation === 'Giáo viên') return `Trường Tiểu học ${commune}`;
  return occupation === 'Nhân viên y tế' ? `Trạm Y tế xã ${commune}` : `UBND xã ${commune}`;
}

/**
 * Makes the people of one household.
 * @param size number of members
 * @returns the head of household first
 */
export function makeHousehold(random: Random, cards: CardNumbers, size: number, commune: string): Member[] {
  const family = familyOf(random);
  const headSex = random.chance(72) ? 'nam' : 'nu';
  const headAge = 26 + random.int(50);
  const member = (sex: 'nam' | 'nu', age: number, relation: Citizen['relation'], of: Family): Member => {
    const birthYear = YEAR - age;
    const group = groupOf(random, age);
    const occupation = group === '4' ? (age >= 6 ? 'Học sinh, sinh viên' : '') : random.pick(WORK[group]);
    const unit = unitOf(group, age, commune, occupation);
    const month = String(1 + random.int(12)).padStart(2, '0');
    const day = String(1 + random.int(28)).padStart(2, '0');
    return {
      name: personName(random, of, sex),
      birthYear,
      ...(random.chance(age > 60 ? 55 : 92) ? { birthDate: `${birthYear}-${month}-${day}` } : {}),
      sex,
      ...(age >= CARD_AGE && random.chance(97) ? { cccd: cards.next(sex, birthYear) } : {}),
      relation,
      group,
      ...(occupation === '' ? {} : { occupation }),
      ...(unit === undefined ? {} : { unit }),
    };
  };
  const members = [member(headSex, headAge, 'chu-ho', family)];
  if (size >= 2 && random.chance(82)) {
    members.push(
      member(headSex === 'nam' ? 'nu' : 'nam', Math.max(20, headAge - 6 + random.int(9)), 'vo-chong', familyOf(random)),
    );
  }
  if (size >= 4 && headAge < 58 && random.chance(25))
    members.push(member(random.pick(['nam', 'nu']), headAge + 21 + random.int(12), 'cha-me', family));
  while (members.length < size) {
    const childAge = headAge - 19 - random.int(16);
    if (childAge >= 0) members.push(member(random.pick(['nam', 'nu']), childAge, 'con', family));
    else
      members.push(member(random.pick(['nam', 'nu']), Math.max(0, headAge + 1 - random.int(8)), 'anh-chi-em', family));
  }
  return members;
}
