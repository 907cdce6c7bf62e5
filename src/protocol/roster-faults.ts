/**
 * Why a row or a file of a roster cannot be taken, as sentences that an officer can act on. `{name}` is a parameter. They are
 * here and not in the app's catalogue, because the endpoint's answers and its command line give them too.
 */
const vi = {
  'missing-hamlet': 'Thiếu tên ấp.',
  'missing-number': 'Thiếu số hộ.',
  'missing-name': 'Thiếu họ tên.',
  'missing-birth': 'Thiếu ngày sinh hoặc năm sinh.',
  'missing-sex': 'Người này chưa có trong danh sách nên cần giới tính.',
  'missing-relation': 'Người này chưa có trong danh sách nên cần quan hệ với chủ hộ.',
  'missing-group': 'Người này chưa có trong danh sách nên cần nhóm đối tượng (1 đến 4).',
  'example-line': 'Đây là dòng ví dụ của tệp mẫu; xóa dòng này.',
  'too-long': '«{value}» dài quá {max} ký tự.',
  'name-has-digits': 'Họ tên «{value}» có chữ số.',
  'birth-unreadable': 'Không hiểu ngày sinh «{value}». Ghi ngày/tháng/năm, như 05/03/1962, hoặc chỉ năm, như 1962.',
  'birth-impossible': 'Ngày sinh «{value}» không có trong lịch.',
  'birth-out-of-range': 'Năm sinh {value} không hợp lý.',
  'sex-unknown': 'Không hiểu giới tính «{value}». Ghi Nam hoặc Nữ.',
  'relation-unknown':
    'Không hiểu quan hệ «{value}». Ghi như: chủ hộ, vợ, chồng, con, cha, mẹ, ông, bà, cháu, anh, chị, em, khác.',
  'group-unknown': 'Không hiểu nhóm «{value}». Ghi số 1, 2, 3 hoặc 4.',
  'cccd-digits': 'Số CCCD «{value}» không đủ 12 chữ số.',
  'cccd-rounded': 'Excel đã làm tròn số CCCD «{value}». Định dạng cột CCCD là Văn bản (Text) rồi nhập lại số.',
  'duplicate-cccd': 'Trùng số CCCD với dòng {first}.',
  'duplicate-person': 'Trùng người với dòng {first}: cùng họ tên, năm sinh và hộ.',
  'several-match': 'Danh sách có nhiều người cùng họ tên, năm sinh và hộ này; cần số CCCD để phân biệt.',
  'several-cccd': 'Danh sách có nhiều người mang số CCCD này; xử lý chỗ trùng trước rồi nhập lại.',
  'waiting-conflict': 'Người này đang có hai bản sửa khác nhau chờ đối chiếu; xử lý xong rồi nhập lại.',
  'empty-file': 'Tệp không có dòng nào.',
  'not-utf8': 'Tệp CSV không phải UTF-8. Trong Excel, chọn Lưu thành (Save As) «CSV UTF-8», hoặc gửi tệp .xlsx.',
  'old-excel': 'Tệp Excel kiểu cũ (.xls). Mở bằng Excel, lưu lại thành .xlsx rồi gửi.',
  'not-readable': 'Không đọc được tệp «{file}». Tệp có thể hỏng hoặc không phải .xlsx, .csv.',
  'cell-unreadable': 'Ô ở dòng {line}, cột thứ {column} của bảng tính bị lỗi. Sửa ô đó rồi gửi lại.',
  'quote-open': 'Dấu nháy kép mở ở dòng {line} của tệp CSV không đóng lại.',
  'quote-inside': 'Dấu nháy kép ở dòng {line} của tệp CSV đặt sai chỗ.',
  'no-header': 'Không thấy dòng tiêu đề. Còn thiếu cột: {columns}. Nên dùng tệp mẫu.',
  'column-twice': 'Cột «{column}» có hai lần trong dòng tiêu đề. Bỏ bớt một cột rồi gửi lại.',
  'too-many-rows': 'Tệp có hơn {max} dòng. Chia làm nhiều tệp rồi gửi từng tệp.',
} as const;

export type RosterFaultCode = keyof typeof vi;

const en: Record<RosterFaultCode, string> = {
  'missing-hamlet': 'The hamlet is missing.',
  'missing-number': 'The household number is missing.',
  'missing-name': 'The name is missing.',
  'missing-birth': 'The date or year of birth is missing.',
  'missing-sex': 'This person is new to the roster, so the sex is needed.',
  'missing-relation': 'This person is new to the roster, so the relation to the head of household is needed.',
  'missing-group': 'This person is new to the roster, so the group (1 to 4) is needed.',
  'example-line': 'This is an example line of the template; delete it.',
  'too-long': '“{value}” has more than {max} characters.',
  'name-has-digits': 'The name “{value}” has digits in it.',
  'birth-unreadable':
    '“{value}” is not a date of birth. Write day/month/year, as 05/03/1962, or the year alone, as 1962.',
  'birth-impossible': 'The date of birth “{value}” is not in the calendar.',
  'birth-out-of-range': 'The year of birth {value} makes no sense.',
  'sex-unknown': '“{value}” is not a sex. Write Nam or Nữ.',
  'relation-unknown':
    '“{value}” is not a known relation. Write e.g. chủ hộ, vợ, chồng, con, cha, mẹ, ông, bà, cháu, anh, chị, em, khác.',
  'group-unknown': '“{value}” is not a group. Write 1, 2, 3 or 4.',
  'cccd-digits': 'The identity number “{value}” does not have 12 digits.',
  'cccd-rounded': 'Excel rounded the identity number “{value}”. Format that column as Text and type the number again.',
  'duplicate-cccd': 'Same identity number as line {first}.',
  'duplicate-person': 'Same person as line {first}: same name, year of birth and household.',
  'several-match':
    'The roster has several people of this name, year of birth and household; an identity number is needed.',
  'several-cccd': 'The roster has several people with this identity number; settle that first, then import again.',
  'waiting-conflict':
    'Two different changes of this person wait to be reconciled; settle that first, then import again.',
  'empty-file': 'The file has no lines.',
  'not-utf8': 'The CSV file is not UTF-8. In Excel choose Save As “CSV UTF-8”, or send the .xlsx file.',
  'old-excel': 'This is an old Excel file (.xls). Open it in Excel, save it as .xlsx and send that.',
  'not-readable': 'The file “{file}” could not be read. It may be broken, or neither .xlsx nor .csv.',
  'cell-unreadable':
    'The cell in row {line}, column {column} of the sheet is broken. Correct it and send the file again.',
  'quote-open': 'A double quote opened in line {line} of the CSV file is never closed.',
  'quote-inside': 'A double quote in line {line} of the CSV file is in the wrong place.',
  'no-header': 'There is no heading line. Missing columns: {columns}. Better use the template.',
  'column-twice': 'The column “{column}” is there twice in the heading line. Remove one and send the file again.',
  'too-many-rows': 'The file has more than {max} lines. Split it and send the parts.',
};

export const ROSTER_FAULTS = { vi, en } as const;
export type RosterFaultParams = Readonly<Record<string, string | number>>;

/**
 * The sentence for a fault, with its parameters filled in.
 * @returns the sentence; the code itself where it is unknown, as one of a newer endpoint
 */
export function rosterFaultSentence(
  code: string,
  params: RosterFaultParams = {},
  language: 'vi' | 'en' = 'vi',
): string {
  const sentence = (ROSTER_FAULTS[language] as Readonly<Record<string, string>>)[code] ?? code;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
