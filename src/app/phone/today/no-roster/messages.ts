/** Texts of Today before there is a household. */
import { messages } from '../../../../ui/use-messages.ts';

export const noRosterMessages = messages({
  vi: {
    'noRoster.downloading': 'Đang tải danh sách của xã',
    'noRoster.downloading.note': 'Lần đầu có thể mất vài phút. Xin giữ ứng dụng mở.',
    'noRoster.title': 'Chưa có danh sách trên máy',
    'noRoster.text': 'Danh sách hộ của xã sẽ về máy khi có mạng. Sau đó anh/chị đi đến đâu cũng dùng được.',
    'noRoster.none.title': 'Xã chưa có hộ nào',
    'noRoster.none.text': 'Thêm hộ đầu tiên, kể cả khi không có mạng, hoặc nạp danh sách từ Excel ở văn phòng.',
    'noRoster.add': 'Thêm hộ',
    'noRoster.import': 'Nạp danh sách',
    'noRoster.download': 'Tải danh sách',
    'noRoster.noCommune.title': 'Máy chủ chưa có xã nào',
    'noRoster.noCommune.text':
      'Thêm xã của anh/chị, rồi ấp khóm, tài khoản và đợt đánh giá. Sau đó tạo mã cho từng máy đăng nhập.',
    'noRoster.noCommune.action': 'Thêm xã',
    'noRoster.noCommune.https':
      'Điện thoại không dùng được địa chỉ này. Nhờ người vận hành mở địa chỉ https:// (OPERATING.md) trước khi tạo mã.',
  },
  en: {
    'noRoster.downloading': "Downloading the commune's roster",
    'noRoster.downloading.note': 'The first time may take a few minutes. Please keep the app open.',
    'noRoster.title': 'No roster on this phone yet',
    'noRoster.text': 'The commune’s households come to this phone when there is a network. Then it works anywhere.',
    'noRoster.none.title': 'The commune has no household yet',
    'noRoster.none.text': 'Add the first one, also without a network, or import the roster from Excel in the office.',
    'noRoster.add': 'Add a household',
    'noRoster.import': 'Import the roster',
    'noRoster.download': 'Download the roster',
    'noRoster.noCommune.title': 'The endpoint has no commune yet',
    'noRoster.noCommune.text':
      'Add your commune, then its hamlets, accounts and campaign. After that, make a code for each device to sign in.',
    'noRoster.noCommune.action': 'Add a commune',
    'noRoster.noCommune.https':
      'Phones cannot use this address. Have the operator open an https:// one (OPERATING.md) before you make codes.',
  },
});
