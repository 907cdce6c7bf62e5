/** What those who signed out on this phone left to be relayed. Pure. */
import type { Holds, RelayedBundle } from '../../sync/index.ts';

/** @returns total records and photos; null where there are none */
export function leftByOthers(bundles: readonly RelayedBundle[]): Holds | null {
  const held = bundles.flatMap(({ holds }) => holds ?? []);
  if (held.length === 0) return null;
  return {
    records: held.reduce((sum, { records }) => sum + records, 0),
    photos: held.reduce((sum, { photos }) => sum + photos, 0),
  };
}
