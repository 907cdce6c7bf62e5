/** Máy: each phone of the commune by its last heartbeat. Those with work that waits too long come first. */

import type { PhoneRow } from '../../protocol/index.ts';
import { GoodIcon, PhoneIcon, WarnIcon } from '../../ui/icons.ts';
import { Card, Chip, EmptyState, formatInstant, ListRow } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { clockWords } from './clock-words.ts';
import { deskMessages } from './messages.ts';

const DAY_MS = 86_400_000;

/** @param nowMs milliseconds since the epoch */
export function Phones({ phones, nowMs }: { readonly phones: readonly PhoneRow[]; readonly nowMs: number }) {
  const t = useMessages(deskMessages);
  return (
    <Card flush title={t('desk.phones')}>
      {phones.length === 0 && <EmptyState icon={<PhoneIcon aria-hidden />} title={t('desk.phones.none')} />}
      <ul>
        {phones.map((phone) => (
          <Phone key={phone.device} phone={phone} nowMs={nowMs} />
        ))}
      </ul>
    </Card>
  );
}

function Phone({ phone, nowMs }: { readonly phone: PhoneRow; readonly nowMs: number }) {
  const t = useMessages(deskMessages);
  const { officer, device, seenAt, heartbeat, overdue, forkedAt } = phone;
  const days = (instant: string) => Math.max(0, Math.floor((nowMs - Date.parse(instant)) / DAY_MS));
  const facts = [
    seenAt === null ? t('desk.phone.never') : t('desk.phone.seen', { when: formatInstant(seenAt) }),
    clockWords(t, phone.skewMs),
    heartbeat === null ? '' : t('desk.phone.version', { version: heartbeat.appVersion }),
    heartbeat?.usedBytes == null
      ? ''
      : t('desk.phone.used', { megabytes: Math.ceil(heartbeat.usedBytes / (1024 * 1024)) }),
    heartbeat?.quarantinedCount ? t('desk.phone.attention', { count: heartbeat.quarantinedCount }) : '',
    heartbeat?.persisted === false ? t('desk.phone.evictable') : '',
    forkedAt ? t('desk.phone.forked', { when: formatInstant(forkedAt) }) : '',
    heartbeat?.lastWipeAt ? t('desk.phone.wiped', { when: formatInstant(heartbeat.lastWipeAt) }) : '',
  ];
  const waiting = heartbeat?.pendingCount ?? 0;
  const oldest = heartbeat?.oldestPendingAt ?? seenAt ?? phone.enrolledAt;
  return (
    <ListRow
      data-testid={overdue ? 'phone-overdue' : 'phone'}
      title={`${officer.name} · ${t('desk.phone', { tail: device.slice(-4) })}`}
      detail={facts.filter(Boolean).join(' · ')}
      end={
        overdue ? (
          <Chip tone="bad" icon={<WarnIcon aria-hidden />}>
            {t('desk.phone.overdue', { count: waiting, days: days(oldest) })}
          </Chip>
        ) : waiting > 0 ? (
          <Chip tone="info" icon={<PhoneIcon aria-hidden />}>
            {t('desk.phone.waiting', { count: waiting })}
          </Chip>
        ) : (
          <Chip tone="good" icon={<GoodIcon aria-hidden />}>
            {t('desk.phone.nothing')}
          </Chip>
        )
      }
    />
  );
}
