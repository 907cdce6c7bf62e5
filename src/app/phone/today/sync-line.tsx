/** The state of what is on the phone, in one line that leads to Đồng bộ: it counts records, photos and what was quarantined. */

import { GoodIcon, OfflineIcon, UploadIcon, WarnIcon } from '../../../ui/icons.ts';
import { formatInstant, ListRow } from '../../../ui/index.ts';
import { uiMessages } from '../../../ui/messages.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { Health } from '../../../vault/index.ts';
import { useSyncStatus, useVault } from '../../services.ts';
import { todayMessages } from './messages.ts';
import styles from './today.module.css';

export function SyncLine() {
  const t = useMessages(todayMessages, uiMessages);
  const { running, lastOutcome, lastSuccessAt } = useSyncStatus();
  const health = useVault((vault) => vault.health(), [], { quiet: true });
  const counts = health && statusOf(health).map(({ key, count }) => t(key, { count }));
  const none = counts?.length === 0;
  const Icon = none
    ? GoodIcon
    : health && health.attentionCount > 0
      ? WarnIcon
      : lastOutcome?.kind === 'offline'
        ? OfflineIcon
        : UploadIcon;
  return (
    <ListRow
      href="/sync"
      data-testid={running ? 'sync-running' : 'sync-idle'}
      icon={<Icon aria-hidden className={none ? styles.good : styles.warn} />}
      title={
        running
          ? t('today.sync.running')
          : counts === undefined
            ? t('ui.loading')
            : none
              ? t('today.sync.none')
              : counts.join(' · ')
      }
      detail={
        lastSuccessAt === null ? t('today.sync.never') : t('today.sync.last', { at: formatInstant(lastSuccessAt) })
      }
    />
  );
}

/** @returns the numbers of records that the commune does not have whole; each record is counted once */
function statusOf({ pendingCount, attentionCount, unreceivedCount }: Health) {
  return (
    [
      { key: 'today.sync.attention', count: attentionCount },
      { key: 'today.sync.waiting', count: pendingCount },
      { key: 'today.sync.photos', count: unreceivedCount - pendingCount - attentionCount },
    ] as const
  ).filter(({ count }) => count > 0);
}
