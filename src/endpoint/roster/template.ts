/** The spreadsheet an office fills in: the headings, two example lines, and a sheet that says what goes where. */
import writeXlsxFile from 'write-excel-file/node';
import { ROSTER_COLUMNS, type RosterColumn } from '../../protocol/index.ts';
import { EXAMPLE_HAMLET, HEADERS } from './columns.ts';

/** The width of each column in characters, and the note on what may be written in it. */
const COLUMNS: Readonly<Record<RosterColumn, { readonly width: number; readonly note: string }>> = {
  hamlet: { width: 18, note: 'Bắt buộc. Tên ấp như xã vẫn gọi.' },
  number: { width: 9, note: 'Bắt buộc. Số hộ trong sổ của ấp, như 017.' },
  name: { width: 26, note: 'Bắt buộc. Họ tên đầy đủ, có dấu.' },
  birth: { width: 15, note: 'Bắt buộc. Ngày/tháng/năm như 05/03/1962; không rõ ngày thì chỉ ghi năm.' },
  sex: { width: 10, note: 'Nam hoặc Nữ.' },
  cccd: { width: 16, note: '12 chữ số, định dạng Văn bản để không mất số 0 ở đầu. Có thể để trống.' },
  relation: { width: 14, note: 'Với chủ hộ: chủ hộ, vợ, chồng, con, cha, mẹ, ông, bà, cháu, anh, chị, em, khác.' },
  group: { width: 8, note: '1 người dân trong xã · 2 người lao động · 3 cán bộ, doanh nhân · 4 học sinh, sinh viên.' },
  occupation: { width: 18, note: 'Có thể để trống.' },
  unit: { width: 26, note: 'Cơ quan, trường, doanh nghiệp nơi làm việc hoặc học. Có thể để trống.' },
};

/** Two made-up lines that an office overwrites. */
const EXAMPLES: readonly Readonly<Record<RosterColumn, string>>[] = [
  {
    hamlet: EXAMPLE_HAMLET,
    number: '001',
    name: 'Nguyễn Văn Mẫu',
    birth: '05/03/1962',
    sex: 'Nam',
    cccd: '',
    relation: 'chủ hộ',
    group: '1',
    occupation: 'Nông dân',
    unit: '',
  },
  {
    hamlet: EXAMPLE_HAMLET,
    number: '001',
    name: 'Trần Thị Mẫu',
    birth: '1965',
    sex: 'Nữ',
    cccd: '',
    relation: 'vợ',
    group: '3',
    occupation: 'Giáo viên',
    unit: 'Trường Tiểu học Ví dụ',
  },
];

const GUIDE = [
  'Mỗi người một dòng trên trang «Danh sách». Xóa hai dòng ví dụ trước khi gửi.',
  'Người đã có trong danh sách: ô để trống thì giữ nguyên điều đã biết, không xóa.',
  'Người mới cần đủ: ấp, số hộ, họ tên, ngày hoặc năm sinh, giới tính, quan hệ, nhóm.',
  'Nhập xong có bản xem trước: thêm ai, sửa ai, dòng nào sai và vì sao. Chưa xác nhận thì chưa ghi gì.',
];

/** @returns the .xlsx; every cell is text, so that Excel changes neither dates nor leading zeros */
export function rosterTemplate(): Promise<Buffer> {
  const heading = (value: string) => ({ value, type: String, fontWeight: 'bold' as const, backgroundColor: '#e0f0ea' });
  const text = (value: string) => ({ value, type: String, format: '@' });
  const empty = Array.from({ length: 200 }, () => ROSTER_COLUMNS.map(() => text('')));
  return writeXlsxFile([
    {
      sheet: 'Danh sách',
      stickyRowsCount: 1,
      columns: ROSTER_COLUMNS.map((column) => ({ width: COLUMNS[column].width })),
      data: [
        ROSTER_COLUMNS.map((column) => heading(HEADERS[column])),
        ...EXAMPLES.map((example) => ROSTER_COLUMNS.map((column) => text(example[column]))),
        ...empty,
      ],
    },
    {
      sheet: 'Hướng dẫn',
      columns: [{ width: 18 }, { width: 90 }],
      data: [
        ...GUIDE.map((line) => [text(''), text(line)]),
        [heading('Cột'), heading('Cách ghi')],
        ...ROSTER_COLUMNS.map((column) => [text(HEADERS[column]), text(COLUMNS[column].note)]),
      ],
    },
  ]).toBuffer();
}
