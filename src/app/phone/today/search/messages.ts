/** Words of Tìm. */
import { messages } from '../../../../ui/use-messages.ts';

export const searchMessages = messages({
  vi: {
    'search.title': 'Tìm',
    'search.label': 'Tìm người trong xã',
    'search.hint': 'Gõ tên có dấu hay không dấu đều được, hoặc chữ cái đầu: “nta” ra Nguyễn Thị Ánh.',
    'search.start': 'Gõ vài chữ của tên để tìm trong toàn bộ danh sách, không cần mạng.',
    'search.none': 'Không thấy ai tên “{text}”',
    'search.none.text':
      'Thử gõ ngắn hơn, hoặc chỉ họ và tên. Nếu đúng là người mới, mở hộ của người ấy rồi thêm thành viên.',
    'search.none.household': 'Thêm hộ mới',
    'search.none.today': 'Chọn hộ trong ấp',
    'search.count': '{count} người',
    'search.first': '{count} người đầu tiên. Gõ thêm để thu hẹp.',
    'search.detail': 'sinh {year} · {hamlet} · hộ {number}',
    'search.cccd': 'CCCD …{tail}',
    'search.evaluated': 'đã đánh giá',
    'search.notEvaluated': 'chưa đánh giá',
  },
  en: {
    'search.title': 'Search',
    'search.label': 'Find a person in the commune',
    'search.hint': 'With or without diacritics, or initials: “nta” finds Nguyễn Thị Ánh.',
    'search.start': 'Type a few letters of the name to search the whole roster; no network needed.',
    'search.none': 'Nobody called “{text}” was found',
    'search.none.text': 'Try fewer letters. If this is a new person, open the household and add a member.',
    'search.none.household': 'Add a household',
    'search.none.today': 'Choose a household',
    'search.count': '{count} people',
    'search.first': 'The first {count} people. Type more to narrow down.',
    'search.detail': 'born {year} · {hamlet} · household {number}',
    'search.cccd': 'ID …{tail}',
    'search.evaluated': 'evaluated',
    'search.notEvaluated': 'not evaluated',
  },
});
