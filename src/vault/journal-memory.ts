/** A journal in memory, framed as on disk: for tests and the simulator, which tear and flip its bytes. */
import { decodeFrames, encodeFrames } from './frames.ts';
import type { Journal } from './platform.ts';

/** What survives a killed process: give the same disk to the next `memoryJournal`. */
export interface MemoryDisk {
  bytes: Uint8Array;
}

export function memoryJournal(disk: MemoryDisk = { bytes: new Uint8Array() }): Journal {
  /** What was last found or left whole: the same bytes need not be read again before each append. */
  let whole: Uint8Array | null = null;
  const good = () => {
    const { payloads, goodBytes } = decodeFrames(disk.bytes);
    disk.bytes = disk.bytes.subarray(0, goodBytes);
    whole = disk.bytes;
    return payloads;
  };
  return {
    kind: 'memory',
    async append(payloads) {
      if (disk.bytes !== whole) good();
      const frames = encodeFrames(payloads);
      const next = new Uint8Array(disk.bytes.length + frames.length);
      next.set(disk.bytes);
      next.set(frames, disk.bytes.length);
      disk.bytes = next;
      whole = next;
    },
    readAll: async () => good(),
    async rewrite(payloads) {
      disk.bytes = encodeFrames(payloads);
    },
    sizeBytes: async () => disk.bytes.length,
    close: async () => {},
  };
}
