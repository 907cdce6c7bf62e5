/** A journal in memory, framed as on disk, for tests and for the simulator, which tear and flip its bytes. */

import type { Journal } from '../platform.ts';
import { decodeFrames, encodeFrames } from './frames.ts';

/** The bytes that survive a killed process: the next `memoryJournal` is given the same disk. */
export interface MemoryDisk {
  bytes: Uint8Array;
}

/**
 * Bytes that were found whole, with the frames that they hold. They are never changed in place, so nobody needs to
 * check them again.
 */
const checked = new WeakMap<Uint8Array, readonly Uint8Array[]>();

/** @param disk where the bytes are; tests change them between two starts */
export function memoryJournal(disk: MemoryDisk = { bytes: new Uint8Array() }): Journal {
  const good = () => {
    const known = checked.get(disk.bytes);
    if (known !== undefined) return known;
    const { payloads, goodBytes } = decodeFrames(disk.bytes);
    disk.bytes = disk.bytes.subarray(0, goodBytes);
    if (disk.bytes.length === goodBytes) checked.set(disk.bytes, payloads);
    return payloads;
  };
  return {
    kind: 'memory',
    async append(payloads) {
      const before = good();
      const isWhole = checked.has(disk.bytes);
      const frames = encodeFrames(payloads);
      const next = new Uint8Array(disk.bytes.length + frames.length);
      next.set(disk.bytes);
      next.set(frames, disk.bytes.length);
      disk.bytes = next;
      if (isWhole) checked.set(next, [...before, ...payloads.map((payload) => payload.slice())]);
    },
    readAll: async () => [...good()],
    async rewrite(payloads) {
      disk.bytes = encodeFrames(payloads);
    },
    sizeBytes: async () => disk.bytes.length,
    close: async () => {},
  };
}
