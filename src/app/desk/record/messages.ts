/** Words of one record at the desk, and of correcting it. */
import { messages } from '../../../ui/use-messages.ts';

export const recordMessages = messages({
  vi: {
    'desk.record.came': 'Như máy đã gửi',
    'desk.correct': 'Sửa rồi nhận vào',
    'desk.correct.text':
      'Bản máy gửi được giữ nguyên, kèm tên anh/chị và những gì đã sửa. Máy của cán bộ sẽ nhận bản đã sửa.',
    'desk.correct.now': 'Đang là {value} · {path}',
    'desk.correct.kept': 'Vẫn chưa nhận được',
    'desk.takeOver': 'Nhận dưới tên tôi',
    'desk.takeOver.text':
      'Hỏi người lập trước. Nếu đúng, bản ghi được nhận với tên {name} là người chịu trách nhiệm; bản máy gửi được giữ nguyên.',
    'desk.member.scope': 'Xã',
    'desk.member.deviceTime': 'Ngày giờ của máy',
    'desk.member.criteriaSet': 'Bộ tiêu chí',
    'desk.member.points': 'Điểm',
    'desk.member.level': 'Mức',
    'desk.member.answer': 'Chỉ số {id} · {words}',
    'desk.why.missing': 'Còn thiếu',
    'desk.why.form': 'Sai khuôn dạng',
    'desk.why.range': 'Giá trị phải',
    'desk.why.letters': 'Số chữ cái phải',
    'desk.why.choice': 'Không có trong các lựa chọn',
    'desk.why.scope': 'Không phải xã anh/chị phụ trách',
    'desk.why.set': 'Máy chủ chưa có bộ này',
    'desk.why.time': 'Không thể có; viết như 2026-11-24T09:00:00+07:00',
    'desk.why.nul': 'Có ký tự hỏng',
  },
  en: {
    'desk.record.came': 'As the phone sent it',
    'desk.correct': 'Correct and take in',
    'desk.correct.text':
      'What the phone sent is kept as it is, with your name and what you change. The phone gets the corrected one.',
    'desk.correct.now': 'Is now {value} · {path}',
    'desk.correct.kept': 'Still not taken in',
    'desk.takeOver': 'Take in my name',
    'desk.takeOver.text':
      'Ask its author first. If it is true, it is taken in with {name} as the one who answers for it; what came is kept as it is.',
    'desk.member.scope': 'Commune',
    'desk.member.deviceTime': 'Time of the phone',
    'desk.member.criteriaSet': 'Criteria set',
    'desk.member.points': 'Points',
    'desk.member.level': 'Level',
    'desk.member.answer': 'Indicator {id} · {words}',
    'desk.why.missing': 'Missing',
    'desk.why.form': 'Wrong form',
    'desk.why.range': 'Must be',
    'desk.why.letters': 'The number of letters must be',
    'desk.why.choice': 'None of the choices',
    'desk.why.scope': 'Not a commune of yours',
    'desk.why.set': 'The server lacks this set',
    'desk.why.time': 'Cannot be; write as 2026-11-24T09:00:00+07:00',
    'desk.why.nul': 'Has a broken character',
  },
});
