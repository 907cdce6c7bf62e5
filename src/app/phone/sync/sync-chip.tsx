/** The status of one record, by icon, word and colour. It says only what stored receipts say. */

import { DownloadIcon, GoodIcon, ImagePlusIcon, PhoneIcon, WarnIcon } from '../../../ui/icons.ts';
import { Chip } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { SyncState } from '../../../vault/index.ts';
import { syncMessages } from './messages.ts';

/** @param state null for a record that was made elsewhere and pulled */
export function SyncChip({ state }: { readonly state: SyncState | null }) {
  const t = useMessages(syncMessages);
  switch (state?.kind) {
    case undefined:
      return <Chip icon={<DownloadIcon aria-hidden />}>{t('sync.state.pulled')}</Chip>;
    case 'on-phone':
      return (
        <Chip tone="info" icon={<PhoneIcon aria-hidden />}>
          {t('sync.state.on-phone')}
        </Chip>
      );
    case 'sent-photos-waiting':
      return (
        <Chip tone="info" icon={<ImagePlusIcon aria-hidden />}>
          {t('sync.state.sent-photos-waiting', { count: state.photosLeft })}
        </Chip>
      );
    case 'received':
      return (
        <Chip tone="good" icon={<GoodIcon aria-hidden />}>
          {t('sync.state.received')}
        </Chip>
      );
    case 'needs-attention':
      return (
        <Chip tone="warn" icon={<WarnIcon aria-hidden />}>
          {t('sync.state.needs-attention')}
        </Chip>
      );
  }
}
