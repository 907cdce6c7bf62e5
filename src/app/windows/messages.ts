/** Words for a form that is open in another window. */
import { messages } from '../../ui/use-messages.ts';

export const windowMessages = messages({
  vi: {
    'elsewhere.title': 'Phiếu này đang mở ở cửa sổ khác',
    'elsewhere.text': 'Làm tiếp ở cửa sổ ấy, hoặc đóng nó rồi mở lại ở đây.',
    'elsewhere.retry': 'Mở lại',
  },
  en: {
    'elsewhere.title': 'This form is open in another window',
    'elsewhere.text': 'Go on in that window, or close it and open the form again here.',
    'elsewhere.retry': 'Open again',
  },
});
