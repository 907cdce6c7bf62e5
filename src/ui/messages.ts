/** Words of the controls themselves. */
import { messages } from './use-messages.ts';

export const uiMessages = messages({
  vi: {
    'ui.back': 'Quay lại',
    'ui.close': 'Đóng',
    'ui.loading': 'Đang tải…',
    'ui.optional': 'không bắt buộc',
  },
  en: {
    'ui.back': 'Back',
    'ui.close': 'Close',
    'ui.loading': 'Loading…',
    'ui.optional': 'optional',
  },
});
