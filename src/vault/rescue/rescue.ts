/** What a rescue file must hold, and the note of what one holds already. Nothing here is ever a reason to delete. */
import type { Revision } from '../../protocol/index.ts';
import { keyOfRevision, metaRow, type OutboxRow } from '../database/database.ts';
import { signedForSending } from '../keys/signing.ts';
import { type Core, fromRow } from '../records/core.ts';
import { PAYLOAD_GONE, waitingPhotos } from '../records/receipts.ts';
import type { RescueStatus } from './api.ts';

/**
 * @returns own records that are not received, in the order they were made: they wait, or a person has to look at them
 */
async function openRows({ db }: Core): Promise<OutboxRow[]> {
  const of = (state: OutboxRow['state']) =>
    db.outbox.where('[state+deviceSeq]').between([state, 0], [state, Number.MAX_SAFE_INTEGER]).toArray();
  const [waiting, attention] = await Promise.all([of('waiting'), of('attention')]);
  // A stub has nothing that could be put into a file.
  const held = attention.filter(({ code }) => code !== PAYLOAD_GONE);
  return [...waiting, ...held].sort((a, b) => a.deviceSeq - b.deviceSeq);
}

/**
 * Collects what a rescue file must hold. Photos that no file holds yet come first, so that a second file goes on where
 * the first was full.
 */
export async function unreceived(core: Core): Promise<{ revisions: readonly Revision[]; photos: readonly string[] }> {
  const [rows, photos, note] = await Promise.all([openRows(core), waitingPhotos(core), metaRow(core.db, 'exported')]);
  const held = await core.db.revisions.bulkGet(rows.map(keyOfRevision));
  const revisions = await signedForSending(
    core,
    await Promise.all(held.flatMap((row) => (row ? [fromRow(core, row)] : []))),
  );
  const known = new Set(note?.photos);
  return { revisions, photos: [...photos].sort((a, b) => Number(known.has(a)) - Number(known.has(b))) };
}

/** Adds to the note what a file holds that was read again and found whole. */
export async function noteExported(core: Core, revIds: readonly string[], photos: readonly string[]): Promise<void> {
  const { db, platform } = core;
  await core.write(async () => {
    const [rows, waiting, before] = await Promise.all([openRows(core), waitingPhotos(core), metaRow(db, 'exported')]);
    const held = new Set([...(before?.revIds ?? []), ...revIds]);
    const heldPhotos = new Set([...(before?.photos ?? []), ...photos]);
    await db.meta.put({
      key: 'exported',
      at: platform.clock.now(),
      // What was received since needs no note any more.
      revIds: rows.flatMap(({ revId }) => (held.has(revId) ? [revId] : [])),
      photos: [...waiting].filter((sha256) => heldPhotos.has(sha256)),
    });
  });
  core.announce('outbox');
}

/** Counts what the endpoint does not have, and what of it is in no rescue file. */
export async function rescueStatus(core: Core): Promise<Omit<RescueStatus, 'saveFailed'>> {
  const [rows, photos, note] = await Promise.all([openRows(core), waitingPhotos(core), metaRow(core.db, 'exported')]);
  const held = new Set(note?.revIds);
  const heldPhotos = new Set(note?.photos);
  const unexported = rows.filter(({ revId }) => !held.has(revId));
  return {
    unreceived: rows.length,
    photosWaiting: photos.size,
    unexported: unexported.length,
    photosUnexported: [...photos].filter((sha256) => !heldPhotos.has(sha256)).length,
    oldestUnexportedAt: unexported[0]?.since ?? null,
    exportedAt: note?.at ?? null,
  };
}
