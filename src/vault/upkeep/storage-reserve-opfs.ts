/** Room kept aside on the disk, as a file of the origin. */
import type { StorageReserve } from '../platform.ts';

const FILE = 'storage-reserve';
const TRIAL = 'trial';
const PIECE_BYTES = 1024 * 1024;

/**
 * A file of `bytes` in OPFS. Its bytes are random, because a disk that compresses would not really keep the room.
 * @param bytes enough for a few saved forms with the database's own overhead
 */
export function opfsStorageReserve(directory: FileSystemDirectoryHandle, bytes: number): StorageReserve {
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
