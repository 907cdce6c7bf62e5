/** Words of the page *Mất máy*. */
import { messages } from '../../../ui/use-messages.ts';

export const lostMessages = messages({
  vi: {
    'lost.title': 'Mất máy',
    'lost.whose': '{person}, {machine}',
    'lost.sheet': 'Mất máy: {person}, {machine}',
    'lost.sheet.made': '{commune}. Số liệu lúc {when}, theo máy chủ của xã.',
    'lost.machine': 'máy «{name}»',
    'lost.print': 'In trang này',
    'lost.revoke': '1. Chặn máy',
    'lost.revoke.text':
      'Thu hồi máy ngay. Máy không nhận thêm dữ liệu; nếu tìm lại được, máy vẫn nộp được việc còn trên đó, rồi nhập mã mới là dùng tiếp.',
    'lost.revoke.limit':
      'Thu hồi không xóa được những gì đã có trên máy. Gọi cho người mất máy để khóa hoặc xóa máy từ xa bằng tài khoản Google hoặc Apple của họ, và báo nhà mạng khóa SIM.',
    'lost.reportedAt': 'Biết mất máy lúc',
    'lost.reportedAt.hint': 'Giờ Việt Nam. Hạn 72 giờ tính từ lúc này.',
    'lost.reportedAt.wrong': 'Ghi ngày và giờ, không muộn hơn bây giờ.',
    'lost.reason.first': 'Mất máy',
    'lost.revoke.do': 'Báo mất và thu hồi máy',
    'lost.revoked': 'Máy đã thu hồi lúc {when}.',
    'lost.notice': '2. Báo trong 72 giờ',
    'lost.notice.deadline': 'Hạn báo: {when}',
    'lost.notice.left': 'Còn {hours} giờ, tính từ lúc biết mất máy ({reported}).',
    'lost.notice.lastHour': 'Còn chưa đầy một giờ, tính từ lúc biết mất máy ({reported}).',
    'lost.notice.over': 'Đã quá hạn. Vẫn phải báo, và ghi rõ vì sao chậm. Biết mất máy lúc {reported}.',
    'lost.notice.fromRevoked':
      'Không ai ghi lại lúc biết mất máy: hạn ở đây tính từ lúc thu hồi. Nếu biết sớm hơn, hạn cũng sớm hơn.',
    'lost.notice.law':
      'Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15, Điều 23 khoản 1: xã phát hiện vi phạm có thể xâm phạm tính mạng, sức khỏe, danh dự, nhân phẩm, tài sản của người dân thì phải báo cơ quan chuyên trách bảo vệ dữ liệu cá nhân chậm nhất 72 giờ kể từ lúc phát hiện.',
    'lost.notice.fine': 'Nghị định 330/2026/NĐ-CP: tổ chức báo chậm hơn 72 giờ bị phạt 40–60 triệu đồng.',
    'lost.notice.who':
      'Người phụ trách bảo vệ dữ liệu của xã quyết định và gửi báo; phần mềm này không gửi thay. Xem lại câu chữ của luật trên bản công báo trước khi gửi.',
    'lost.on': '3. Những gì có trên máy',
    'lost.on.open':
      'Dữ liệu trên máy chưa được mã hóa. Ai mở được khóa màn hình của máy, hay lấy được bộ nhớ của máy, thì đọc được tất cả những gì dưới đây.',
    'lost.on.commune': '{name}: {households} hộ, {people} người',
    'lost.on.commune.hidden': '{name}: anh/chị không có quyền xem số hộ, số người của xã này',
    'lost.on.none': 'Người này hiện không được đọc danh sách xã nào.',
    'lost.on.what':
      'Mỗi người: họ tên, năm sinh, hộ, ấp, phiếu đánh giá và lời đồng ý. Máy có nhiều nhất chừng này; máy chưa tải hết thì ít hơn.',
    'lost.on.identity.all': 'Số CCCD: đủ 12 số của mọi người đã ghi số, vì người này được xem số CCCD.',
    'lost.on.identity.own':
      'Số CCCD: đủ 12 số chỉ của những người được ghi số ngay trên máy này ({count} lần ghi đã tới máy chủ, có thể còn số chưa gửi). Của những người khác chỉ có ba số cuối.',
    'lost.on.photos': 'Ảnh minh chứng chụp bằng máy này mà chưa bị xóa khỏi máy.',
    'lost.arrived': '4. Những gì đã tới máy chủ',
    'lost.arrived.kind': 'Loại',
    'lost.arrived.count': 'Số lượng',
    'lost.arrived.last': 'Lần cuối lúc',
    'lost.arrived.none': 'Chưa có gì của máy này tới máy chủ trong xã này.',
    'lost.arrived.waiting': '{count} mục đã tới và còn nằm ở “Chưa nhận được” của bàn giám sát: xem và nhận vào.',
    'lost.redo': '5. Những gì phải làm lại',
    'lost.redo.everything': 'Chưa có gì của máy này tới máy chủ. Mọi việc làm trên máy phải làm lại.',
    'lost.redo.after':
      'Máy liên lạc lần cuối lúc {when}. Mọi việc làm trên máy sau lúc đó máy chủ không biết, và phải làm lại.',
    'lost.redo.waited': 'Lúc đó trên máy còn {count} mục chưa gửi: cũng phải làm lại.',
    'lost.redo.none': 'Lúc đó trên máy không còn mục nào chưa gửi.',
    'lost.redo.unknown': 'Máy chủ không biết lúc đó trên máy còn mục nào chưa gửi.',
    'lost.redo.ask':
      'Hỏi {person} đã tới những hộ nào sau lúc đó, rồi tới lại. Nếu tìm lại được máy thì mở ứng dụng khi có mạng: máy tự nộp, và không phải làm lại.',
  },
  en: {
    'lost.title': 'Lost phone',
    'lost.whose': '{person}, {machine}',
    'lost.sheet': 'Lost phone: {person}, {machine}',
    'lost.sheet.made': '{commune}. Figures as of {when}, by the server of the commune.',
    'lost.machine': 'the phone “{name}”',
    'lost.print': 'Print this page',
    'lost.revoke': '1. Stop the phone',
    'lost.revoke.text':
      'Revoke it at once. It gets no more data; if it is found, it can still hand in what is on it, and goes on with a new code.',
    'lost.revoke.limit':
      'Revoking does not delete what is on it. Call its person to lock or wipe it with their Google or Apple account, and have the SIM locked.',
    'lost.reportedAt': 'Known to be lost since',
    'lost.reportedAt.hint': 'Time in Việt Nam. The 72 hours begin here.',
    'lost.reportedAt.wrong': 'Write day and time, not later than now.',
    'lost.reason.first': 'Lost phone',
    'lost.revoke.do': 'Report lost and revoke',
    'lost.revoked': 'The phone was revoked at {when}.',
    'lost.notice': '2. Tell within 72 hours',
    'lost.notice.deadline': 'To be told by {when}',
    'lost.notice.left': '{hours} hours are left, counted from when the loss was known ({reported}).',
    'lost.notice.lastHour': 'Less than an hour is left, counted from when the loss was known ({reported}).',
    'lost.notice.over': 'It is too late. Tell it all the same, and why it is late. The loss was known at {reported}.',
    'lost.notice.fromRevoked':
      'Nobody wrote down when the loss was known: the time is counted from the revocation. If it was known earlier, the time ends earlier.',
    'lost.notice.law':
      'Law 91/2025/QH15 on personal data protection, article 23.1: a commune that finds a breach that may harm the life, health, honour, dignity or property of people tells the authority for personal data protection within 72 hours of finding it.',
    'lost.notice.fine': 'Decree 330/2026/NĐ-CP: an organisation that tells it later is fined 40 to 60 million đồng.',
    'lost.notice.who':
      'The commune’s person for data protection decides and sends it; this software sends nothing. Read the law’s own words in the gazette before.',
    'lost.on': '3. What is on it',
    'lost.on.open':
      'The data on the phone is not encrypted. Whoever can unlock its screen, or takes out its memory, can read all that follows.',
    'lost.on.commune': '{name}: {households} households, {people} people',
    'lost.on.commune.hidden': '{name}: you have no right to the figures of this commune',
    'lost.on.none': 'This person may read the lists of no commune now.',
    'lost.on.what':
      'Of each: name, year of birth, household, hamlet, evaluations and consent. It has this at most; less if it had not fetched all.',
    'lost.on.identity.all':
      'Identity numbers: in full, of everybody whose number is written down, for this person may read them.',
    'lost.on.identity.own':
      'Identity numbers: in full only of those whose number was written down on it ({count} of them came to the server; others may not have been sent). Of everybody else the last three digits.',
    'lost.on.photos': 'Photos taken with it as evidence that were not removed from it.',
    'lost.arrived': '4. What had arrived',
    'lost.arrived.kind': 'Kind',
    'lost.arrived.count': 'Number',
    'lost.arrived.last': 'Last one at',
    'lost.arrived.none': 'Nothing of this phone has come to the server in this commune.',
    'lost.arrived.waiting': '{count} records have come and wait at the desk under “not taken in”: look at them.',
    'lost.redo': '5. What is to be done again',
    'lost.redo.everything': 'Nothing of this phone has come to the server. All work on it is to be done again.',
    'lost.redo.after':
      'It was last heard from at {when}. What was done on it after that the server does not know, and it is to be done again.',
    'lost.redo.waited': '{count} records had not been sent then: these, too, are to be done again.',
    'lost.redo.none': 'Nothing was left to be sent then.',
    'lost.redo.unknown': 'The server does not know what was left to be sent then.',
    'lost.redo.ask':
      'Ask {person} which households they went to since, and go again. If the phone is found, open the app with a network: it hands in by itself, and nothing need be done again.',
  },
});
