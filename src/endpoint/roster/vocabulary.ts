/** The words commune offices write for sex, relation and group, and what they mean to the programme. */
import { type Citizen, normalizeForSearch } from '../../programme/index.ts';

type Words<V extends string> = Readonly<Record<V, readonly string[]>>;

const SEX: Words<Citizen['sex']> = {
  nam: ['nam', 'trai', 'm', 'male'],
  nu: ['nu', 'gai', 'f', 'female'],
};

const RELATION: Words<Citizen['relation']> = {
  'chu-ho': ['chu ho', 'ch'],
  'vo-chong': ['vo chong', 'vo', 'chong'],
  con: [
    'con',
    'con trai',
    'con gai',
    'con ruot',
    'con de',
    'con nuoi',
    'con dau',
    'con re',
    'con rieng',
    'con trai ruot',
    'con gai ruot',
  ],
  'cha-me': [
    'cha me',
    'cha',
    'me',
    'bo',
    'ba ma',
    'ma',
    'cha ruot',
    'me ruot',
    'cha vo',
    'me vo',
    'cha chong',
    'me chong',
  ],
  'ong-ba': ['ong ba', 'ong', 'ong noi', 'ong ngoai', 'ba noi', 'ba ngoai'],
  chau: ['chau', 'chau noi', 'chau ngoai', 'chau trai', 'chau gai', 'chau ruot', 'chau dau', 'chau re', 'chat'],
  'anh-chi-em': [
    'anh chi em',
    'anh',
    'chi',
    'em',
    'anh ruot',
    'chi ruot',
    'em ruot',
    'em trai',
    'em gai',
    'anh trai',
    'chi gai',
    'anh re',
    'chi dau',
    'em dau',
    'em re',
  ],
  khac: ['khac', 'nguoi khac', 'o nho', 'o tro', 'co', 'chu', 'bac', 'cau', 'di', 'duong', 'mo', 'thim', 'nguoi than'],
};

/** Groups of QĐ 324/QĐ-KHVN, 2023: citizens of the commune, workers, officials and entrepreneurs, learners. */
const GROUP: Words<Citizen['group']> = {
  '1': [
    '1',
    'nhom 1',
    'i',
    'nguoi dan',
    'nguoi dan trong xa',
    'nong dan',
    'lao dong nong thon',
    'nong dan lao dong nong thon',
  ],
  '2': [
    '2',
    'nhom 2',
    'ii',
    'nguoi lao dong',
    'lao dong',
    'cong nhan',
    'lao dong tu do',
    'tho',
    'tieu thu cong',
    'lao dong tieu thu cong',
  ],
  '3': [
    '3',
    'nhom 3',
    'iii',
    'can bo',
    'cong chuc',
    'vien chuc',
    'can bo cong chuc',
    'can bo cong chuc vien chuc',
    'can bo cong nhan vien',
    'cong nhan vien',
    'doanh nhan',
    'can bo doanh nhan',
    'can bo cong nhan vien doanh nhan',
    'nhan vien',
  ],
  '4': [
    '4',
    'nhom 4',
    'iv',
    'hoc sinh',
    'sinh vien',
    'hoc vien',
    'hoc sinh sinh vien',
    'hoc sinh sinh vien hoc vien',
    'hssv',
  ],
};

/** "bà" alone is a grandmother and "ba" alone a father in the South, so these words are read before tones are taken off. */
const TONED: ReadonlyMap<string, Citizen['relation']> = new Map([
  ['bà', 'ong-ba'],
  ['ba', 'cha-me'],
  ['má', 'cha-me'],
]);

const byWord = <V extends string>(words: Words<V>): ReadonlyMap<string, V> =>
  new Map(
    (Object.entries(words) as [V, readonly string[]][]).flatMap(([value, list]) => list.map((word) => [word, value])),
  );

const SEX_OF = byWord(SEX);
const RELATION_OF = byWord(RELATION);
const GROUP_OF = byWord(GROUP);

/** The programme's own codes ("chu-ho") have the same keys as their words. */
const key = (text: string): string =>
  normalizeForSearch(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** @returns the sex that a word means; undefined for an unknown word */
export const sexOf = (text: string): Citizen['sex'] | undefined => SEX_OF.get(key(text));
/** @returns the relation to the head of household that a word means; undefined for an unknown word */
export const relationOf = (text: string): Citizen['relation'] | undefined =>
  TONED.get(text.trim().normalize('NFC').toLowerCase()) ?? RELATION_OF.get(key(text));
/** @returns the group of subjects that a word means; undefined for an unknown word */
export const groupOf = (text: string): Citizen['group'] | undefined => GROUP_OF.get(key(text));
