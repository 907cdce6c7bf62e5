/** Words of the list of a hamlet. */
import { messages } from '../../../../ui/use-messages.ts';

export const hamletMessages = messages({
  vi: {
    'hamlet.households': '{count} hộ',
    'hamlet.household': 'Hộ {number}',
    'hamlet.household.detail': '{members} người · hẹn {date}',
    'hamlet.household.members': '{members} người',
    'hamlet.filter': 'Hiện',
    'hamlet.filter.all': 'Tất cả',
    'hamlet.filter.left': 'Chưa xong',
    'hamlet.empty': 'Ấp này chưa có hộ nào trên máy',
    'hamlet.allDone': 'Cả ấp đã được đánh giá xong. Cảm ơn anh/chị!',
  },
  en: {
    'hamlet.households': '{count} households',
    'hamlet.household': 'Household {number}',
    'hamlet.household.detail': '{members} people · appointment {date}',
    'hamlet.household.members': '{members} people',
    'hamlet.filter': 'Show',
    'hamlet.filter.all': 'All',
    'hamlet.filter.left': 'Not finished',
    'hamlet.empty': 'No household of this hamlet is on the phone yet',
    'hamlet.allDone': 'The whole hamlet has been evaluated. Thank you!',
  },
});
