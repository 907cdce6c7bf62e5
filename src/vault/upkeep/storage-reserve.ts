/**
 * What happens on a full disk: room kept aside is released, so that the form on screen is still saved, and the screens
 * show it.
 */

import { isQuota } from '../errors.ts';
import type { Core } from '../records/core.ts';

/**
 * Notes that a write met a full disk. The health shows it from now on, until there is room for the storage reserve
 * again.
 */
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

/** Takes the storage reserve again, and notes whether the disk is full. */
export async function restock(core: Core): Promise<void> {
  const held = (await core.platform.storageReserve?.restock()) ?? true;
  if (core.full === !held) return;
  core.full = !held;
  core.announce('outbox');
}

/**
 * Tries a write once more where the disk was full and room kept aside could be released.
 * @param giveUp releases it, and answers whether there is room again
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

/** Writes what a person has just typed, and what the start needs: the storage reserve is there for these. */
export function withReserve<T>(core: Core, write: () => Promise<T>): Promise<T> {
  return onceMore(write, () => releaseReserve(core));
}

/**
 * Writes what can wait or be done again (a photo, a bundle relayed for a colleague): the storage reserve stays for the
 * forms.
 */
export async function withoutReserve<T>(core: Core, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isQuota(error)) noteFull(core);
    throw error;
  }
}

/** Writes what may be left to another time: a full disk is noted and nothing is thrown. */
export async function unlessFull(core: Core, write: () => Promise<unknown>): Promise<void> {
  try {
    await withoutReserve(core, write);
  } catch (error) {
    if (!isQuota(error)) throw error;
  }
}
