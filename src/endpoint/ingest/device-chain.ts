/**
 * What the endpoint reports to a phone of its own numbers. A phone that lost its last records (both copies, or it was set
 * back to an older backup) learns where they ended; two phones under one id (storage copied to another phone) are noticed,
 * and both take another id. No record is ever quarantined because of its number: a record's key is its revId.
 */
import type { PushRequest, PushResponse, Revision } from '../../protocol/index.ts';
import type { ChainStore, Officer } from '../store/api.ts';

/**
 * Finds the records of a push that are held after it, also those that were held before: the reply to an earlier push may
 * have been lost.
 * @returns records of the push, in its order
 */
export function heldRecords(offered: readonly unknown[], receipts: PushResponse['receipts']): Revision[] {
  return receipts.flatMap(({ status }, at) =>
    status === 'created' || status === 'duplicate' ? [offered[at] as Revision] : [],
  );
}

/**
 * Notes the devices whose records come from two phones, whichever way the records came: by a push, by a rescue file, or out
 * of the quarantine.
 * @param now ISO instant of the endpoint's clock
 */
export async function noteForks(store: ChainStore, held: readonly Revision[], now: string): Promise<void> {
  await store.noteForked(await store.forkedBy(held), now);
}

/**
 * Finds what the answer to a push says of the phone's own numbers.
 * @param now ISO instant of the endpoint's clock
 * @returns `held` where the endpoint has a later record of the device than the phone, `cloned` where two phones use its id
 */
export async function chainStatus(
  store: ChainStore,
  request: PushRequest,
  receipts: PushResponse['receipts'],
  { scopes }: Pick<Officer, 'scopes'>,
  now: string,
): Promise<Pick<PushResponse, 'held' | 'cloned'>> {
  const { device, heartbeat, pull, revisions } = request;
  await noteForks(store, heldRecords(revisions, receipts), now);
  const cloned = await store.isForked(device);
  // The last record is looked up once in a round of syncing: with the push that asks for pages.
  const last = pull !== undefined && pull.length > 0 ? await store.lastOf(device, scopes) : null;
  // A phone that has come as far itself learns nothing from it.
  const news = last !== null && last.deviceSeq > (heartbeat?.maxDeviceSeq ?? 0);
  return { ...(news && { held: last }), ...(cloned && { cloned }) };
}
