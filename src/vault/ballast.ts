/** The disk is full: room kept aside is given up, so that the form on screen is still saved, and the screens say so. */

import type { Core } from './core.ts';
import { isQuota } from './errors.ts';
import type { Ballast } from './platform.ts';

/** A write met a full disk: said from now on, until there is room for the ballast again. */
export function noteFull(core: Core): void {
  if (core.full) return;
  core.full = true;
  core.tell('outbox');
}

/** @returns whether there is room again, for one more try */
export async function giveUpBallast(core: Core): Promise<boolean> {
  noteFull(core);
  return (await core.platform.ballast?.release().catch(() => false)) ?? false;
}

export async function restock(core: Core): Promise<void> {
  const held = (await core.platform.ballast?.restock()) ?? true;
  if (core.full === !held) return;
  core.full = !held;
  core.tell('outbox');
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

/** For what a person has just typed, and for the start: the ballast is there for these. */
export function withBallast<T>(core: Core, write: () => Promise<T>): Promise<T> {
  return onceMore(write, () => giveUpBallast(core));
}

/** For what can wait or be done again (a photo, a bundle carried for a colleague): the ballast stays for the forms. */
export async function withoutBallast<T>(core: Core, write: () => Promise<T>): Promise<T> {
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
    await withoutBallast(core, write);
  } catch (error) {
    if (!isQuota(error)) throw error;
  }
}

const FILE = 'ballast';
const TRIAL = 'trial';
const PIECE_BYTES = 1024 * 1024;

/**
 * A file of `bytes` in OPFS. Its bytes are random, for a disk that compresses would not really keep the room.
 * @param bytes of a few saved forms with the database's own overhead
 */
export function opfsBallast(directory: FileSystemDirectoryHandle, bytes: number): Ballast {
  const held = async () => {
    try {
      return (await (await directory.getFileHandle(FILE)).getFile()).size >= bytes;
    } catch {
      return false;
    }
  };
  const fill = async (name: string, length: number) => {
    try {
      const stream = await (await directory.getFileHandle(name, { create: true })).createWritable();
      for (let written = 0; written < length; written += PIECE_BYTES) {
        const piece = new Uint8Array(Math.min(PIECE_BYTES, length - written));
        atRandom(piece);
        await stream.write(piece);
      }
      await stream.close();
      return true;
    } catch {
      return false;
    }
  };
  return {
    async fits(length) {
      const done = await fill(TRIAL, length);
      await directory.removeEntry(TRIAL).catch(() => undefined);
      return done;
    },
    async release() {
      const had = await held();
      if (had) await directory.removeEntry(FILE);
      return had;
    },
    async restock() {
      if (await held()) return true;
      return await fill(FILE, bytes);
    },
  };
}

function atRandom(piece: Uint8Array<ArrayBuffer>): void {
  for (let at = 0; at < piece.length; at += 65_536) crypto.getRandomValues(piece.subarray(at, at + 65_536));
}
