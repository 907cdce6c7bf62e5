/**
 * The outbox as a screen shows it: figures over all of it, and of each kind only so many records as fit on the screen.
 * Rows are small and clear; a record has to be read and decrypted, and a season's work is thousands of them.
 */

import { keyOfRevision, type OutboxRow } from '../database/database.ts';
import { type Core, fromRow } from './core.ts';
import type { OutboxItem, OutboxShown, SyncState } from './outbox-api.ts';
import { attentionRows, openPhotos, PHOTO_GONE, syncState, waitingPhotos, waitingRows } from './receipts.ts';

/** @param limit how many records of one kind are shown at most, the newest */
export async function outboxShown(core: Core, limit: number): Promise<OutboxShown> {
  const [rows, photos] = await Promise.all([core.db.outbox.orderBy('deviceSeq').reverse().toArray(), openPhotos(core)]);
  const counts: Partial<Record<SyncState['kind'], number>> = {};
  const shown: { readonly row: OutboxRow; readonly state: SyncState }[] = [];
  for (const row of rows) {
    const state = syncState(row, photos);
    const count = (counts[state.kind] ?? 0) + 1;
    counts[state.kind] = count;
    if (count <= limit) shown.push({ row, state });
  }
  const held = await core.db.revisions.bulkGet(shown.map(({ row }) => keyOfRevision(row)));
  const items = shown.map(async ({ state }, index): Promise<OutboxItem[]> => {
    const revision = held[index];
    return revision ? [{ revision: await fromRow(core, revision), state }] : [];
  });
  return { counts, items: (await Promise.all(items)).flat() };
}

/**
 * Counts own records that the commune does not have whole, each once: not received, to be looked at, or with photos
 * that still wait.
 * @returns how many, and how many of them have a photo that nobody has any more
 */
export async function unreceivedCounts(core: Core): Promise<{ readonly all: number; readonly photoGone: number }> {
  const [waiting, attention, photos] = await Promise.all([
    waitingRows(core).count(),
    attentionRows(core).count(),
    openPhotos(core),
  ]);
  let withPhotos = 0;
  let photoGone = 0;
  if (photos.size > 0) {
    await core.db.outbox.each((row) => {
      const state = syncState(row, photos);
      if (state.kind === 'sent-photos-waiting') withPhotos += 1;
      if (state.kind === 'needs-attention' && state.code === PHOTO_GONE) photoGone += 1;
    });
  }
  return { all: waiting + attention + withPhotos + photoGone, photoGone };
}

/** @returns sizes of the photos that wait in bytes, without reading one */
export async function waitingPhotoBytes(core: Core): Promise<readonly number[]> {
  const waiting = [...(await waitingPhotos(core))];
  return Promise.all(waiting.map((sha256) => core.platform.blobs.size(sha256)));
}
