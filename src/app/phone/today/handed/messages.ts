/** Words of what an officer who left behind, on the first screen of the one who goes on. */
import { messages } from '../../../../ui/use-messages.ts';

export const handedMessages = messages({
  vi: {
    'handed.returned': 'Phiếu bị trả lại, anh/chị làm tiếp',
    'handed.returned.of': 'Phiếu của {name}, xã trả lại',
    'handed.drafts': 'Phiếu dở {name} để lại',
    'handed.goOn': 'Làm tiếp',
    'handed.photos': 'Còn {count} ảnh ở máy cũ, cần chụp lại',
    'handed.beside':
      'Anh/chị đang có phiếu dở của mình cho cùng người hoặc hộ này. Lưu hoặc bỏ phiếu ấy trước; phiếu được giao vẫn còn ở đây.',
    'handed.own': 'Mở phiếu của tôi',
    'handed.failed': 'Chưa mở được phiếu này. Phiếu vẫn còn trên máy, hãy thử lại.',
  },
  en: {
    'handed.returned': 'Returned forms, yours to go on with',
    'handed.returned.of': 'Form of {name}, returned by the commune',
    'handed.drafts': 'Drafts that {name} left',
    'handed.goOn': 'Go on',
    'handed.photos': '{count} photos are on the former phone; take them again',
    'handed.beside':
      'You have a draft of your own about the same person or household. Save or discard it first; the one handed over stays here.',
    'handed.own': 'Open mine',
    'handed.failed': 'This form could not be opened. It is still on the phone; try again.',
  },
});
