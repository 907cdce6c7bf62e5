/** Whether what waits on this phone stands still: records, or photos alone. It remembers what it saw at earlier looks. */
import type { Clock, Vault } from '../../vault/index.ts';
import { StandstillTimer } from './standstill.ts';

export interface StallStatus {
  /** Minutes for which nothing has moved; 0: something moves, or nothing waits. */
  readonly minutes: number;
  /** What something is to be done about now; null: nothing. */
  readonly act: 'records' | 'photos' | null;
}

/**
 * Looks at the vault's queues of records and of photos.
 * @param movedBytes grows with every byte of a photo that the endpoint came to hold
 */
export function createStallDetector(vault: Vault, clock: Clock, movedBytes: () => number) {
  const ofRecords = new StandstillTimer();
  const ofPhotos = new StandstillTimer();
  /** Photos that waited at the last look. */
  let photosWaiting = 0;
  /** How often fewer photos waited than at the look before, whichever tab had sent them. */
  let photosFewer = 0;

  /** @param online whether there may be a network, and an endpoint that would take what waits */
  return async function look(online: boolean): Promise<StallStatus> {
    const [{ pendingCount, maxDeviceSeq }, { length: photosNow }] = await Promise.all([
      vault.health(),
      vault.blobsWaiting(),
    ]);
    if (photosNow < photosWaiting) photosFewer += 1;
    photosWaiting = photosNow;
    const now = { millis: clock.millis(), online };
    // Numbers are given one by one, so what is settled grows with each receipt, also of another tab.
    const records = ofRecords.look({ ...now, pending: pendingCount, settled: maxDeviceSeq - pendingCount });
    // Behind records that wait, photos have no turn.
    const alone = pendingCount === 0 ? photosNow : 0;
    const photos = ofPhotos.look({ ...now, pending: alone, settled: photosFewer + movedBytes() });
    return {
      minutes: Math.max(records.minutes, photos.minutes),
      act: records.act ? 'records' : photos.act ? 'photos' : null,
    };
  };
}
