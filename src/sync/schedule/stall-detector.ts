/** Whether what waits on this phone stands still, with what was seen at the looks before: records, or photos alone. */
import type { Clock, Vault } from '../../vault/index.ts';
import { StandstillTimer } from './standstill.ts';

export interface StallStatus {
  /** For how long; 0: something moves, or nothing waits. */
  readonly minutes: number;
  /** Which of them to do something about now. */
  readonly act: 'records' | 'photos' | null;
}

/** @param movedBytes grows with every byte of a photo that the endpoint has told it holds more of */
export function createStallDetector(vault: Vault, clock: Clock, movedBytes: () => number) {
  const ofRecords = new StandstillTimer();
  const ofPhotos = new StandstillTimer();
  /** At the last look. */
  let photosWaiting = 0;
  /** How often fewer photos waited than at the look before, whichever tab had sent them. */
  let photosFewer = 0;

  /** @param online a network, and an endpoint that would take what waits */
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
