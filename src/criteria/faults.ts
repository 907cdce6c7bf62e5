/** What can be wrong in a criteria set, in sentences that an administrator can act on. */

/** One thing that is wrong in a set. */
export interface Fault {
  /** Place in the file, e.g. `competencies.0.indicators.2.levels.1.points`; empty for the whole file. */
  readonly path: string;
  readonly key: FaultKey;
  readonly params: Readonly<Record<string, string | number>>;
}

const SENTENCES = {
  notAnObject: { vi: 'Tệp phải là một đối tượng JSON.', en: 'The file must be a JSON object.' },
  missing: { vi: 'Thiếu trường này; hãy thêm vào.', en: 'This field is missing; add it.' },
  type: { vi: 'Phải là {expected}.', en: 'Must be {expected}.' },
  unknownField: {
    vi: 'Không có trường tên “{keys}”; hãy sửa tên hoặc xóa đi.',
    en: 'There is no field “{keys}”; rename or remove it.',
  },
  oneOf: { vi: 'Phải là một trong: {values}.', en: 'Must be one of: {values}.' },
  tooSmall: { vi: 'Ít nhất phải là {minimum}.', en: 'Must be at least {minimum}.' },
  tooBig: { vi: 'Nhiều nhất chỉ được {maximum}.', en: 'Must be at most {maximum}.' },
  format: { vi: 'Viết sai mẫu ({format}).', en: 'Is not written as expected ({format}).' },
  plainName: {
    vi: 'Chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch; bắt đầu bằng chữ hoặc số; 1–40 ký tự.',
    en: 'Only letters without marks, digits, dots and dashes; it begins with a letter or digit; 1–40 characters.',
  },
  day: { vi: 'Viết ngày theo mẫu 2027-01-31, và ngày phải có thật.', en: 'Write a day that exists as 2027-01-31.' },
  tooDeep: { vi: 'Điều kiện lồng nhau quá {maximum} tầng.', en: 'Conditions are nested deeper than {maximum} levels.' },
  duplicateId: {
    vi: 'Mã “{id}” đã dùng ở trên; mỗi mã chỉ dùng một lần.',
    en: 'Id “{id}” is used above; use each id once.',
  },
  pointsBeyondMax: {
    vi: '{points} điểm vượt điểm tối đa {max} của chỉ số.',
    en: '{points} points are beyond the indicator’s max of {max}.',
  },
  maxOutOfReach: {
    vi: 'Không câu trả lời nào đạt điểm tối đa {max}; cao nhất là {best}.',
    en: 'No answer reaches the max of {max}; the best gives {best}.',
  },
  bandReversed: { vi: 'Khoảng viết ngược: từ {from} đến {to}.', en: 'The band is reversed: from {from} to {to}.' },
  bandGap: {
    vi: 'Hở giữa các khoảng: trước {from} là {previous}; khoảng này phải bắt đầu từ {expected}.',
    en: 'Gap between bands: the band before ends at {previous}, so this one must start at {expected}, not {from}.',
  },
  bandOverlap: {
    vi: 'Khoảng chồng lên khoảng trước; phải bắt đầu từ {expected}, không phải {from}.',
    en: 'The band overlaps the one before; it must start at {expected}, not {from}.',
  },
  bandEnd: {
    vi: 'Khoảng cuối phải kết thúc ở {expected}, không phải {to}.',
    en: 'The last band must end at {expected}, not {to}.',
  },
  unknownIndicator: { vi: 'Không có chỉ số “{id}” trong bộ tiêu chí.', en: 'The set has no indicator “{id}”.' },
  unknownCompetency: { vi: 'Không có năng lực “{id}” trong bộ tiêu chí.', en: 'The set has no competency “{id}”.' },
  unknownCondition: {
    vi: 'Không có điều kiện “{id}” trong bộ tiêu chí.',
    en: 'The set has no disqualifying condition “{id}”.',
  },
  neverPasses: {
    vi: 'Quy tắc “{id}” không bao giờ đạt được; hãy hạ ngưỡng.',
    en: 'Rule “{id}” can never hold; lower what it asks for.',
  },
  weightMissing: {
    vi: 'Bộ tiêu chí có trọng số nên chỉ số này phải có “weight”.',
    en: 'The set is weighted, so this indicator needs a “weight”.',
  },
  weightUnwanted: {
    vi: 'Có “weight” nhưng bộ tiêu chí chưa khai “weightSum”.',
    en: 'Has a “weight” but the set declares no “weightSum”.',
  },
  weightSum: {
    vi: 'Tổng trọng số là {sum}, phải bằng {expected}.',
    en: 'The weights add up to {sum}, not {expected}.',
  },
  evidenceFrom: {
    vi: 'Ngưỡng minh chứng {from} vượt điểm tối đa {max}, nên không bao giờ được hỏi.',
    en: 'Evidence is asked from {from} points, beyond the max of {max}, so never.',
  },
  dates: {
    vi: 'Ngày hết hiệu lực {to} trước ngày có hiệu lực {from}.',
    en: 'It ends on {to}, before it begins on {from}.',
  },
  mappingTwice: { vi: 'Chỉ số “{id}” được nối hai lần.', en: 'Indicator “{id}” is mapped twice.' },
  unknownBase: {
    vi: 'Không có bộ tiêu chí gốc “{id}” để dựa vào.',
    en: 'There is no set “{id}” for this variant to build on.',
  },
} as const;

/** The names that zod gives to types, in words that people use. */
const TYPE_WORDS: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  string: { vi: 'chữ, trong dấu nháy', en: 'a text in quotes' },
  number: { vi: 'số, không có dấu nháy', en: 'a number without quotes' },
  int: { vi: 'số nguyên', en: 'a whole number' },
  boolean: { vi: 'true hoặc false', en: 'true or false' },
  array: { vi: 'danh sách, trong dấu [ ]', en: 'a list in square brackets' },
  object: { vi: 'nhóm trường, trong dấu ngoặc nhọn', en: 'a group of fields in curly brackets' },
};

export type FaultKey = keyof typeof SENTENCES;

/** @returns the sentence for a fault, without its path */
export function faultSentence(fault: Fault, language: 'vi' | 'en'): string {
  const wordOf = (name: string, value: string) =>
    name === 'expected' && Object.hasOwn(TYPE_WORDS, value) ? TYPE_WORDS[value]?.[language] : value;
  return SENTENCES[fault.key][language].replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => wordOf(name, String(fault.params[name] ?? '')) ?? '',
  );
}
