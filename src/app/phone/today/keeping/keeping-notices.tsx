/** Hôm nay shows what happened to the data on the phone until it is over. That is rare, so its code is loaded only then. */
import { Suspense } from 'react';
import { later } from '../../../later.tsx';
import { useVault } from '../../../services.ts';

const KeepingDetails = later(() => import('./keeping-details.tsx'));
const WELL = ['clean', 'replayed', 'tail-cut'];

export function KeepingNotices() {
  const health = useVault((vault) => vault.health(), [], { quiet: true });
  if (health === undefined) return null;
  const { opened, full, journal } = health;
  if (journal !== 'memory' && !full && WELL.includes(opened)) return null;
  return (
    <Suspense fallback={null}>
      <KeepingDetails health={health} />
    </Suspense>
  );
}
