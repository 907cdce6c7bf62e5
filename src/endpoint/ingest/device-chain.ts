/**
 * What the endpoint tells a phone of its own numbers. A phone that lost its last records (both copies, or it was set back
 * to an older backup) learns where they ended; two phones under one id (storage copied to another phone) are noticed, and
 * both take another id. No record is ever refused because of its number: a record's key is its revId.
 */
import type { PushRequest, PushResponse, Revision } from '../../protocol/index.ts';
import type { ChainStore, Officer } from '../store/api.ts';

/**
 * The records of a push that are held after it, also those that were before: a reply may have been lost after the first
 * time.
 */
export function heldOf(offered: readonly unknown[], receipts: PushResponse['receipts']): Revision[] {
  return receipts.flatMap(({ status }, at) =>
    status === 'created' || status === 'duplicate' ? [offered[at] as Revision] : [],
  );
}

/**
 * Notes the devices whose records come from two phones, by whatever way these came: a push, a rescue file, or out of the
 * quarantine.
 * @param now ISO instant of the endpoint's clock
 */
export async function noteForks(store: ChainStore, held: readonly Revision[], now: string): Promise<void> {
  await store.noteForked(await store.forkedBy(held), now);
}

/** @param now ISO instant of the endpoint's clock */
export async function chainStatus(
  store: ChainStore,
  request: PushRequest,
  receipts: PushResponse['receipts'],
  { scopes }: Pick<Officer, 'scopes'>,
  now: string,
): Promise<Pick<PushResponse, 'held' | 'cloned'>> {
  const { device, heartbeat, pull, revisions } = request;
  await noteForks(store, heldOf(revisions, receipts), now);
  const cloned = await store.isForked(device);
  // Once a round, with its pages.
  const last = pull !== undefined && pull.length > 0 ? await store.lastOf(device, scopes) : null;
  // A phone that says it has come as far itself learns nothing from it.
  const news = last !== null && last.deviceSeq > (heartbeat?.maxDeviceSeq ?? 0);
  return { ...(news && { held: last }), ...(cloned && { cloned }) };
}
