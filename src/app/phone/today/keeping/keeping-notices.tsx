/** What happened to the phone's keeping: shown on Hôm nay until it is over. Seldom, so its words come when there is something. */
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
