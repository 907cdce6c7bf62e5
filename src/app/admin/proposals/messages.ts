/** Words of the section *Chờ người thứ hai*. */
import { messages } from '../../../ui/use-messages.ts';

export const proposalMessages = messages({
  vi: {
    'proposals.text':
      'Việc hệ trọng cần hai người: một người đề nghị, một người khác xem rồi xác nhận. Chưa xác nhận thì chưa đổi gì.',
    'proposals.none': 'Không có việc nào chờ người thứ hai.',
    'proposals.none.text': 'Đề nghị áp dụng bộ tiêu chí hoặc gộp xã sẽ nằm ở đây.',
    'proposals.publish': 'Áp dụng bộ tiêu chí {set}, bản {version}, từ {from}',
    'proposals.publish.until': 'Áp dụng bộ tiêu chí {set}, bản {version}, từ {from} đến {to}',
    'proposals.merge': 'Gộp {former} vào {into} từ {from}',
    'proposals.unknown': 'Việc này cần bản ứng dụng mới hơn để xem',
    'proposals.made': '{name} đề nghị lúc {at}',
    'proposals.somebody': 'Một người không còn trong danh sách',
    'proposals.waitsForYou': 'Chờ anh/chị xem và xác nhận.',
    'proposals.waitsFor': 'Chờ một trong những người này xác nhận: {names}.',
    'proposals.notYours': 'Anh/chị đã đề nghị việc này nên không tự xác nhận được.',
    'proposals.nobody.title': 'Chưa có ai xác nhận được',
    'proposals.nobody.publish-criteria':
      'Ngoài người đề nghị, xã chưa có giám sát hay quản trị nào khác. Đề nghị vẫn nằm ở đây cho tới khi có.',
    'proposals.nobody.merge-communes':
      'Ngoài người đề nghị, chưa ai là quản trị của mọi xã được gộp. Đề nghị vẫn nằm ở đây cho tới khi có.',
    'proposals.add.publish-criteria':
      'Thêm một người ở phần Tài khoản rồi tạo mã cho người ấy, hoặc nhờ tỉnh cử một người quản trị.',
    'proposals.add.merge-communes':
      'Ở phần Tài khoản, thêm một người làm quản trị ở mọi xã của tỉnh hoặc của máy chủ, rồi tạo mã cho người ấy.',
    'proposals.add.ask': 'Nhờ người quản trị của máy chủ thêm người ấy.',
    'proposals.nobody.accounts': 'Mở Tài khoản',
    'proposals.look': 'Xem trước bộ này',
    'proposals.confirmed': 'Xác nhận',
    'proposals.declined': 'Không đồng ý',
    'proposals.withdrawn': 'Rút lại',
    'proposals.confirmed.title': 'Xác nhận việc này?',
    'proposals.declined.title': 'Không đồng ý với việc này?',
    'proposals.withdrawn.title': 'Rút lại đề nghị này?',
    'proposals.confirmed.publish-criteria':
      'Phiếu mới từ ngày đó chấm theo bộ này. Phiếu đang làm dở và phiếu đã xong giữ bộ của mình.',
    'proposals.confirmed.merge-communes':
      'Người làm việc ở xã mới sẽ xem và làm tiếp hồ sơ của các xã cũ. Hồ sơ giữ nguyên chỗ. Gộp rồi thì không tách lại được.',
    'proposals.declined.text': 'Chưa có gì thay đổi. Người đề nghị sẽ thấy lý do.',
    'proposals.withdrawn.text': 'Chưa có gì thay đổi. Muốn làm lại thì đề nghị lần nữa.',
    'proposals.decided': 'Đã xong ({count})',
    'proposals.what': 'Việc',
    'proposals.who': 'Ai đề nghị',
    'proposals.outcome': 'Kết quả',
    'proposals.outcome.confirmed': '{name} xác nhận lúc {at}',
    'proposals.outcome.declined': '{name} không đồng ý lúc {at}: {reason}',
    'proposals.outcome.withdrawn': '{name} rút lại lúc {at}',
    'proposals.waiting': '{count} việc chờ anh/chị',
    'proposals.refusal.not-allowed':
      'Anh/chị không còn quyền quyết định việc này. Nhờ người quản trị của xã hoặc của tỉnh.',
    'proposals.refusal.out-of-scope':
      'Việc này có cả xã ngoài phạm vi của anh/chị. Một người quản trị của mọi xã liên quan, hoặc của tỉnh, mới quyết định được.',
    'proposals.refusal.second-person':
      'Người đề nghị không tự xác nhận được, và chỉ người đề nghị mới rút lại được. Nhờ một người khác.',
    'proposals.refusal.not-yet': 'Chưa tới ngày gộp. Từ ngày đó mới xác nhận được; đề nghị vẫn chờ ở đây.',
    'proposals.refusal.decided': 'Một người khác đã quyết định việc này rồi. Đóng lại để xem kết quả.',
    'proposals.refusal.unknown-proposal': 'Đề nghị này không còn. Tải lại danh sách.',
    'proposals.refusal.unknown-set':
      'Máy chủ không còn bộ tiêu chí này. Nhờ người quản trị của máy chủ thêm lại rồi xác nhận sau.',
    'proposals.refusal.not-effective':
      'Bộ tiêu chí không có hiệu lực vào ngày này. Chọn ngày nằm trong thời gian hiệu lực ghi trong tệp.',
    'proposals.refusal.bad-days': 'Ngày cuối không được trước ngày đầu.',
    'proposals.refusal.variant': 'Bộ này là biến thể: nó đi theo bộ gốc. Hãy đề nghị bộ gốc cùng bản.',
    'proposals.refusal.other-subject': 'Bộ này dành cho đối tượng khác.',
  },
  en: {
    'proposals.text':
      'What is grave takes two people: one proposes it, another one looks at it and confirms. Nothing is changed before.',
    'proposals.none': 'Nothing waits for a second person.',
    'proposals.none.text': 'Proposals to use a criteria set or to merge communes will stand here.',
    'proposals.publish': 'Use the criteria set {set}, version {version}, from {from}',
    'proposals.publish.until': 'Use the criteria set {set}, version {version}, from {from} to {to}',
    'proposals.merge': 'Merge {former} into {into} from {from}',
    'proposals.unknown': 'A newer version of the app is needed to see this',
    'proposals.made': 'Proposed by {name} at {at}',
    'proposals.somebody': 'Somebody who is not listed any more',
    'proposals.waitsForYou': 'It waits for you to look at it and confirm.',
    'proposals.waitsFor': 'It waits for one of these to confirm: {names}.',
    'proposals.notYours': 'You proposed this, so you cannot confirm it yourself.',
    'proposals.nobody.title': 'Nobody can confirm it yet',
    'proposals.nobody.publish-criteria':
      'Beside its maker the commune has no other supervisor or administrator. The proposal stays here until it has one.',
    'proposals.nobody.merge-communes':
      'Beside its maker nobody administers every commune that is to be merged. The proposal stays here until somebody does.',
    'proposals.add.publish-criteria':
      'Add somebody under Accounts and make a code for them, or ask the province for an administrator.',
    'proposals.add.merge-communes':
      'Under Accounts add an administrator of every commune of the province or of the server, and make a code for them.',
    'proposals.add.ask': 'Ask an administrator of the server to add them.',
    'proposals.nobody.accounts': 'Open Accounts',
    'proposals.look': 'Preview this set',
    'proposals.confirmed': 'Confirm',
    'proposals.declined': 'Decline',
    'proposals.withdrawn': 'Take back',
    'proposals.confirmed.title': 'Confirm this?',
    'proposals.declined.title': 'Decline this?',
    'proposals.withdrawn.title': 'Take this proposal back?',
    'proposals.confirmed.publish-criteria':
      'New forms are scored with this set from that day on. Forms in progress and finished ones keep theirs.',
    'proposals.confirmed.merge-communes':
      'Whoever works in the new commune will see and go on with the records of the former ones, which stay where they are. A merger cannot be undone.',
    'proposals.declined.text': 'Nothing is changed. Its maker will see the reason.',
    'proposals.withdrawn.text': 'Nothing is changed. It can be proposed again.',
    'proposals.decided': 'Done ({count})',
    'proposals.what': 'What',
    'proposals.who': 'Proposed by',
    'proposals.outcome': 'Outcome',
    'proposals.outcome.confirmed': 'Confirmed by {name} at {at}',
    'proposals.outcome.declined': 'Declined by {name} at {at}: {reason}',
    'proposals.outcome.withdrawn': 'Taken back by {name} at {at}',
    'proposals.waiting': '{count} waiting for you',
    'proposals.refusal.not-allowed':
      'You may not decide this any more. Ask an administrator of the commune or the province.',
    'proposals.refusal.out-of-scope':
      'This concerns a commune outside your area. Only an administrator of all of them, or of the province, can decide it.',
    'proposals.refusal.second-person':
      'Its maker cannot confirm it, and only its maker takes it back. Ask somebody else.',
    'proposals.refusal.not-yet':
      'The day of the merger is yet to come. Confirm it from that day on; the proposal stays here.',
    'proposals.refusal.decided': 'Somebody else has decided this already. Close this to see the outcome.',
    'proposals.refusal.unknown-proposal': 'This proposal is not there any more. Load the list again.',
    'proposals.refusal.unknown-set':
      'The server does not have this criteria set any more. Ask the administrator of the server to add it, then confirm.',
    'proposals.refusal.not-effective':
      'The criteria set does not hold on this day. Choose a day within the time that the file gives.',
    'proposals.refusal.bad-days': 'The last day may not be before the first one.',
    'proposals.refusal.variant':
      'This set is a variant, which goes with its base. Propose the base of the same version.',
    'proposals.refusal.other-subject': 'This set is for other subjects.',
  },
});
