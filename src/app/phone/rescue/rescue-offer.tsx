/** The offer of a rescue file, by itself: nothing while there is no need, and its words come when there is one. */
import { Suspense } from 'react';
import { later } from '../../later.tsx';
import { useServices, useVault } from '../../services.ts';
import { offerReason } from './offer.ts';

const OfferNotice = later(() => import('./offer-notice.tsx'));

/** @param only where given: only for that reason; the shell offers after a failed save, wherever one is */
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
