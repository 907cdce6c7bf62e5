/**
 * Goal: a commune's list comes in without surprise. Method: files as offices make them, through the real readers, are
 * previewed against a roster kept as plain maps; applying a preview to the maps and previewing again must change nothing.
 */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { NewRevision } from '../../programme/index.ts';
import { definitionOf } from '../../programme/index.ts';
import type { CurrentEntity } from '../store/api.ts';
import { type ImportPreview, previewImport } from './preview.ts';
import { readRosterFile } from './read-file.ts';
import { rosterTemplate } from './template.ts';

const HEAD = 'Ấp;Số hộ;Họ tên;Ngày/năm sinh;Giới tính;CCCD;Quan hệ;Nhóm;Nghề;Đơn vị';
const HOA = 'Kinh 1;017;Đặng Thị Hòa;05/03/1962;Nữ;091162000017;chủ hộ;1;Nông dân;';
const AN = 'Kinh 1;017;Lê Văn An;1990;nam;;con;nhóm 2;Thợ hàn;';

/** Hashes identity numbers as the endpoint does, under a secret of this test. */
const hashOf = (cccd: string) => createHmac('sha256', 'secret').update(cccd).digest('base64url').slice(0, 22);

class Roster {
  readonly kept = new Map<string, CurrentEntity & { kind: string }>();

  /** All that there is, whatever is wanted. */
  readonly current = async () => {
    const of = (wanted: string) => [...this.kept.values()].filter(({ kind }) => kind === wanted);
    return { households: of('household'), citizens: of('citizen'), identities: of('identity') };
  };

  async preview(lines: readonly string[], head = HEAD): Promise<ImportPreview> {
    const file = await readRosterFile(new TextEncoder().encode([head, ...lines].join('\r\n')), 'x.csv');
    if (file.kind === 'bad') throw new Error(file.sentence);
    return previewImport(file.rows, this.current, 'scope-here', { hashOf, today: '2026-11-24' });
  }

  apply(revisions: readonly NewRevision[]): void {
    for (const { kind, entityId, payload } of revisions) {
      definitionOf(kind)?.payload.parse(payload);
      this.kept.set(`${kind} ${entityId}`, { kind, id: entityId, payload, heads: [`head of ${entityId}`] });
    }
  }

  async import(lines: readonly string[], head = HEAD): Promise<ImportPreview> {
    const preview = await this.preview(lines, head);
    this.apply(preview.revisions);
    return preview;
  }

  number(name: string) {
    const citizen = [...this.kept.values()].find(({ payload }) => payload.name === name);
    return this.kept.get(`identity ${citizen?.id}`)?.payload.cccd;
  }

  person(name: string) {
    return [...this.kept.values()].find(({ payload }) => payload.name === name)?.payload;
  }
}

