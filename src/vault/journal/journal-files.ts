/**
 * The journal in two files, `a` and `b`, of which the one with the highest valid generation counts. A rewrite fills the
 * other file under generation 0, flushes it, and only then stamps its header: killed at any instant, one of the two is
 * whole. Which file counts is always decided from the bytes on the disk, never from what this process believes it
 * wrote.
 */
import { decodeFrames, decodeHeader, encodeFrames, encodeHeader, HEADER_BYTES } from './frames.ts';

/** The part of FileSystemSyncAccessHandle that is used; tests have one in memory. */
export interface FileHandle {
  read(buffer: Uint8Array, options: { at: number }): number;
  write(buffer: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

/** The journal over two open files; every call is done when it returns. */
export interface JournalFiles {
  /**
   * Appends all of these and flushes, or leaves nothing of them.
   * @throws what the disk threw; QuotaExceededError for a short write
   */
  append(payloads: readonly Uint8Array[]): void;
  /** Puts all of these in place of the old content, or leaves the old. @throws what the disk threw */
  rewrite(payloads: readonly Uint8Array[]): void;
  readAll(): Uint8Array[];
  sizeBytes(): number;
  /**
   * Whether the disk failed in the middle and could not be set right: the files must be closed, and opened anew from
   * their bytes.
   */
  doubtful(): boolean;
  close(): void;
}

/** Opens a journal over two files. @param files closed by whoever opened them where this throws */
export function openFiles(files: readonly [FileHandle, FileHandle]): JournalFiles {
  const [a, b] = files.map((file) => {
    const bytes = whole(file);
    return {
      generation: decodeHeader(bytes),
      // One flipped bit leaves other bytes of the mark; a rewrite that was never stamped has none of them.
      marked: bytes.subarray(0, MARK_BYTES).some((byte) => byte !== 0),
      good: decodeFrames(bytes.subarray(HEADER_BYTES)).goodBytes,
    };
  }) as [Found, Found];
  let active: 0 | 1 = isBefore(a, b) ? 1 : 0;
  const chosen = active === 1 ? b : a;
  let generation = chosen.generation || 1;
  /** The end of the last good frame, where the next one goes. */
  let end = HEADER_BYTES + chosen.good;
  let doubt = false;
  if (chosen.generation === 0) writeAll(files[active], encodeHeader(1), 0);
  if (files[active].getSize() !== end) files[active].truncate(end);
  files[active].flush();
  // A rewrite may have been killed before it emptied the old file. Left there, a later flip in the new header would
  // bring it back.
  empty(files[active === 0 ? 1 : 0]);

  return {
    append(payloads) {
      const file = files[active];
      const frames = encodeFrames(payloads);
      try {
        writeAll(file, frames, end);
        file.flush();
        end += frames.length;
      } catch (error) {
        // Half a frame would hide every later one: it is cut away, or else the files are opened anew.
        doubt = !cut(file, end);
        throw error;
      }
    },
    rewrite(payloads) {
      const to = active === 0 ? 1 : 0;
      const file = files[to];
      const frames = encodeFrames(payloads);
      try {
        file.truncate(0);
        writeAll(file, new Uint8Array(HEADER_BYTES), 0);
        writeAll(file, frames, HEADER_BYTES);
        file.flush();
        writeAll(file, encodeHeader(generation + 1), 0);
        file.flush();
      } catch (error) {
        // Stamped or not, the new file must not win over what is appended to the old one from now on, nor take room on
        // a full disk.
        doubt = !cut(file, 0);
        throw error;
      }
      const old = files[active];
      active = to;
      generation += 1;
      end = HEADER_BYTES + frames.length;
      // The old file's lower generation loses already; where this fails, the next opening empties it.
      cut(old, 0);
    },
    readAll: () => decodeFrames(whole(files[active]).subarray(HEADER_BYTES)).payloads,
    sizeBytes: () => end,
    doubtful: () => doubt,
    close() {
      for (const file of files) file.close();
    },
  };
}

const MARK_BYTES = 4;

interface Found {
  readonly generation: number;
  /** Whether the file has a header, whole or not. */
  readonly marked: boolean;
  /** How many bytes of good frames the file has. */
  readonly good: number;
}

/**
 * Whether `b` counts. Where no header holds (a flipped bit), the file counts that once had one, and of two the one with
 * more good frames.
 */
function isBefore(a: Found, b: Found): boolean {
  if (a.generation !== b.generation) return a.generation < b.generation;
  return a.marked === b.marked ? a.good < b.good : b.marked;
}

function whole(file: FileHandle): Uint8Array {
  const bytes = new Uint8Array(file.getSize());
  file.read(bytes, { at: 0 });
  return bytes;
}

function writeAll(file: FileHandle, bytes: Uint8Array, at: number): void {
  if (file.write(bytes, { at }) !== bytes.length) throw new DOMException('short write', 'QuotaExceededError');
}

function empty(file: FileHandle): void {
  if (file.getSize() > 0) cut(file, 0);
}

/** @returns whether it is certain that nothing is left beyond `size` */
function cut(file: FileHandle, size: number): boolean {
  try {
    file.truncate(size);
    file.flush();
    return true;
  } catch {
    return false;
  }
}
