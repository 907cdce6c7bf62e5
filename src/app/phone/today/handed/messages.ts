/** Words of what an officer who left behind, on the first screen of the one who goes on. */
import { messages } from '../../../../ui/use-messages.ts';

export const handedMessages = messages({
  vi: {
    'handed.returned': 'Phiếu bị trả lại, anh/chị làm tiếp',
    'handed.returned.of': 'Phiếu của {name}, xã trả lại',
    'handed.drafts': 'Phiếu dở {name} để lại',
    'handed.goOn': 'Làm tiếp',
    'handed.photos': 'Thiếu {count} ảnh, cần chụp lại',
    'handed.beside': 'Anh/chị đang có phiếu dở của mình về người hoặc hộ này. Lưu hoặc bỏ phiếu ấy trước.',
    'handed.failed': 'Chưa mở được, hãy thử lại.',
  },
  en: {
    'handed.returned': 'Returned forms, now yours',
    'handed.returned.of': 'Form of {name}, returned by the commune',
    'handed.drafts': 'Drafts that {name} left',
    'handed.goOn': 'Go on',
    'handed.photos': '{count} photos are missing; take them again',
    'handed.beside': 'You have a draft of your own about them. Save or discard it first.',
    'handed.failed': 'It could not be opened; try again.',
  },
});
