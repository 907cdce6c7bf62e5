/** Words of the section *Mã, máy*. */
import { messages } from '../../../ui/use-messages.ts';

export const codeMessages = messages({
  vi: {
    'codes.people': 'Tạo mã cho ai?',
    'codes.person': 'Họ tên',
    'codes.role': 'Vai trò',
    'codes.devices': 'Máy đang dùng',
    'codes.make': 'Tạo mã',
    'codes.open': 'Mã đang mở',
    'codes.open.none': 'Không có mã nào đang mở.',
    'codes.until': 'Đến',
    'codes.void': 'Hủy mã',
    'codes.machines': 'Máy',
    'codes.machines.none': 'Chưa có máy nào đăng nhập.',
    'codes.machine': 'Máy',
    'codes.seen': 'Liên lạc cuối',
    'codes.pending': 'Chưa gửi',
    'codes.revoked': 'đã thu hồi',
    'codes.lost': 'Mất máy',
    'codes.revoke': 'Thu hồi máy',
    'codes.revoke.title': 'Thu hồi máy của {name}?',
    'codes.revoke.text':
      'Máy vẫn nộp được {count} bản ghi còn lại, nhưng không nhận thêm dữ liệu, cho tới khi người đó nhập mã mới trên chính máy ấy.',
    'codes.revoke.lost':
      'Nếu mất máy thì bấm Thôi, rồi mở trang Mất máy ở dòng của máy: ở đó có việc phải làm trong 72 giờ. Dữ liệu trên máy chưa được mã hóa.',
    'codes.shown.title': 'Mã cho {name}',
    'codes.shown.once': 'Mã chỉ hiện một lần, dùng một lần, cho một máy, đến {when}.',
    'codes.shown.scan': 'Quét bằng máy ảnh của điện thoại, hoặc mở {origin} rồi gõ mã:',
    'codes.shown.https':
      'Điện thoại không dùng được địa chỉ http:// này. Mở trang này ở địa chỉ https:// rồi mới tạo mã.',
    'codes.shown.print': 'In tờ giấy',
    'codes.shown.done': 'Xong',
    'codes.shown.qr': 'Mã QR để đăng nhập',
  },
  en: {
    'codes.people': 'A code for whom?',
    'codes.person': 'Name',
    'codes.role': 'Role',
    'codes.devices': 'Phones in use',
    'codes.make': 'Make a code',
    'codes.open': 'Open codes',
    'codes.open.none': 'No code is open.',
    'codes.until': 'Until',
    'codes.void': 'Void the code',
    'codes.machines': 'Phones',
    'codes.machines.none': 'No phone has signed in yet.',
    'codes.machine': 'Phone',
    'codes.seen': 'Last contact',
    'codes.pending': 'Not sent',
    'codes.revoked': 'revoked',
    'codes.lost': 'Lost',
    'codes.revoke': 'Revoke the phone',
    'codes.revoke.title': 'Revoke the phone of {name}?',
    'codes.revoke.text':
      'It can still hand in its {count} records, but gets no more data until its person types a new code on that very phone.',
    'codes.revoke.lost':
      'If it is lost, cancel and open the page Lost in the row of the phone: it says what is to be done within 72 hours. The data on the phone is not encrypted.',
    'codes.shown.title': 'Code for {name}',
    'codes.shown.once': 'It is shown once and taken once, by one phone, until {when}.',
    'codes.shown.scan': 'Scan it with the phone’s camera, or open {origin} and type:',
    'codes.shown.https':
      'Phones cannot use this http:// address. Open this page at its https:// address before you make codes.',
    'codes.shown.print': 'Print the sheet',
    'codes.shown.done': 'Done',
    'codes.shown.qr': 'QR code to sign in',
  },
});
