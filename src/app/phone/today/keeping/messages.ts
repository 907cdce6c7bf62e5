/** Words about what the browser did with the data that this phone keeps. */
import { messages } from '../../../../ui/use-messages.ts';

export const keepingMessages = messages({
  vi: {
    'keeping.full':
      'Phiếu còn lưu được nhờ phần dự trữ, ảnh thì có thể không. Hãy lấy lại chỗ trước khi đi tiếp: xóa bớt ảnh, video, ứng dụng khác.',
    'keeping.memory':
      'Trình duyệt không cho ứng dụng ghi tệp, thường vì đang ở chế độ ẩn danh: đóng cửa sổ này là có thể mất những gì chưa gửi. Hãy dùng cửa sổ thường hoặc trình duyệt khác.',
    'keeping.openSettings': 'Mở Cài đặt',
    'keeping.rebuilt.title': 'Đã dựng lại dữ liệu trên máy',
    'keeping.rebuilt':
      'Trình duyệt đã xóa cơ sở dữ liệu của ứng dụng. Những gì anh/chị đã lưu được dựng lại từ sổ thứ hai; danh sách của xã sẽ tải lại khi có mạng.',
    'keeping.lost.title': 'Trình duyệt đã xóa dữ liệu trên máy',
    'keeping.lost':
      'Không tìm thấy bản thứ hai. Những gì xã đã nhận sẽ tải về khi có mạng; những gì chưa gửi có thể đã mất. Xin báo cán bộ phụ trách.',
    'keeping.behind.title': 'Máy này thiếu phiếu của chính mình',
    'keeping.behind':
      'Xã có phiếu làm trên máy này mà máy không còn: máy đã mất dữ liệu, hoặc được khôi phục từ bản cũ. Phiếu xã có đang tải về; phiếu chưa gửi có thể đã mất. Xin báo cán bộ phụ trách.',
    'keeping.cloned.title': 'Hai máy dùng chung một mã',
    'keeping.cloned':
      'Dữ liệu máy này đã được chép sang máy khác, hoặc khôi phục từ bản cũ. Máy này đã nhận mã mới; không phiếu nào bị bỏ. Xin báo cán bộ phụ trách.',
  },
  en: {
    'keeping.full':
      'Forms can still be saved with the room kept aside for them, photos perhaps not. Make room before you go on: remove photos, videos or other apps.',
    'keeping.memory':
      'The browser gives the app no files, usually because it is private: what is not sent may be lost with this window. Use an ordinary window or another browser.',
    'keeping.openSettings': 'Open Settings',
    'keeping.rebuilt.title': 'The data on this phone was rebuilt',
    'keeping.rebuilt':
      "The browser had deleted the app's database. What you had saved was rebuilt from the second copy; the commune's roster comes back with the next connection.",
    'keeping.lost.title': 'The browser deleted the data on this phone',
    'keeping.lost':
      'No second copy was found. What the commune received comes back with the next connection; what was not sent may be lost. Please tell your supervisor.',
    'keeping.behind.title': 'This phone lacks records of its own',
    'keeping.behind':
      'The commune has records made on this phone that are not here any more: data was lost, or an old backup came back. They are being loaded; what was not sent may be lost. Please tell your supervisor.',
    'keeping.cloned.title': 'Two phones share one number',
    'keeping.cloned':
      "This phone's data was copied to another phone, or an old backup came back. This phone has a new number; no record was dropped. Please tell your supervisor.",
  },
});
