/** The disk is full: room kept aside is given up, so that the form on screen is still saved, and the screens say so. */

import { isQuota } from '../errors.ts';
import type { Core } from '../records/core.ts';

/** A write met a full disk: said from now on, until there is room for the storage reserve again. */
export function noteFull(core: Core): void {
  if (core.full) return;
  core.full = true;
  core.announce('outbox');
}

/** @returns whether there is room again, for one more try */
export async function releaseReserve(core: Core): Promise<boolean> {
  noteFull(core);
  return (await core.platform.storageReserve?.release().catch(() => false)) ?? false;
}

export async function restock(core: Core): Promise<void> {
  const held = (await core.platform.storageReserve?.restock()) ?? true;
  if (core.full === !held) return;
  core.full = !held;
  core.announce('outbox');
}

/**
 * Tries a write once more where the disk was full and room kept aside could be given up.
 * @param giveUp whether there is room again
 * @throws what the write threw, the second time at the latest
 */
export async function onceMore<T>(write: () => Promise<T>, giveUp: () => Promise<boolean>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isQuota(error) || !(await giveUp())) throw error;
    return await write();
  }
}

/** For what a person has just typed, and for the start: the storage reserve is there for these. */
export function withReserve<T>(core: Core, write: () => Promise<T>): Promise<T> {
  return onceMore(write, () => releaseReserve(core));
}

/** For what can wait or be done again (a photo, a bundle relayed for a colleague): the storage reserve stays for the forms. */
export async function withoutReserve<T>(core: Core, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isQuota(error)) noteFull(core);
    throw error;
  }
}

/** For what may be left to another time. */
export async function unlessFull(core: Core, write: () => Promise<unknown>): Promise<void> {
  try {
    await withoutReserve(core, write);
  } catch (error) {
    if (!isQuota(error)) throw error;
  }
}
