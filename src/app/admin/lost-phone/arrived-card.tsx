/** What has come from the phone, by kind. */

import type { LostPhone } from '../../../protocol/index.ts';
import { Card, formatInstant } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useKindLabel } from '../../kind-label.ts';
import { Table } from '../table.tsx';
import styles from './lost-phone.module.css';
import { lostMessages } from './messages.ts';

export function ArrivedCard({ phone: { arrived, waitingCount } }: { readonly phone: LostPhone }) {
  const t = useMessages(lostMessages);
  const label = useKindLabel();
  const rows = arrived.map(({ kind, count, lastAt }) => ({
    id: kind,
    cells: [label(kind), count, formatInstant(lastAt)],
  }));
  const heads = [t('lost.arrived.kind'), t('lost.arrived.count'), t('lost.arrived.last')];
  return (
    <Card title={t('lost.arrived')} flush>
      {rows.length === 0 ? (
        <p className={styles.padded}>{t('lost.arrived.none')}</p>
      ) : (
        <Table caption={t('lost.arrived')} heads={heads} rows={rows} data-testid="lost-arrived" />
      )}
      {waitingCount > 0 && <p className={styles.padded}>{t('lost.arrived.waiting', { count: waitingCount })}</p>}
    </Card>
  );
}
