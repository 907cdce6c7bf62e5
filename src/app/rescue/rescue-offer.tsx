/** The offer of a rescue file, by itself: nothing while there is no need. */
import { UploadIcon } from '../kit/icons.ts';
import { ButtonLink, formatInstant, Notice } from '../kit/index.ts';
import { useMessages } from '../messages/index.ts';
import { useServices, useVault } from '../services.ts';
import { atRisk, offerReason } from './offer.ts';

/** @param only where given: only for that reason; the shell offers after a failed save, wherever one is */
export function RescueOffer({ only }: { readonly only?: 'save-failed' }) {
  const t = useMessages();
  const { clock } = useServices();
  const standing = useVault((vault) => vault.rescueStanding(), []);
  const reason = standing === undefined ? null : offerReason(standing, clock.millis());
  if (standing === undefined || reason === null || (reason === 'save-failed') !== (only === 'save-failed')) return null;
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
        count: atRisk(standing),
        when: formatInstant(standing.oldestUnexportedAt ?? ''),
      })}
    </Notice>
  );
}
