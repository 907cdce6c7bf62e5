/** Words about a full phone, and about what could not be saved. */
import { messages } from '../../../ui/use-messages.ts';

export const storageMessages = messages({
  vi: {
    'storage.save.quota': 'Chưa lưu được. Lấy lại chỗ rồi bấm lưu lại.',
    'storage.save.closed':
      'Kho dữ liệu đang bị đóng, có thể do mở ứng dụng ở cửa sổ khác. Đóng cửa sổ kia rồi bấm lưu lại.',
    'storage.save.read-back': 'Đã ghi nhưng đọc lại không khớp nên chưa coi là đã lưu. Hãy bấm lưu lại.',
    'storage.save.unknown': 'Chưa lưu được. Hãy bấm lưu lại.',
    'storage.save.kept': 'Chưa mất gì: những gì đã nhập vẫn còn trên màn hình này.',
    'storage.draft.quota':
      'Bộ nhớ máy đã đầy, chưa ghi tạm được. Đừng đóng ứng dụng; xóa bớt ảnh, video rồi bấm «Ghi lại».',
    'storage.draft.unknown': 'Chưa ghi tạm được những gì vừa nhập. Đừng đóng ứng dụng; bấm «Ghi lại».',
    'storage.draft.retry': 'Ghi lại',

    'full.free': 'Xóa ảnh xã đã nhận ({megabytes} MB)',
    'full.freed': 'Đã lấy lại {megabytes} MB.',
    'full.waiting': 'Còn {count} ảnh chưa gửi ({megabytes} MB): gửi sớm để sau này xóa được.',
    'full.short': 'Hãy xóa bớt ảnh, video, ứng dụng khác.',
    'full.others':
      'Ứng dụng chưa có ảnh nào xóa được (xã phải nhận và sao lưu hơn 30 ngày). Hãy xóa bớt ảnh, video, ứng dụng khác.',
  },
  en: {
    'storage.save.quota': 'It is not saved yet. Make room, then save again.',
    'storage.save.closed':
      'The store is closed, perhaps the app is open in another window. Close that one, then save again.',
    'storage.save.read-back':
      'It was written but did not read back the same, so it does not count as saved. Save again.',
    'storage.save.unknown': 'It could not be saved. Please save again.',
    'storage.save.kept': 'Nothing is lost: what you entered is still on this screen.',
    'storage.draft.quota':
      'The phone is full: not kept yet. Do not close the app; remove photos or videos, then tap “Keep again”.',
    'storage.draft.unknown': 'What you just entered is not kept yet. Do not close the app; tap “Keep again”.',
    'storage.draft.retry': 'Keep again',

    'full.free': 'Remove photos the commune has ({megabytes} MB)',
    'full.freed': '{megabytes} MB freed.',
    'full.waiting': '{count} photos are not sent ({megabytes} MB): sync soon, so that they can go later.',
    'full.short': 'Remove photos, videos or other apps.',
    'full.others':
      'The app has no photo to remove yet (30 days after the commune has it in a backup). Remove other photos, videos or apps.',
  },
});