describe('an import', () => {
  it('adds households and people, and the same file again changes nothing', async () => {
    const roster = new Roster();
    const first = await roster.import([HOA, AN]);
    expect(first.counts).toEqual({ added: 2, changed: 0, unchanged: 0, faulty: 0 });
    expect(first.revisions.map(({ kind }) => kind)).toEqual(['household', 'citizen', 'identity', 'citizen']);
    expect(roster.person('Đặng Thị Hòa')).toMatchObject({
      birthDate: '1962-03-05',
      sex: 'nu',
      relation: 'chu-ho',
      group: '1',
    });
    expect(roster.person('Lê Văn An')).toMatchObject({ birthYear: 1990, relation: 'con', group: '2' });
    expect((await roster.preview([HOA, AN])).revisions).toEqual([]);
  });

  it('twice at once plans the very same records', async () => {
    const [one, other] = await Promise.all([new Roster().preview([HOA, AN]), new Roster().preview([HOA, AN])]);
    expect(one.revisions).toEqual(other.revisions);
  });

  it('knows people and households again however they are written', async () => {
    const roster = new Roster();
    await roster.import([HOA, AN]);
    const again = await roster.preview([
      'ấp KINH 1;17;ĐẶNG THỊ HOÀ;1962;nữ;091 162 000 017;Chủ hộ;Nhóm 1;;',
      'Kinh 1;0017;LÊ VĂN AN;1990;Nam;;con trai;2;;',
    ]);
    expect(again.counts).toEqual({ added: 0, changed: 0, unchanged: 2, faulty: 0 });
  });

  it('changes what differs and keeps what a blank cell or a missing column leaves open', async () => {
    const roster = new Roster();
    await roster.import([HOA, AN]);
    const changed = await roster.import(
      ['Kinh 1;017;Lê Văn An;1990;091090000018;Giáo viên'],
      'ấp;số hộ;họ và tên;năm sinh;số CCCD;nghề nghiệp',
    );
    expect(changed.counts).toMatchObject({ changed: 1, added: 0, faulty: 0 });
    expect(changed.changes[0]?.columns).toEqual(['cccd', 'occupation']);
    expect(changed.revisions[0]?.parents).toHaveLength(1);
    expect(roster.person('Lê Văn An')).toMatchObject({
      cccdTail: '018',
      cccdHash: hashOf('091090000018'),
      occupation: 'Giáo viên',
      group: '2',
      sex: 'nam',
    });
    expect(roster.number('Lê Văn An')).toBe('091090000018');
    const blank = await roster.preview(['Kinh 1;017;Đặng Thị Hòa;1962;;;;;;']);
    expect(blank.counts).toMatchObject({ unchanged: 1, changed: 0 });
  });

  it('tells two people of one name apart by their CCCD, and asks where it can not', async () => {
    const roster = new Roster();
    const twins = [
      'Kinh 1;2;Thạch Sa Rây;2001;Nam;091201000001;con;4;;',
      'Kinh 1;2;Thạch Sa Rây;2001;Nam;091201000002;con;4;;',
    ];
    expect((await roster.import(twins)).counts.added).toBe(2);
    const unclear = await roster.preview(['Kinh 1;2;Thạch Sa Rây;2001;Nam;;con;4;;']);
    expect(unclear.faulty.map(({ code }) => code)).toEqual(['several-match']);
  });

  it('leaves to people what two officers changed differently', async () => {
    const roster = new Roster();
    await roster.import([AN]);
    for (const [id, kept] of roster.kept) roster.kept.set(id, { ...kept, heads: ['a', 'b'], conflict: true });
    const preview = await roster.preview([AN.replace('Thợ hàn', 'Thợ điện')]);
    expect(preview.faulty.map(({ code }) => code)).toEqual(['waiting-conflict']);
    expect((await roster.preview([AN])).counts.unchanged).toBe(1);
  });
});

describe('a faulty row', () => {
  it('is listed with its line, column and reason; the rest goes on', async () => {
    const preview = await new Roster().preview([
      HOA,
      '',
      ';;Người Không Nhà;1980;Nam;;con;1;;',
      'Kinh 1;3;Sai Ngày;31/02/1980;Nam;;con;1;;',
      'Kinh 1;3;Sai Từ;12/3/62;x;12345;bạn;5;;',
      'Kinh 1;3;Tương Lai;2030;Nam;;con;4;;',
      'Kinh 1;3;Thiếu Nhiều;1980;;;;;;',
      'Kinh 1;3;Bị Làm Tròn;1962;Nam;9.1062E+10;con;1;;',
      'Kinh 1;3;Trùng Số;1962;Nữ;091162000017;con;1;;',
      'Kinh 1;17;dang thi hoa;1962;Nữ;;con;1;;',
      'Ví dụ 1;001;Nguyễn Văn Mẫu;05/03/1962;Nam;;chủ hộ;1;;',
    ]);
    expect(preview.counts).toEqual({ added: 1, changed: 0, unchanged: 0, faulty: 9 });
    expect(preview.revisions).toHaveLength(3);
    expect(preview.faulty.map(({ line, column, code }) => `${line} ${column ?? '-'} ${code}`)).toEqual([
      '4 hamlet missing-hamlet',
      '4 number missing-number',
      '5 birth birth-impossible',
      '6 birth birth-unreadable',
      '6 sex sex-unknown',
      '6 cccd cccd-digits',
      '6 relation relation-unknown',
      '6 group group-unknown',
      '7 birth birth-out-of-range',
      '8 sex missing-sex',
      '8 relation missing-relation',
      '8 group missing-group',
      '9 cccd cccd-rounded',
      '10 - duplicate-cccd',
      '11 - duplicate-person',
      '12 hamlet example-line',
    ]);
    const duplicate = preview.faulty.find(({ code }) => code === 'duplicate-cccd');
    expect(duplicate?.sentence).toBe('Trùng số CCCD với dòng 2.');
    expect(preview.faulty.filter(({ sentence }) => /[{}]/.test(sentence))).toEqual([]);
  });
});

