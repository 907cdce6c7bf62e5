/** Words of signing in, of the persons of a phone, and of signing out. */
import { messages } from '../../ui/use-messages.ts';

export const sessionMessages = messages({
  vi: {
    'signIn.title': 'Công dân học tập',
    'signIn.lead': 'Phiếu đánh giá tại nhà, làm việc được cả khi không có mạng.',
    'signIn.who': 'Anh/chị là ai?',
    'signIn.who.hint': 'Bấm vào tên mình để làm tiếp, không cần mạng.',
    'signIn.code': 'Mã cán bộ',
    'signIn.code.other': 'Người khác: mã cán bộ',
    'signIn.code.hint': 'Xã cấp cho từng anh/chị. Chỉ cần nhập một lần trên máy này.',
    'signIn.scan': 'Chụp mã QR',
    'signIn.noCodeInPicture':
      'Không thấy mã đăng nhập trong ảnh. Chụp gần và thẳng hơn, hoặc gõ 12 ký tự bên cạnh mã QR.',
    'signIn.submit': 'Đăng nhập',
    'signIn.missing': 'Anh/chị chưa nhập mã cán bộ.',
    'signIn.short': 'Mã cán bộ có ít nhất 4 ký tự. Xin xem lại tờ cấp mã.',
    'signIn.wrong': 'Mã này không đúng hoặc đã hết hiệu lực. Xin xem lại từng ký tự, hoặc hỏi người quản lý ở xã.',
    'signIn.used': 'Mã này đã dùng rồi, mỗi mã chỉ dùng một lần. Xin người quản lý ở xã tạo mã mới.',
    'signIn.expired': 'Mã này đã quá 24 giờ nên hết hiệu lực. Xin người quản lý ở xã tạo mã mới.',
    'signIn.voided': 'Mã này đã được hủy. Xin người quản lý ở xã tạo mã mới.',
    'signIn.tooManyTries':
      'Mã này bị nhập sai quá nhiều lần nên không dùng được nữa. Xin người quản lý ở xã tạo mã mới.',
    'signIn.closed': 'Tài khoản này đã nghỉ. Xin hỏi người quản lý ở xã.',
    'signIn.another': 'Mã này là của người khác. Vào Cài đặt, bấm Thêm người, rồi nhập mã ở đó.',
    'signIn.offline':
      'Chưa có mạng nên chưa đăng nhập được. Mã đã nhập vẫn giữ ở đây: khi có mạng, bấm Đăng nhập lần nữa.',
    'signIn.noCommune': 'Tài khoản này chưa được giao xã nào. Xin nhờ người quản lý giao xã, rồi nhập lại mã.',
    'signIn.error': 'Máy chủ chưa trả lời được ({code}). Xin thử lại sau ít phút; mã đã nhập vẫn giữ nguyên.',
    'signIn.notOpened':
      'Máy chưa mở được chỗ lưu cho anh/chị: có thể bộ nhớ đã đầy. Mã đã nhập vẫn giữ nguyên, xin thử lại.',
    'signIn.offlineNow': 'Máy đang không có mạng. Lần đăng nhập đầu tiên cần mạng, sau đó thì không.',
    'signIn.ask': 'Xin mã ở:',
    'signIn.renew': 'Nhập lại mã cán bộ',
    'signIn.renew.text':
      'Lần đăng nhập này đã hết hiệu lực. Nhập mã mới để gửi và nhận tiếp; mọi thứ trên máy vẫn còn nguyên.',

    'persons.title': 'Đổi người',
    'persons.hint': 'Mỗi người có danh sách, phiếu và ảnh riêng. Phiếu đang làm dở của anh/chị vẫn còn khi quay lại.',
    'persons.alone':
      'Máy này mới có một mình anh/chị. Người khác dùng chung máy thì thêm ở đây, mỗi người một chỗ riêng.',
    'persons.add': 'Thêm người',
    'persons.unknown': 'Người chưa rõ tên',
    'persons.leftByOthers':
      'Máy đang giữ hộ {records} bản ghi và {photos} ảnh của người đã đăng xuất. Ai đăng nhập và có mạng thì máy tự gửi lên xã; không ai đọc được.',
    'persons.storage': 'Bộ nhớ đang dùng, cả máy',
    'persons.storage.used': '{megabytes} MB · {count} người',

    'signOut.title': 'Đăng xuất khỏi máy này?',
    'signOut.removed':
      'Danh sách, phiếu và ảnh của anh/chị sẽ được xóa khỏi máy này. Người khác trên máy không bị ảnh hưởng.',
    'signOut.nothingUnsent': 'Xã đã nhận tất cả: không có gì chờ gửi.',
    'signOut.unsent': 'Còn {records} bản ghi và {photos} ảnh xã chưa nhận đủ.',
    'signOut.encrypted':
      'Phần này được mã hóa thành gói cho xã và để lại trên máy. Người đăng nhập sau, của bất kỳ xã nào, mang lên giúp mà không đọc được.',
    'signOut.again': 'Lần đăng nhập sau cần có mạng và mã cán bộ. Chỉ nhường máy một lúc thì dùng Đổi người.',
    'signOut.leaving': 'Đang đóng gói và xóa…',
    'signOut.notDone.title': 'Chưa đăng xuất được',
    'signOut.notDone.no-key':
      'Còn việc chưa gửi mà máy chưa có khóa của xã để mã hóa. Hãy đồng bộ một lần khi có mạng. Cần nhường máy ngay thì dùng Đổi người trong Cài đặt.',
    'signOut.notDone.not-read-back':
      'Gói vừa ghi đọc lại không đúng, nên không xóa gì cả. Mọi thứ vẫn còn nguyên. Xin thử lại, hoặc đồng bộ trước.',
    'signOut.notDone.full':
      'Bộ nhớ máy đã đầy nên chưa để được gói. Mọi thứ vẫn còn nguyên. Hãy lấy lại chỗ, hoặc đồng bộ trước.',
    'signOut.notDone.failed':
      'Có cửa sổ khác của ứng dụng đang mở. Hãy đóng các cửa sổ khác rồi mở lại ứng dụng: máy sẽ làm nốt.',
    'signOut.toSync': 'Mở Đồng bộ',
    'signOut.drafts': 'Còn {count} phiếu dở. Phiếu dở không nằm trong gói: hãy làm cho xong, hoặc bỏ.',
    'signOut.drafts.discard': 'Bỏ {count} phiếu dở',
    'signOut.drafts.discard.title': 'Bỏ {count} phiếu dở?',
    'signOut.drafts.discard.text': 'Những câu đã trả lời trong các phiếu này sẽ mất, không lấy lại được.',
    'signOut.drafts.keep': 'Giữ lại',
  },
  en: {
    'signIn.title': 'Learning Citizen',
    'signIn.lead': 'The home-visit survey that works without a network.',
    'signIn.who': 'Who are you?',
    'signIn.who.hint': 'Tap your name to go on. No network needed.',
    'signIn.code': "Officer's code",
    'signIn.code.other': "Somebody else: officer's code",
    'signIn.code.hint': 'Given to you by the commune. You enter it once on this phone.',
    'signIn.scan': 'Take a picture of the QR code',
    'signIn.noCodeInPicture':
      'No sign-in code was found in the picture. Hold it closer and straight, or type its 12 characters.',
    'signIn.submit': 'Sign in',
    'signIn.missing': 'Please enter your code.',
    'signIn.short': 'A code has at least 4 characters. Please check it.',
    'signIn.wrong': 'This code is wrong or no longer valid. Check each character, or ask the manager in the commune.',
    'signIn.used': 'This code was used already: each is taken once. Ask your supervisor for a new one.',
    'signIn.expired': 'This code is older than 24 hours and has ended. Ask your supervisor for a new one.',
    'signIn.voided': 'This code was taken back. Ask your supervisor for a new one.',
    'signIn.tooManyTries': 'This code was typed wrong too often and is void. Ask your supervisor for a new one.',
    'signIn.closed': 'This account is closed. Ask your supervisor.',
    'signIn.another': 'This code is somebody else’s. Open Settings, tap Add a person, and enter it there.',
    'signIn.offline':
      'No network, so you could not be signed in. Your code stays here: tap Sign in again when there is one.',
    'signIn.noCommune': 'This account has no commune yet. Ask the manager for one, then enter the code again.',
    'signIn.error': 'The server could not answer ({code}). Please try again in a few minutes; your code stays here.',
    'signIn.notOpened':
      'The phone could not open a place for your data: it may be full. Your code stays here, please try again.',
    'signIn.offlineNow': 'This phone is offline. Only the first sign-in needs a network.',
    'signIn.ask': 'Ask for a code:',
    'signIn.renew': 'Enter your code again',
    'signIn.renew.text':
      'This sign-in is no longer valid. Enter a new code to send and receive again; everything on the phone is still here.',

    'persons.title': 'Change person',
    'persons.hint':
      'Each person has lists, forms and photos of their own. Your unfinished form is here when you come back.',
    'persons.alone': 'You are alone on this phone. Add whoever shares it: each has a place of their own.',
    'persons.add': 'Add a person',
    'persons.unknown': 'Person whose name is not known',
    'persons.leftByOthers':
      'This phone keeps {records} records and {photos} photos of people who signed out. They are sent by whoever is signed in and has a network; nobody can read them.',
    'persons.storage': 'Storage in use, whole phone',
    'persons.storage.used': '{megabytes} MB · people: {count}',

    'signOut.title': 'Sign out of this phone?',
    'signOut.removed':
      'Your lists, forms and photos are removed from this phone. Others on the phone are not affected.',
    'signOut.nothingUnsent': 'The commune has everything: nothing waits to be sent.',
    'signOut.unsent': '{records} records and {photos} photos have not reached the commune whole.',
    'signOut.encrypted':
      'They are encrypted to the commune and left on this phone. Whoever signs in next, of any commune, delivers them and cannot read them.',
    'signOut.again':
      'Signing in again needs a network and your code. To lend the phone for a while, use Change person.',
    'signOut.leaving': 'Encrypting and removing…',
    'signOut.notDone.title': 'Not signed out',
    'signOut.notDone.no-key':
      'Work is unsent, and the phone does not have the commune’s key to encrypt it. Sync once with a network. To lend the phone now, use Change person in Settings.',
    'signOut.notDone.not-read-back':
      'The bundle did not read back as it was written, so nothing was removed. Everything is still here. Try again, or sync first.',
    'signOut.notDone.full':
      'The phone is full, so the bundle found no room. Everything is still here. Make room, or sync first.',
    'signOut.notDone.failed':
      'Another window of the app is open. Close the other windows and open the app again: the phone will finish by itself.',
    'signOut.toSync': 'Open Sync',
    'signOut.drafts': 'Unfinished forms: {count}. They are not in the bundle: finish them, or discard them.',
    'signOut.drafts.discard': 'Discard {count} unfinished',
    'signOut.drafts.discard.title': 'Discard {count} unfinished forms?',
    'signOut.drafts.discard.text': 'What was answered in these forms is lost for good.',
    'signOut.drafts.keep': 'Keep them',
  },
});
