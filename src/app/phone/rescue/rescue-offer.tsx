/** The offer of a rescue file, by itself: nothing while there is no need, and its words come when there is one. */
import { Suspense } from 'react';
import { later } from '../../later.tsx';
import { useServices, useVault } from '../../services.ts';
import { offerReason } from './offer.ts';

const OfferTold = later(() => import('./offer-told.tsx'));

/** @param only where given: only for that reason; the shell offers after a failed save, wherever one is */
export function RescueOffer({ only }: { readonly only?: 'save-failed' }) {
  const { clock } = useServices();
  const standing = useVault((vault) => vault.rescueStatus(), [], { quiet: true });
  const reason = standing === undefined ? null : offerReason(standing, clock.millis());
  if (standing === undefined || reason === null || (reason === 'save-failed') !== (only === 'save-failed')) return null;
  return (
    <Suspense fallback={null}>
      <OfferTold reason={reason} standing={standing} />
    </Suspense>
  );
}
