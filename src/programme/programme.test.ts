/** Goal: names, cards, units and the life of a record are what Vietnam's are. Method: gold tables and properties. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkCccd,
  compareNames,
  finishEvaluation,
  indexName,
  likelyDuplicates,
  maskedTail,
  normalizeForSearch,
  normalizeTones,
  parseCccdQr,
  progressOf,
  type RosterEntry,
  readBirth,
  searchRoster,
  successorsOf,
  TARGETS,
  tailOf,
  UNITS,
  unitOn,
} from './index.ts';

const ROSTER: RosterEntry[] = [
  ['Đặng Thị Hòa', 1962, '001', '731'],
  ['Đặng Thị Hoa', 1986, '024', '169'],
  ['Dăng Văn Hoà', 1970, '007', '555'],
  ['Nguyễn Thị Ánh', 2010, '001', '958'],
  ['Nguyễn Trần Anh', 1999, '012', '111'],
  ['Thị Hên', 1980, '030', '222'],
  ['Danh Thị Thanh Thảo', 1991, '031', '333'],
  ['Trần Văn Đức', 1958, '100', '444'],
].map(([name, birthYear, householdNumber, cccdTail], at) => ({
  id: String(at),
  scope: 'scope-here',
  name: String(name),
  key: indexName(String(name)),
  birthYear: Number(birthYear),
  hamlet: 'Bình Hòa',
  householdId: `h${at}`,
  householdNumber: String(householdNumber),
  cccdTail: String(cccdTail),
}));
const found = (text: string) => searchRoster(ROSTER, text, 10).map(({ name }) => name);

describe('search', () => {
  it.each([
    ['dang thi hoa', ['Đặng Thị Hòa', 'Đặng Thị Hoa']],
    ['Đặng Thị Hòa', ['Đặng Thị Hòa', 'Đặng Thị Hoa']],
    ['đặng thị hoa', ['Đặng Thị Hoa', 'Đặng Thị Hòa']],
    ['hoà đặng', ['Đặng Thị Hòa', 'Đặng Thị Hoa', 'Dăng Văn Hoà']],
    ['nta', ['Nguyễn Thị Ánh', 'Nguyễn Trần Anh']],
    ['nguyen anh', ['Nguyễn Thị Ánh', 'Nguyễn Trần Anh']],
    ['nguyễn ánh', ['Nguyễn Thị Ánh', 'Nguyễn Trần Anh']],
    ['th thi tha', ['Danh Thị Thanh Thảo']],
    ['duc', ['Trần Văn Đức']],
    ['ĐỨC', ['Trần Văn Đức']],
    ['1962', ['Đặng Thị Hòa']],
    ['hoa 1986', ['Đặng Thị Hoa']],
    ['731', ['Đặng Thị Hòa']],
    ['zz', []],
    ['   ', []],
  ])('“%s”', (text, names) => expect(found(text).slice(0, Math.max(names.length, 1))).toEqual(names));

  it('says the same for NFC and NFD', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ROSTER.map(({ name }) => name)), (name) => {
        expect(found(name.normalize('NFD'))).toEqual(found(name.normalize('NFC')));
        expect(found(name)[0]).toBe(name);
      }),
    );
  });
  it('both tone placements are one spelling', () => {
    expect(normalizeTones('hòa')).toBe(normalizeTones('hoà'));
    expect(normalizeTones('Thúy')).toBe(normalizeTones('Thuý'));
    expect(normalizeTones('hoa')).not.toBe(normalizeTones('hòa'));
    expect(normalizeForSearch('Đường Xuồng')).toBe('duong xuong');
  });
});

it('names sort by given name, in the order of the Vietnamese alphabet', () => {
  const sorted = ['Lê Văn Đức', 'Lê Văn Dũng', 'Trần Thị Ánh', 'Lê Thị An', 'Bùi Thị An'].sort(compareNames);
  expect(sorted).toEqual(['Bùi Thị An', 'Lê Thị An', 'Trần Thị Ánh', 'Lê Văn Dũng', 'Lê Văn Đức']);
});

describe('identity cards', () => {
  const SEVEN = '091162007731|371234567|Đặng Thị Hòa|15091962|Nữ|Ấp Bình Hòa, Vĩnh Bình|01012022';
  const card = {
    number: '091162007731',
    oldNumber: '371234567',
    name: 'Đặng Thị Hòa',
    birthDate: '1962-09-15',
    sex: 'nu',
    address: 'Ấp Bình Hòa, Vĩnh Bình',
    issuedDate: '2022-01-01',
  };
  it('reads the card of seven fields', () => expect(parseCccdQr(SEVEN)).toEqual({ ok: true, card }));
  it('reads the card of eleven fields and keeps nothing of relatives', () => {
    const parsed = parseCccdQr(`${SEVEN}|x|Đặng Văn Cha|Trần Thị Mẹ|y`);
    expect(parsed).toEqual({ ok: true, card });
  });
  it('reads a card without the old number', () => {
    expect(parseCccdQr('091090123456||Đặng Văn Bình|15031990|Nam|Ấp 1|01012022')).toMatchObject({ ok: true });
  });
  it.each([
    ['hello', 'not-a-card'],
    ['09116200773|3|A|15091962|Nữ|x|01012022', 'bad-number'],
    ['091162007731|3|A|31021962|Nữ|x|01012022', 'bad-date'],
    ['091162007731|3|A|15091962|?|x|01012022', 'bad-sex'],
  ])('%s: %s', (text, code) => expect(parseCccdQr(text)).toEqual({ ok: false, code }));
  it.each([
    ['091162007731', { sex: 'nu', birthYear: 1962 }, []],
    ['091310002958', { sex: 'nu', birthYear: 2010 }, []],
    ['091062007731', { sex: 'nu', birthYear: 1962 }, ['sex-or-century']],
    ['091163007731', { sex: 'nu', birthYear: 1962 }, ['birth-year']],
    ['999162007731', { sex: 'nu', birthYear: 1962 }, ['unknown-province']],
    ['12345', {}, ['structure']],
  ] as const)('%s warns of %o', (number, person, warnings) => expect(checkCccd(number, person)).toEqual(warnings));
  it('shows three digits in a list', () => expect(maskedTail(tailOf('091162007731'))).toBe('•••• 731'));
});

describe('likely duplicates', () => {
  const people = ROSTER.map(({ id, key, birthYear }) => ({
    id,
    key,
    birthYear,
    cccd: id === '7' ? '091058004217' : null,
    cccdHash: id === '5' ? 'hash-of-091080000222' : null,
  }));
  it.each([
    ['the same but for tones', { name: 'Dang Thi Hoa', birthYear: 1962 }, [{ id: '0', reason: 'similar-name' }]],
    ['two letters off', { name: 'Đặng Thị Hao', birthYear: 1962 }, [{ id: '0', reason: 'similar-name' }]],
    ['three letters off', { name: 'Đặng Thị Hường', birthYear: 1962 }, []],
    ['another year', { name: 'Đặng Thị Hòa', birthYear: 1963 }, []],
    [
      'the same card under another name',
      { name: 'Ai Đó', birthYear: 1900, cccd: '091058004217' },
      [{ id: '7', reason: 'same-cccd' }],
    ],
    [
      'the same card, of which only the hash is here',
      { name: 'Ai Đó', birthYear: 1900, cccd: '091080000222', cccdHash: 'hash-of-091080000222' },
      [{ id: '5', reason: 'same-cccd' }],
    ],
  ])('%s', (_name, candidate, expected) => {
    const found = likelyDuplicates(candidate, people);
    expect(found.map(({ known, reason }) => ({ id: known.id, reason }))).toEqual(expected);
  });
});

it('reads dates of birth as people write them', () => {
  expect(readBirth('15/09/1962')).toEqual({ kind: 'birth', birthYear: 1962, birthDate: '1962-09-15' });
  expect(readBirth('1962')).toEqual({ kind: 'birth', birthYear: 1962 });
  expect(readBirth('31/02/1962')).toEqual({ kind: 'impossible' });
  expect(readBirth('2090', '2026-11-24')).toEqual({ kind: 'out-of-range', year: 2090 });
});

describe('units', () => {
  it('a code says nothing without its date', () => {
    expect(unitOn('31064', '2025-06-30')?.name.vi).toBe('Xã Bình Minh');
    expect(unitOn('31064', '2025-07-01')?.name.vi).toBe('Xã Vĩnh Bình');
    expect(unitOn('31060', '2025-07-01')).toBeNull();
  });
  it('every predecessor leads to a unit of today; the township went to Vĩnh Phong', () => {
    for (const unit of UNITS) expect(successorsOf(unit).every(({ validTo }) => validTo === undefined)).toBe(true);
    const township = unitOn('31051', '2020-01-01');
    expect(township && successorsOf(township).map(({ name }) => name.vi)).toEqual(['Xã Vĩnh Phong']);
  });
});

describe('finishing a form', () => {
  it('does not finish while an answer is missing', () => {
    const form = {
      subject: { kind: 'citizen', id: 'c' } as const,
      hamlet: 'Ấp 3',
      unit: null,
      group: '1' as const,
      period: '2026',
      criteriaSet: { id: 'cdht-1', version: '1', sha256: 'a'.repeat(64) },
      answers: {},
      flags: {},
      conditions: [],
      result: { total: 0, max: 100, verdict: 'incomplete' as const, hash: 'b'.repeat(64) },
      consentId: 'k',
      signature: '',
      startedAt: '2026-11-24T09:00:00.000+07:00',
      finishedAt: '2026-11-24T09:05:00.000+07:00',
    };
    const [ref, visit] = [
      { scope: 's', id: 'e' },
      { id: 'v', householdId: 'h' },
    ];
    expect(finishEvaluation(ref, form, visit)).toEqual({ kind: 'incomplete' });
    const complete = { ...form, result: { ...form.result, verdict: 'fail' as const } };
    const evaluation = {
      kind: 'evaluation',
      payload: { subject: form.subject, hamlet: 'Ấp 3', group: '1', paradata: { durationMs: 300_000 } },
    };
    const visited = { kind: 'visit', payload: { householdId: 'h', citizenId: 'c', outcome: 'evaluated' } };
    expect(finishEvaluation(ref, complete, visit)).toMatchObject({ revisions: [evaluation, visited] });
    expect(finishEvaluation(ref, complete, null)).toMatchObject({ revisions: [evaluation] });
  });
});

it('targets say how many are missing', () => {
  expect(TARGETS.map(({ id }) => id)).toEqual(['T1', 'T2', 'T3', 'T4', 'T5']);
  expect(progressOf(39, 100, 40)).toEqual({ percent: 39, wanted: 40, missing: 1 });
  expect(progressOf(0, 0, 40)).toEqual({ percent: null, wanted: 40, missing: 0 });
});
