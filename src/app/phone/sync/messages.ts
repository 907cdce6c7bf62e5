/** Words of Đồng bộ: states of a record, outcomes of a round, codes of the endpoint. */
import { messages } from '../../../ui/use-messages.ts';

export const syncMessages = messages({
  vi: {
    'sync.title': 'Đồng bộ',
    'sync.now': 'Đồng bộ ngay',
    'sync.running': 'Đang đồng bộ…',
    'sync.pending': 'Đang chờ gửi trên máy',
    'sync.photos': 'Đã gửi, còn ảnh',
    'sync.received': 'Xã đã nhận',
    'sync.attention': 'Cần xem lại',
    'sync.lastSuccess': 'Lần đồng bộ thành công gần nhất: {when}',
    'sync.neverSucceeded': 'Máy này chưa đồng bộ thành công lần nào.',
    'sync.oldest': 'Phiếu chờ lâu nhất: từ {when}',
    'sync.durable': 'Máy chủ của xã đã sao lưu những gì nhận đến {when}.',
    'sync.estimate': 'Cần gửi khoảng {size}, ≈ {time} với 2G.',
    'sync.seconds': '{count} giây',
    'sync.minutes': '{count} phút',
    'sync.bytes': 'Dùng {sent} gửi đi, {received} tải về.',
    'sync.gone':
      'Xã từng nhận {count} phiếu cũ mà máy chủ sau khi khôi phục không có; máy này chỉ còn số của chúng. Xin báo cán bộ phụ trách.',
    'sync.stuck':
      'Đã {count} phút chưa gửi thêm được gì. Máy đang kết nối lại và thử gói nhỏ hơn; phiếu và ảnh vẫn an toàn trên máy.',
    'sync.safe': 'Những gì đang chờ vẫn an toàn trên máy, kể cả khi tắt máy.',
    'sync.empty.title': 'Chưa có gì để gửi',
    'sync.empty.text': 'Phiếu lưu trên máy này sẽ hiện ở đây cùng trạng thái gửi.',
    'sync.more': 'và {count} mục nữa',
    'sync.list.attention': 'Cần xem lại',
    'sync.list.pending': 'Đang trên máy này',
    'sync.list.received': 'Xã đã nhận',
    'sync.state.on-phone': 'Đang trên máy',
    'sync.state.sent-photos-waiting': 'Đã gửi, còn {count} ảnh',
    'sync.state.received': 'Xã đã nhận',
    'sync.state.needs-attention': 'Cần xem lại',
    'sync.state.pulled': 'Tải từ xã về',
    'sync.since': 'lưu lúc {when}',
    'sync.at': 'nhận lúc {when}',
    'sync.corrected': 'đã được sửa ở xã, về máy lúc {when}',

    'sync.outcome.done': 'Xong: gửi {pushed}, nhận về {pulled}.',
    'sync.outcome.doneNothing': 'Xong: máy này và xã đã khớp nhau.',
    'sync.outcome.attention': 'Có {count} bản ghi cần xem lại, xem danh sách bên dưới.',
    'sync.outcome.relayed': 'Xã đã nhận {count} gói mang giúp đồng nghiệp.',
    'sync.rescue': 'Gói cứu hộ và chuyển bằng mã QR',
    'sync.outcome.offline.title': 'Chưa có mạng',
    'sync.outcome.offline': 'Không gửi được lúc này. Phiếu vẫn an toàn trên máy; tới chỗ có sóng rồi bấm lại.',
    'sync.outcome.signed-out.title': 'Cần đăng nhập lại',
    'sync.outcome.signed-out':
      'Xã không còn nhận lần đăng nhập này. Xin mã mới, nhập ngay dưới đây. Phiếu vẫn còn nguyên.',
    'sync.outcome.closed.title': 'Tài khoản này đã nghỉ',
    'sync.outcome.closed': 'Những gì trên máy đã nộp cho xã, người khác làm tiếp. Nếu nhầm, hỏi người quản trị của xã.',
    'sync.outcome.handedIn': 'Xã đã giữ {count} mục của máy này; nhập mã mới là được nhận.',
    'sync.outcome.not-endpoint.title': 'Mạng này chưa thông',
    'sync.outcome.not-endpoint':
      'Trả lời không phải từ máy chủ của xã, thường là do wifi đòi đăng nhập. Mở trình duyệt đăng nhập wifi, hoặc dùng mạng di động, rồi bấm lại.',
    'sync.outcome.busy.title': 'Đang đồng bộ sẵn',
    'sync.outcome.busy': 'Một lượt đồng bộ khác đang chạy, có thể ở cửa sổ khác. Đợi một lát rồi xem lại.',
    'sync.outcome.error.title': 'Chưa đồng bộ được',
    'sync.error.other':
      'Máy chủ báo lỗi «{code}». Phiếu vẫn an toàn trên máy; thử lại sau, nếu lặp lại hãy báo cán bộ hỗ trợ mã này.',
    'sync.error.rate-limited': 'Máy chủ đang bận. Đợi vài phút rồi bấm lại.',
    'sync.error.too-large': 'Gói gửi quá lớn. Bấm lại để máy chia nhỏ ra; nếu vẫn lỗi, báo cán bộ hỗ trợ.',
    'sync.error.quota': 'Máy không còn chỗ để nhận thêm. Lấy lại chỗ rồi bấm lại; những gì đã lưu vẫn an toàn.',
    'sync.error.not-loaded': 'Phần gửi và nhận chưa có trên máy này. Tới chỗ có mạng, mở lại ứng dụng rồi thử lại.',
    'sync.error.timeout': 'Mạng quá chậm nên hết giờ chờ. Tới chỗ sóng mạnh hơn rồi bấm lại.',
    'sync.error.no-commune':
      'Tài khoản chưa được giao xã nào. Phiếu vẫn an toàn trên máy; nhờ quản trị giao xã rồi bấm lại.',
    'sync.error.too-many-devices':
      'Phiên đăng nhập này đã dùng hết số lần đổi mã máy. Xin mã mới, nhập lại mã cán bộ ngay dưới đây; phiếu vẫn an toàn trên máy.',
    'sync.error.too-many-keys':
      'Máy này đã đổi khóa ký quá nhiều lần. Xin mã mới, nhập lại mã cán bộ ngay dưới đây; phiếu vẫn an toàn trên máy.',
    'sync.error.internal': 'Máy chủ của xã gặp lỗi. Phiếu vẫn an toàn trên máy; thử lại sau ít phút.',
    'sync.error.app-too-old': 'Ứng dụng đã cũ. Cập nhật bản mới rồi bấm lại; phiếu vẫn còn nguyên.',

    'sync.code.other': 'Xã giữ lại để xem xét (mã {code}). Báo cán bộ phụ trách mã này.',
    'sync.code.unknown-schema': 'Máy chủ chưa hiểu loại bản ghi này. Bản ghi đã được giữ; xã cần cập nhật máy chủ.',
    'sync.code.unknown-kind': 'Máy chủ chưa hiểu loại bản ghi này. Bản ghi đã được giữ; xã cần cập nhật máy chủ.',
    'sync.code.unknown-set': 'Máy chủ chưa có bộ tiêu chí của phiếu này. Phiếu đã được giữ; báo xã nạp bộ tiêu chí.',
    'sync.code.bad-payload': 'Nội dung chưa đúng khuôn dạng. Bản ghi đã được giữ để xã xem; báo cán bộ phụ trách.',
    'sync.code.out-of-scope': 'Bản ghi thuộc xã ngoài phạm vi của anh/chị. Báo cán bộ phụ trách để được giao xã này.',
    'sync.code.hash-mismatch': 'Máy chủ nhận nội dung khác với trên máy. Bản gốc vẫn trên máy; báo cán bộ hỗ trợ ngay.',
    'sync.code.conflict': 'Có người khác cũng sửa mục này. Cả hai bản được giữ, chờ xã đối chiếu.',
    'sync.code.unclean-text': 'Trong nội dung có ký tự ẩn. Bản ghi đã được giữ; báo cán bộ phụ trách.',
    'sync.code.impossible-date':
      'Ngày giờ của máy hoặc trong phiếu không hợp lý. Kiểm tra ngày giờ trong máy rồi báo cán bộ phụ trách.',
    'sync.code.unknown-author': 'Người lập phiếu không phải cán bộ của xã. Bản ghi đã được giữ; báo cán bộ phụ trách.',
    'sync.code.not-signed': 'Bản ghi chưa có chữ ký của máy. Bản ghi đã được giữ; báo cán bộ phụ trách nhận giúp.',
    'sync.code.unknown-device': 'Xã chưa nhận ra máy này. Bản ghi đã được giữ; đăng nhập lại rồi đồng bộ.',
    'sync.code.bad-signature': 'Chữ ký của máy không khớp. Bản ghi đã được giữ; báo cán bộ phụ trách.',
    'sync.code.device-revoked':
      'Máy này đã bị thu hồi. Bản ghi đã được giữ ở xã; nhập mã mới trên máy này là được nhận.',
    'sync.code.handed-in':
      'Bản ghi đã được giữ ở xã khi lần đăng nhập cũ hết hiệu lực; nhập mã mới trên máy này là được nhận.',
    'sync.code.device-of-another': 'Máy này đã đăng ký cho người khác. Bản ghi đã được giữ; báo cán bộ phụ trách.',
    'sync.code.not-allowed': 'Việc này do người phụ trách quyết định. Bản ghi đã được giữ; báo cán bộ phụ trách.',
    'sync.code.other-subject':
      'Bộ tiêu chí của phiếu này dành cho đối tượng khác. Phiếu đã được giữ; báo người phụ trách của xã.',
    'sync.code.bad-answers':
      'Câu trả lời không khớp với bộ tiêu chí của phiếu. Phiếu đã được giữ; báo cán bộ hỗ trợ mã này.',
    'sync.code.unreadable': 'Máy chủ chưa đọc được bản ghi này. Bản gốc vẫn trên máy; báo cán bộ hỗ trợ.',
    'sync.code.erased': 'Nội dung bản ghi đã bị xóa theo yêu cầu. Không cần làm gì thêm.',
    'sync.code.bad-parents': 'Bản ghi nêu sai bản trước nó. Bản ghi đã được giữ; báo cán bộ hỗ trợ.',
    'sync.code.foreign-parent':
      'Bản ghi nêu bản trước là của người hoặc hộ khác. Bản ghi đã được giữ; báo cán bộ hỗ trợ.',
    'sync.code.rev-id-reused': 'Trùng mã với một bản ghi khác đã nhận. Cả hai được giữ; báo cán bộ hỗ trợ ngay.',
    'sync.code.nul-character': 'Trong nội dung có ký tự hỏng. Bản ghi đã được giữ; báo cán bộ phụ trách.',
    'sync.code.number-too-large': 'Số thứ tự của máy lớn quá mức. Bản ghi đã được giữ; báo cán bộ hỗ trợ.',
    'sync.code.not-judged': 'Máy chủ chưa xét được bản ghi này. Bản ghi đã được giữ; báo cán bộ hỗ trợ.',
    'sync.code.photo-gone':
      'Ảnh không còn trên máy này, và máy chủ của xã cũng không có. Phiếu vẫn còn; báo cán bộ phụ trách, chụp lại nếu được.',
    'sync.code.too-large': 'Bản ghi quá lớn để gửi. Bản gốc vẫn trên máy; báo cán bộ hỗ trợ.',
  },
  en: {
    'sync.title': 'Sync',
    'sync.now': 'Sync now',
    'sync.running': 'Syncing…',
    'sync.pending': 'Waiting on the phone',
    'sync.photos': 'Sent, photos left',
    'sync.received': 'Received by the commune',
    'sync.attention': 'To look at',
    'sync.lastSuccess': 'Last successful sync: {when}',
    'sync.neverSucceeded': 'This phone has never synced successfully.',
    'sync.oldest': 'Waiting longest: since {when}',
    'sync.durable': 'The commune’s server has backed up what it received until {when}.',
    'sync.estimate': 'About {size} to send, ≈ {time} on 2G.',
    'sync.seconds': '{count} seconds',
    'sync.minutes': '{count} minutes',
    'sync.bytes': 'Used {sent} up, {received} down.',
    'sync.gone':
      'The commune once received {count} old records that its restored server does not show, and this phone keeps only their numbers. Please tell your supervisor.',
    'sync.stuck':
      'For {count} minutes nothing could be sent. The phone connects anew and tries smaller parcels; forms and photos are safe on it.',
    'sync.safe': 'What waits is safe on the phone, even when it is switched off.',
    'sync.empty.title': 'Nothing to send yet',
    'sync.empty.text': 'Forms saved on this phone appear here with their state.',
    'sync.more': 'and {count} more',
    'sync.list.attention': 'To look at',
    'sync.list.pending': 'On this phone',
    'sync.list.received': 'Received by the commune',
    'sync.state.on-phone': 'On the phone',
    'sync.state.sent-photos-waiting': 'Sent, {count} photos left',
    'sync.state.received': 'Received',
    'sync.state.needs-attention': 'To look at',
    'sync.state.pulled': 'Pulled from the commune',
    'sync.since': 'saved {when}',
    'sync.at': 'received {when}',
    'sync.corrected': 'corrected at the commune, here {when}',

    'sync.outcome.done': 'Done: {pushed} sent, {pulled} pulled.',
    'sync.outcome.doneNothing': 'Done: this phone and the commune agree.',
    'sync.outcome.attention': '{count} records need a look, see the list below.',
    'sync.outcome.relayed': 'The commune has {count} bundles delivered for colleagues.',
    'sync.rescue': 'Rescue file and transfer by QR code',
    'sync.outcome.offline.title': 'No network',
    'sync.outcome.offline':
      'Nothing could be sent now. Forms are safe on the phone; go where there is a signal and tap again.',
    'sync.outcome.signed-out.title': 'Sign in again',
    'sync.outcome.signed-out':
      'The sign-in ended or is missing. Open Settings, enter the officer code, tap again. Forms are untouched.',
    'sync.outcome.closed.title': 'This account is closed',
    'sync.outcome.closed':
      'What was on this phone is handed in, and somebody else goes on. Ask the administrator of the commune if this is a mistake.',
    'sync.outcome.handedIn':
      'The commune keeps {count} items of this phone; they are accepted once you enter a new code.',
    'sync.outcome.not-endpoint.title': 'This network is not open yet',
    'sync.outcome.not-endpoint':
      'The answer did not come from the commune, usually because the wifi asks to sign in. Sign in to it with the browser or use mobile data, then tap again.',
    'sync.outcome.busy.title': 'Already syncing',
    'sync.outcome.busy': 'Another round is running, perhaps in another window. Wait a moment and look again.',
    'sync.outcome.error.title': 'Could not sync',
    'sync.error.other':
      'The server says “{code}”. Forms are safe on the phone; try later, and if it repeats report this code.',
    'sync.error.rate-limited': 'The server is busy. Wait a few minutes and tap again.',
    'sync.error.too-large': 'The parcel was too large. Tap again so that it is split; if it still fails, ask support.',
    'sync.error.quota': 'The phone has no room for more. Make room and tap again; what was saved is safe.',
    'sync.error.not-loaded':
      'The part that sends and receives is not on this phone yet. Open the app again where there is a network.',
    'sync.error.timeout': 'The network was too slow. Go where the signal is stronger and tap again.',
    'sync.error.too-many-devices':
      'This sign-in has used up its changes of the phone’s id. Open Settings, enter the officer code again, then sync; forms are safe on the phone.',
    'sync.error.too-many-keys':
      'This phone has changed its signing key too often. Open Settings, enter the officer code again, then sync; forms are safe on the phone.',
    'sync.error.internal': 'The server had an error. Forms are safe on the phone; try again in a few minutes.',
    'sync.error.no-commune':
      'This account has no commune yet. Forms are safe on the phone; ask the administrator for one, then tap again.',
    'sync.error.app-too-old': 'The app is too old. Update it and tap again; forms are untouched.',

    'sync.code.other': 'Held back for review (code {code}). Tell your supervisor this code.',
    'sync.code.unknown-schema':
      'The server does not know this kind of record yet. It is kept; the server needs an update.',
    'sync.code.unknown-kind':
      'The server does not know this kind of record yet. It is kept; the server needs an update.',
    'sync.code.unknown-set': 'The server lacks the criteria of this form. It is kept; ask the commune to load them.',
    'sync.code.bad-payload':
      'The content has the wrong form. It is kept for the commune to look at; tell your supervisor.',
    'sync.code.out-of-scope':
      'The record belongs to a commune outside your area. Ask your supervisor to be given this commune.',
    'sync.code.hash-mismatch':
      'The server received something else than the phone holds. The original is here; tell support now.',
    'sync.code.conflict': 'Someone else changed this too. Both versions are kept until the commune reconciles them.',
    'sync.code.unclean-text': 'There are hidden characters in it. The record is kept; tell your supervisor.',
    'sync.code.impossible-date':
      'A date of the phone or in the form makes no sense. Check the phone’s date and tell your supervisor.',
    'sync.code.unknown-author': 'Its author is no officer of the commune. The record is kept; tell your supervisor.',
    'sync.code.not-signed': 'It has no signature of this phone. It is kept; ask your supervisor to take it.',
    'sync.code.unknown-device': 'The commune does not know this phone yet. It is kept; sign in again, then sync.',
    'sync.code.bad-signature': 'The signature of this phone does not hold. It is kept; tell your supervisor.',
    'sync.code.device-revoked':
      'This phone was revoked. The record is kept at the commune; it is accepted once a new code is typed here.',
    'sync.code.handed-in':
      'The record was kept at the commune after the sign-in had ended; it is accepted once a new code is typed here.',
    'sync.code.device-of-another': 'This phone is registered to somebody else. It is kept; tell your supervisor.',
    'sync.code.not-allowed': 'A supervisor decides on this. The record is kept; tell your supervisor.',
    'sync.code.other-subject': 'The criteria of this form are for other subjects. It is kept; tell your supervisor.',
    'sync.code.bad-answers': 'The answers do not fit the criteria of the form. It is kept; tell support this code.',
    'sync.code.unreadable': 'The server could not read this record. The original is on the phone; ask support.',
    'sync.code.erased': 'The content of this record was erased as asked. Nothing more is to be done.',
    'sync.code.bad-parents': 'It names what it was made on wrongly. The record is kept; tell support.',
    'sync.code.foreign-parent': 'It was made on a record of another person or household. It is kept; tell support.',
    'sync.code.rev-id-reused': 'Its id belongs to another record already received. Both are kept; tell support now.',
    'sync.code.nul-character': 'There is a broken character in it. The record is kept; tell your supervisor.',
    'sync.code.number-too-large': 'Its number is out of all bounds. The record is kept; tell support.',
    'sync.code.not-judged': 'The server could not check this record yet. It is kept; tell support.',
    'sync.code.photo-gone':
      'A photo is no longer on this phone, and the commune’s server lacks it too. The form is kept; tell your supervisor, take it again if you can.',
    'sync.code.too-large': 'The record is too large to send. The original is on the phone; ask support.',
  },
});
