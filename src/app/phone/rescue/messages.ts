/** Words of Gói cứu hộ, of its QR codes, and of the offers to export it. */
import { messages } from '../../../ui/use-messages.ts';

export const rescueMessages = messages({
  vi: {
    'rescue.title': 'Gói cứu hộ',
    'rescue.open': 'Xuất gói cứu hộ',
    'rescue.offer.many':
      'Trên máy có {count} mục chưa gửi lên xã. Để chắc chắn, hãy xuất gói cứu hộ và cất ở nơi khác.',
    'rescue.offer.old': 'Có bản ghi từ {when} chưa gửi lên xã. Để chắc chắn, hãy xuất gói cứu hộ và cất ở nơi khác.',
    'rescue.offer.save-failed':
      'Máy vừa không lưu được. Những gì đã lưu trước đó vẫn còn: hãy xuất gói cứu hộ để có thêm một bản ở nơi khác.',
    'rescue.subtitle': 'Một bản nữa của những gì chưa gửi, cất ở nơi khác, phòng khi máy hỏng hoặc mất.',
    'rescue.export.title': 'Xuất gói cứu hộ',
    'rescue.export.text':
      'Một tệp đã mã hóa, chỉ máy chủ của xã mở được. Chép sang thẻ nhớ, máy khác, hoặc nộp cho xã.',
    'rescue.export.count': '{records} bản ghi và {photos} ảnh chưa gửi lên xã.',
    'rescue.export.none': 'Mọi thứ trên máy đã gửi lên xã. Chưa cần gói cứu hộ.',
    'rescue.export.noKey':
      'Máy này chưa có khóa của xã nên chưa mã hóa được. Hãy đồng bộ một lần khi có mạng; từ đó xuất được cả khi không có mạng.',
    'rescue.export.last': 'Lần xuất gần nhất: {when}.',
    'rescue.export.making': 'Đang làm tệp và đọc lại…',
    'rescue.done.title': 'Đã xuất và đã đọc lại, tệp đủ và đúng',
    'rescue.done.text': '{records} bản ghi, {photos} ảnh trong tệp {name}.',
    'rescue.done.downloaded':
      'Tệp được đưa vào thư mục Tải xuống của máy. Hãy mở thư mục ấy xem đã có tệp, rồi chép sang nơi khác ngay.',
    'rescue.done.photosLeft': 'Còn {count} ảnh chưa vừa tệp này. Bấm xuất lần nữa để có tệp thứ hai.',
    'rescue.done.share': 'Chia sẻ tệp',
    'rescue.failed.title': 'Chưa xuất được',
    'rescue.failed.readBack':
      'Tệp đọc lại không đúng với lúc ghi, nên không tính. Hãy chọn nơi lưu khác rồi xuất lại. Dữ liệu trên máy vẫn nguyên.',
    'rescue.failed.write': 'Máy không ghi được tệp vào nơi đã chọn. Hãy chọn nơi khác. Dữ liệu trên máy vẫn nguyên.',
    'rescue.qr.title': 'Chuyển sang máy khác bằng mã QR',
    'rescue.qr.text':
      'Không cần mạng, không cần dây: máy đồng nghiệp quét và mang giúp lên xã. Đồng nghiệp không đọc được nội dung. Ảnh không đi theo cách này.',
    'rescue.qr.send': 'Hiện mã QR để chuyển',
    'rescue.qr.receive': 'Nhận bằng mã QR',
    'rescue.relay.title': 'Mang giúp đồng nghiệp',
    'rescue.relay.text': 'Tệp được giữ trên máy này và tự gửi lên xã khi có mạng. Máy này không đọc được nội dung.',
    'rescue.relay.file': 'Chọn tệp gói cứu hộ',
    'rescue.relay.hint': 'Tệp có tên kết thúc bằng .cdht-rescue.age',
    'rescue.relay.from.file': 'Gói cứu hộ nhận bằng tệp',
    'rescue.relay.from.qr': 'Gói cứu hộ nhận bằng mã QR',
    'rescue.relay.from.person': 'Người đã đăng xuất trên máy này: {records} bản ghi, {photos} ảnh',
    'rescue.relay.since': 'nhận lúc {when}, chờ gửi lên xã',
    'rescue.relay.save': 'Lưu thành tệp',
    'rescue.relay.kept': 'Đã giữ gói trên máy. Gói tự gửi khi có mạng.',
    'rescue.relay.sent': 'Xã đã nhận gói của đồng nghiệp.',
    'rescue.relay.rejected':
      'Xã chưa mở được gói này: có thể gói của xã khác. Gói vẫn được giữ; hãy nộp tệp cho xã của người gửi.',
    'rescue.relay.notRescue': 'Tệp này không phải gói cứu hộ. Hãy chọn tệp có tên kết thúc bằng .cdht-rescue.age',
    'rescue.relay.tooLarge': 'Tệp lớn quá nên không phải gói cứu hộ.',
    'rescue.relay.full': 'Máy đã đầy bộ nhớ nên chưa giữ được gói. Xóa bớt ảnh, video rồi thử lại.',

    'rescue.send.title': 'Hiện mã QR',
    'rescue.send.text':
      'Đưa máy cho đồng nghiệp mở “Nhận bằng mã QR” và quét, cách khoảng một gang tay. Giữ màn hình sáng cho tới khi máy kia báo đã nhận đủ.',
    'rescue.send.frame': 'Mã {number}/{count}',
    'rescue.send.code': 'Mã QR {number} trên {count}',
    'rescue.send.round': '{records} bản ghi, một vòng khoảng {seconds} giây. Mã nào quét sót sẽ hiện lại ở vòng sau.',
    'rescue.send.left': 'Còn {count} bản ghi không vừa. Dùng tệp gói cứu hộ cho phần còn lại, hoặc đồng bộ.',
    'rescue.send.pause': 'Dừng',
    'rescue.send.go': 'Chạy tiếp',
    'rescue.send.after': 'Bản ghi vẫn ở lại máy này cho tới khi xã nhận. Nếu cả hai máy cùng gửi, xã chỉ giữ một bản.',

    'rescue.receive.title': 'Nhận bằng mã QR',
    'rescue.receive.text': 'Hướng máy ảnh vào mã QR trên máy của đồng nghiệp. Có thể dừng rồi quét tiếp lúc khác.',
    'rescue.receive.video': 'Hình từ máy ảnh',
    'rescue.receive.waiting': 'Chưa thấy mã nào.',
    'rescue.receive.progress': 'Đã nhận',
    'rescue.receive.missing': 'Còn thiếu mã: {numbers}',
    'rescue.receive.received.title': 'Đã nhận đủ',
    'rescue.receive.received': 'Gói đã được giữ trên máy này và tự gửi lên xã khi có mạng.',
    'rescue.receive.more': 'Nhận gói khác',
    'rescue.receive.noCamera':
      'Chưa mở được máy ảnh. Hãy cho phép ứng dụng dùng máy ảnh trong cài đặt của trình duyệt, rồi mở lại màn hình này.',
  },
  en: {
    'rescue.title': 'Rescue file',
    'rescue.open': 'Export a rescue file',
    'rescue.offer.many':
      '{count} items on this phone have not reached the commune. To be safe, export a rescue file and keep it elsewhere.',
    'rescue.offer.old':
      'A record of {when} has not reached the commune. To be safe, export a rescue file and keep it elsewhere.',
    'rescue.offer.save-failed':
      'The phone could not save just now. What was saved before is still here: export a rescue file to have another copy elsewhere.',
    'rescue.subtitle': 'One more copy of what is not sent yet, kept elsewhere, in case the phone breaks or is lost.',
    'rescue.export.title': 'Export a rescue file',
    'rescue.export.text':
      "An encrypted file that only the commune's server can open. Copy it to a memory card or another phone, or hand it in.",
    'rescue.export.count': '{records} records and {photos} photos not sent yet.',
    'rescue.export.none': 'Everything on this phone has been sent. No rescue file is needed.',
    'rescue.export.noKey':
      "This phone does not have the commune's key yet, so it cannot encrypt. Sync once with a network; after that it works offline too.",
    'rescue.export.last': 'Last export: {when}.',
    'rescue.export.making': 'Making the file and reading it again…',
    'rescue.done.title': 'Exported and read again: whole and correct',
    'rescue.done.text': '{records} records, {photos} photos in the file {name}.',
    'rescue.done.downloaded':
      'The file was handed to the Downloads folder of this phone. Open that folder, see that it is there, and copy it elsewhere now.',
    'rescue.done.photosLeft': '{count} photos found no room in this file. Export again for a second one.',
    'rescue.done.share': 'Share the file',
    'rescue.failed.title': 'Not exported',
    'rescue.failed.readBack':
      'The file reads back otherwise than it was written, so it does not count. Choose another place and export again. The data on the phone is untouched.',
    'rescue.failed.write':
      'The file could not be written there. Choose another place. The data on the phone is untouched.',
    'rescue.qr.title': 'Transfer to another phone by QR code',
    'rescue.qr.text':
      "No network, no cable: a colleague's phone scans it and delivers it to the commune, unable to read it. Photos do not travel this way.",
    'rescue.qr.send': 'Show QR codes to transfer',
    'rescue.qr.receive': 'Receive by QR code',
    'rescue.relay.title': 'Deliver for a colleague',
    'rescue.relay.text':
      'The file stays on this phone and is sent by itself when there is a network. This phone cannot read it.',
    'rescue.relay.file': 'Choose a rescue file',
    'rescue.relay.hint': 'Its name ends with .cdht-rescue.age',
    'rescue.relay.from.file': 'Rescue bundle received as a file',
    'rescue.relay.from.qr': 'Rescue bundle received by QR code',
    'rescue.relay.from.person': 'Of somebody who signed out on this phone: {records} records, {photos} photos',
    'rescue.relay.since': 'received {when}, waiting to be sent',
    'rescue.relay.save': 'Save as a file',
    'rescue.relay.kept': 'The bundle is kept on this phone. It is sent by itself when there is a network.',
    'rescue.relay.sent': "The commune has the colleague's bundle.",
    'rescue.relay.rejected':
      "The commune could not open this bundle: it may be another commune's. It is kept; hand the file in where its sender works.",
    'rescue.relay.notRescue': 'This is not a rescue file. Choose one whose name ends with .cdht-rescue.age',
    'rescue.relay.tooLarge': 'This file is too large to be a rescue file.',
    'rescue.relay.full':
      'The phone is full, so the bundle could not be kept. Remove some photos or videos and try again.',

    'rescue.send.title': 'Show QR codes',
    'rescue.send.text':
      'Let your colleague open “Receive by QR code” and scan from about a hand’s span. Keep the screen on until the other phone says that it has everything.',
    'rescue.send.frame': 'Code {number}/{count}',
    'rescue.send.code': 'QR code {number} of {count}',
    'rescue.send.round': '{records} records, about {seconds} seconds a round. Codes that were missed come again.',
    'rescue.send.left': '{count} records did not fit. Use a rescue file for the rest, or sync.',
    'rescue.send.pause': 'Pause',
    'rescue.send.go': 'Go on',
    'rescue.send.after':
      'The records stay on this phone until the commune has them. If both phones send, the commune keeps one copy.',

    'rescue.receive.title': 'Receive by QR code',
    'rescue.receive.text': "Point the camera at the QR code on your colleague's phone. You may stop and go on later.",
    'rescue.receive.video': 'Picture from the camera',
    'rescue.receive.waiting': 'No code seen yet.',
    'rescue.receive.progress': 'Received',
    'rescue.receive.missing': 'Missing codes: {numbers}',
    'rescue.receive.received.title': 'Everything received',
    'rescue.receive.received': 'The bundle is kept on this phone and sent by itself when there is a network.',
    'rescue.receive.more': 'Receive another',
    'rescue.receive.noCamera':
      "The camera could not be opened. Allow it in the browser's settings, then open this screen again.",
  },
});