describe('a spreadsheet', () => {
  const sheet = (data: SheetData) => writeXlsxFile(data).toBuffer();

  it('made from the template comes in whole once its examples are gone', async () => {
    const template = await readRosterFile(await rosterTemplate());
    if (template.kind === 'bad') throw new Error(template.sentence);
    const preview = await previewImport(template.rows, new Roster().current, 'scope-here', { hashOf });
    expect(preview.counts).toEqual({ added: 0, changed: 0, unchanged: 0, faulty: 2 });
    const real = template.rows.map((row) => ({ ...row, cells: { ...row.cells, hamlet: 'Kinh 1' } }));
    expect((await previewImport(real, new Roster().current, 'scope-here', { hashOf })).counts.added).toBe(2);
  });

  it('with titles above, columns in another order, dates, numbers and gaps keeps its true line numbers', async () => {
    const bytes = await sheet([
      [{ value: 'DANH SÁCH HỘ ẤP KINH 1' }],
      [],
      ['HO VA TEN', 'STT', 'Năm sinh', 'Số CCCD', 'Ấp', 'Số hộ', 'Phái', 'QH với chủ hộ', 'Đối tượng'].map((value) => ({
        value,
      })),
      [
        { value: 'TRẦN VĂN BẢY' },
        { value: 1 },
        { value: new Date(Date.UTC(1962, 2, 5)), type: Date, format: 'dd/mm/yyyy' },
        // Excel holds 091062000019 as a number: the leading zero is gone.
        { value: 91_062_000_019 },
        { value: 'Kinh 1' },
        { value: 17 },
        { value: 'Nam' },
        { value: 'chủ hộ' },
        { value: 1 },
      ],
      [],
      [{ value: 'Trần Thị Sáu' }, { value: 2 }, { value: 22_710 }, null, { value: 'Kinh 1' }, { value: 17 }],
    ]);
    const file = await readRosterFile(bytes);
    if (file.kind === 'bad') throw new Error(file.sentence);
    const preview = await previewImport(file.rows, new Roster().current, 'scope-here', { hashOf });
    expect(preview.revisions[1]?.payload).toMatchObject({
      name: 'Trần Văn Bảy',
      birthDate: '1962-03-05',
      cccdTail: '019',
    });
    expect(preview.revisions[2]).toMatchObject({ kind: 'identity', payload: { cccd: '091062000019' } });
    expect(preview.faulty.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '6 missing-sex',
      '6 missing-relation',
      '6 missing-group',
    ]);
  });

  it('that is none is answered with a sentence', async () => {
    const codeOf = async (bytes: Uint8Array | string) => {
      const file = await readRosterFile(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, 'a.xlsx');
      return file.kind === 'bad' ? file.code : 'read';
    };
    expect(await codeOf('')).toBe('empty-file');
    expect(await codeOf('a,b\n1,2')).toBe('no-header');
    expect(await codeOf('ấp;số hộ;họ tên;năm sinh;ngày sinh\n1;2;3;4;5')).toBe('column-twice');
    expect(await codeOf(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0))).toBe('old-excel');
    expect(await codeOf(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0))).toBe('not-readable');
    expect(await codeOf(Uint8Array.of(1, 0, 2))).toBe('not-readable');
  });
});

describe('20,000 rows', () => {
  it('are read and previewed while other work goes on', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => {
      const year = 1940 + (n % 60);
      const number = `0911${String(year).slice(2)}${String(n).padStart(6, '0')}`;
      return `Kinh ${n % 24};${Math.floor(n / 96)};Nguyễn Thị Ánh ${'ABCD'[n % 4]};${year};Nữ;${number};con;1;Nông dân;`;
    });
    const roster = new Roster();
    const began = performance.now();
    const first = await roster.import(lines);
    const fresh = performance.now();
    const progress: number[] = [];
    const file = await readRosterFile(new TextEncoder().encode([HEAD, ...lines].join('\n')));
    if (file.kind === 'bad') throw new Error(file.sentence);
    const again = await previewImport(file.rows, roster.current, 'scope-here', {
      hashOf,
      onProgress: (done) => progress.push(done),
    });
    const known = performance.now();
    console.log(`20,000 rows: new in ${Math.round(fresh - began)} ms, known in ${Math.round(known - fresh)} ms`);
    expect(first.counts).toEqual({ added: 20_000, changed: 0, unchanged: 0, faulty: 0 });
    expect(again.counts).toEqual({ added: 0, changed: 0, unchanged: 20_000, faulty: 0 });
    expect(progress).toHaveLength(41);
    expect(progress.at(-1)).toBe(20_000);
  });
});
