/** Words of the kit and of the shell around the screens. */
export const kitMessages = {
  vi: {
    'kit.back': 'Quay lại',
    'kit.close': 'Đóng',
    'kit.loading': 'Đang tải…',
    'kit.optional': 'không bắt buộc',
    'kit.navigation': 'Điều hướng chính',
    'kit.skip': 'Bỏ qua, tới nội dung',
    'nav.today': 'Hôm nay',
    'nav.search': 'Tìm',
    'nav.sync': 'Đồng bộ',
    'nav.settings': 'Cài đặt',
    'app.name': 'Công dân học tập',
    'app.offline': 'Đang không có mạng. Mọi việc vẫn làm được, dữ liệu nằm an toàn trên máy.',
    'app.error.title': 'Màn hình này gặp lỗi',
    'app.error.text':
      'Những gì đã lưu vẫn còn nguyên trên máy. Anh/chị thử mở lại; nếu vẫn lỗi, chụp màn hình này gửi cán bộ hỗ trợ.',
    'app.error.retry': 'Mở lại màn hình',
    'app.error.home': 'Về Hôm nay',
    'app.missing.title': 'Không có màn hình này',
    'app.missing.text': 'Đường dẫn có thể đã cũ hoặc gõ nhầm.',
    'app.blocked.title': 'Hãy đóng các cửa sổ khác của ứng dụng',
    'app.blocked.text':
      'Một cửa sổ cũ đang giữ dữ liệu nên bản mới chưa mở được. Đóng cửa sổ ấy; màn hình này sẽ tự mở tiếp.',
    'app.closed.title': 'Chưa mở được dữ liệu trên máy',
    'app.closed.text':
      'Hãy đóng các cửa sổ khác của ứng dụng, rồi mở lại. Nếu máy gần đầy bộ nhớ, xóa bớt ảnh hoặc video trước.',
    'app.closed.retry': 'Thử lại',
  },
  en: {
    'kit.back': 'Back',
    'kit.close': 'Close',
    'kit.loading': 'Loading…',
    'kit.optional': 'optional',
    'kit.navigation': 'Main navigation',
    'kit.skip': 'Skip to content',
    'nav.today': 'Today',
    'nav.search': 'Search',
    'nav.sync': 'Sync',
    'nav.settings': 'Settings',
    'app.name': 'Learning Citizen',
    'app.offline': 'No network. Everything still works; your data is safe on this phone.',
    'app.error.title': 'Something went wrong on this screen',
    'app.error.text':
      'What was saved is still on the phone. Try to open it again; if it fails again, send a screenshot to your support contact.',
    'app.error.retry': 'Open again',
    'app.error.home': 'Back to Today',
    'app.missing.title': 'There is no such screen',
    'app.missing.text': 'The address may be old or mistyped.',
    'app.blocked.title': 'Please close the other windows of the app',
    'app.blocked.text':
      'An older window holds the data, so the new version cannot open yet. Close it; this screen will go on by itself.',
    'app.closed.title': 'The data on this phone could not be opened',
    'app.closed.text':
      'Close the other windows of the app and open it again. If the phone is nearly full, remove some photos or videos first.',
    'app.closed.retry': 'Try again',
  },
} as const;
