/** Why a rescue file is offered now, and the way to it. */

import { UploadIcon } from '../../../ui/icons.ts';
import { ButtonLink, formatInstant, Notice } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { RescueStatus } from '../../../vault/index.ts';
import { rescueMessages } from './messages.ts';
import { type offerReason, unsavedElsewhereCount } from './offer.ts';

export interface OfferNoticeProps {
  readonly reason: NonNullable<ReturnType<typeof offerReason>>;
  readonly status: RescueStatus;
}

export default function OfferNotice({ reason, status }: OfferNoticeProps) {
  const t = useMessages(rescueMessages);
  return (
    <Notice
      tone={reason === 'save-failed' ? 'bad' : 'warn'}
      {...(reason === 'save-failed' && { live: 'alert' as const })}
      data-testid="rescue-offer"
      action={
        <ButtonLink href="/rescue" icon={<UploadIcon aria-hidden />} data-testid="open-rescue">
          {t('rescue.open')}
        </ButtonLink>
      }
    >
      {t(`rescue.offer.${reason}`, {
        count: unsavedElsewhereCount(status),
        when: formatInstant(status.oldestUnexportedAt ?? ''),
      })}
    </Notice>
  );
}
