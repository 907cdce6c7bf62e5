/** Revokes the phone and writes down since when it is known to be lost. */

import { useState } from 'react';
import { instantOfVietnamMinute, reportedBy, vietnamMinute } from '../../../programme/index.ts';
import type { LostPhone } from '../../../protocol/index.ts';
import { Button, Card, Field, formatInstant, Notice, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices } from '../../services.ts';
import { useAdminApi } from '../admin-api.ts';
import { isShortReason, ReasonField } from '../reason-field.tsx';
import { RefusalNotice } from '../refusal-notice.tsx';
import { useSending } from '../use-sending.ts';
import { lostMessages } from './messages.ts';

export interface RevokeCardProps {
  readonly scope: string;
  readonly phone: LostPhone;
  readonly onDone: () => void;
}

export function RevokeCard({ scope, phone, onDone }: RevokeCardProps) {
  const t = useMessages(lostMessages);
  return (
    <Card title={t('lost.revoke')}>
      {phone.revokedAt === null ? (
        <>
          <p>{t('lost.revoke.text')}</p>
          <RevokeForm scope={scope} device={phone.device} onDone={onDone} />
        </>
      ) : (
        <Notice tone="good" data-testid="lost-revoked">
          {t('lost.revoked', { when: formatInstant(phone.revokedAt) })}
        </Notice>
      )}
      <p>{t('lost.revoke.limit')}</p>
    </Card>
  );
}

interface RevokeFormProps {
  readonly scope: string;
  readonly device: string;
  readonly onDone: () => void;
}

function RevokeForm({ scope, device, onDone }: RevokeFormProps) {
  const t = useMessages(lostMessages);
  const api = useAdminApi();
  const { clock } = useServices();
  const [minute, setMinute] = useState(() => vietnamMinute(clock.millis()));
  const [reason, setReason] = useState<string>(t('lost.reason.first'));
  const [tried, setTried] = useState(false);
  const { busy, refusal, send } = useSending(onDone);
  const reportedAt = instantOfVietnamMinute(minute);
  const isWrong = reportedAt === null || reportedBy(reportedAt, clock.now()) !== reportedAt;
  const revoke = async () => {
    setTried(true);
    if (isWrong || isShortReason(reason)) return;
    await send(() => api.revokeDevice(scope, device, reason, reportedAt));
  };
  return (
    <>
      <Field
        label={t('lost.reportedAt')}
        hint={t('lost.reportedAt.hint')}
        error={tried && isWrong ? t('lost.reportedAt.wrong') : undefined}
      >
        <TextInput
          type="datetime-local"
          value={minute}
          onChange={(event) => setMinute(event.target.value)}
          data-testid="lost-reported"
        />
      </Field>
      <ReasonField value={reason} onChange={setReason} tried={tried} data-testid="lost-reason" />
      <RefusalNotice refusal={refusal} />
      <Button kind="danger" busy={busy} onClick={() => void revoke()} data-testid="lost-revoke">
        {t('lost.revoke.do')}
      </Button>
    </>
  );
}
