/** Words of the offer of a newer version. */
import { messages } from '../../ui/use-messages.ts';

export const updateMessages = messages({
  vi: {
    'update.text': 'Có bản mới',
    'update.apply': 'Cập nhật',
    'update.waiting': 'Còn {count} mục chưa gửi lên xã. Nên xuất gói cứu hộ trước khi cập nhật.',
    'update.anyway': 'Cập nhật luôn',
  },
  en: {
    'update.text': 'New version',
    'update.apply': 'Update',
    'update.waiting': '{count} items have not reached the commune. Better export a rescue file before updating.',
    'update.anyway': 'Update anyway',
  },
});
