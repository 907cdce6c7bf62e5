/** When a rescue file is offered by itself. Pure. */
import type { RescueStatus } from '../../../vault/index.ts';

export const OFFER = { unexportedRecordsMax: 20, ageMsMax: 3 * 24 * 60 * 60 * 1000 } as const;

/** @returns why to offer one now; null while there is no need, or while a file holds it all */
export function offerReason(
  { unexported, photosUnexported, oldestUnexportedAt, saveFailed }: RescueStatus,
  nowMillis: number,
): 'save-failed' | 'many' | 'old' | null {
  if (unexported + photosUnexported === 0) return null;
  if (saveFailed) return 'save-failed';
  if (unexported > OFFER.unexportedRecordsMax) return 'many';
  const age = oldestUnexportedAt === null ? 0 : nowMillis - Date.parse(oldestUnexportedAt);
  return age > OFFER.ageMsMax ? 'old' : null;
}

/** @returns how many records and photos are on this phone alone: neither at the endpoint nor in a rescue file */
export function unsavedElsewhereCount({ unexported, photosUnexported }: RescueStatus): number {
  return unexported + photosUnexported;
}
