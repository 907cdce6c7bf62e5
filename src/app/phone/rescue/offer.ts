/** When a rescue file is offered by itself. Pure. */
import type { RescueStatus } from '../../../vault/index.ts';

export const OFFER = { unexportedMax: 20, ageMsMax: 3 * 24 * 60 * 60 * 1000 } as const;

/** @returns why to offer one now; null while there is no need, or while a file holds it all */
export function offerReason(
  { unexported, photosUnexported, oldestUnexportedAt, saveFailed }: RescueStatus,
  nowMillis: number,
): 'save-failed' | 'many' | 'old' | null {
  if (unexported + photosUnexported === 0) return null;
  if (saveFailed) return 'save-failed';
  if (unexported > OFFER.unexportedMax) return 'many';
  const age = oldestUnexportedAt === null ? 0 : nowMillis - Date.parse(oldestUnexportedAt);
  return age > OFFER.ageMsMax ? 'old' : null;
}

/** What must reach the commune or a file before the phone may be left. */
export function atRisk({ unexported, photosUnexported }: RescueStatus): number {
  return unexported + photosUnexported;
}
