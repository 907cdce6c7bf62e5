/** Offers a rescue file where there is need for one. The code of the notice is loaded only then. */
import { Suspense } from 'react';
import { later } from '../../later.tsx';
import { useServices, useVault } from '../../services.ts';
import { offerReason } from './offer.ts';

const OfferNotice = later(() => import('./offer-notice.tsx'));

/** @param only the one reason to offer for; the shell offers after a failed save, on whichever screen that was */
export function RescueOffer({ only }: { readonly only?: 'save-failed' }) {
  const { clock } = useServices();
  const status = useVault((vault) => vault.rescueStatus(), [], { quiet: true });
  const reason = status === undefined ? null : offerReason(status, clock.millis());
  if (status === undefined || reason === null || (reason === 'save-failed') !== (only === 'save-failed')) return null;
  return (
    <Suspense fallback={null}>
      <OfferNotice reason={reason} status={status} />
    </Suspense>
  );
}
