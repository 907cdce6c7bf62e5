/** By when the loss is to be told, and by which law. */

import { lossNotice } from '../../../programme/index.ts';
import type { LostPhone } from '../../../protocol/index.ts';
import { Card, formatInstant, Notice } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices } from '../../services.ts';
import styles from './lost-phone.module.css';
import { lostMessages } from './messages.ts';

export function NoticeCard({ phone: { reportedAt, revokedAt } }: { readonly phone: LostPhone }) {
  const t = useMessages(lostMessages);
  const since = reportedAt ?? revokedAt;
  return (
    <Card title={t('lost.notice')}>
      {since !== null && <Deadline since={since} />}
      {since !== null && reportedAt === null && <p>{t('lost.notice.fromRevoked')}</p>}
      <p>{t('lost.notice.law')}</p>
      <p>{t('lost.notice.fine')}</p>
      <p className={styles.soft}>{t('lost.notice.who')}</p>
    </Card>
  );
}

function Deadline({ since }: { readonly since: string }) {
  const t = useMessages(lostMessages);
  const { deadline, hoursLeft, isOver } = lossNotice(since, useServices().clock.now());
  const reported = formatInstant(since);
  const left = isOver ? 'over' : hoursLeft === 0 ? 'lastHour' : 'left';
  return (
    <Notice
      tone={isOver ? 'bad' : 'warn'}
      title={t('lost.notice.deadline', { when: formatInstant(deadline) })}
      data-testid="lost-deadline"
    >
      {t(`lost.notice.${left}`, { hours: hoursLeft, reported })}
    </Notice>
  );
}
