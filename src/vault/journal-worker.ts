/**
 * The worker that owns the journal's file in OPFS. Appends are flushed before they are answered.
 *
 * Two files, `a` and `b`; the one with the highest valid generation counts. A rewrite fills the other file under
 * generation 0, flushes, and only then stamps its header: killed at any instant, one of the two is whole.
 * A sync access handle is exclusive over tabs. A tab that finds it taken asks over a BroadcastChannel; the holder lets
 * go between two operations and takes it back when it next needs it, rescanning then.
 */
import { decodeFrames, decodeHeader, encodeFrames, encodeHeader, HEADER_BYTES } from './frames.ts';

export type JournalAsk =
  | { readonly id: number; readonly kind: 'open'; readonly name: string }
  | { readonly id: number; readonly kind: 'append' | 'rewrite'; readonly payloads: readonly Uint8Array[] }
  | { readonly id: number; readonly kind: 'readAll' | 'size' | 'close' };
export type JournalReply =
  | { readonly id: number; readonly kind: 'done'; readonly payloads: readonly Uint8Array[]; readonly size: number }
  | { readonly id: number; readonly kind: 'failed'; readonly quota: boolean; readonly detail: string };

interface Handle {
  read(buffer: Uint8Array, options: { at: number }): number;
  write(buffer: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}
interface Held {
  readonly files: readonly [Handle, Handle];
  /** Which file counts. */
  active: 0 | 1;
  generation: number;
  /** End of the last good frame: where the next one goes. */
  end: number;
}

const HANDLE_TRIES_MAX = 60;
const HANDLE_WAIT_MS = 50;
let directoryName = '';
let held: Held | null = null;
let channel: BroadcastChannel | null = null;
let turn: Promise<unknown> = Promise.resolve();

function whole(handle: Handle): Uint8Array {
  const bytes = new Uint8Array(handle.getSize());
  handle.read(bytes, { at: 0 });
  return bytes;
}

function writeAll(handle: Handle, bytes: Uint8Array, at: number): void {
  const written = handle.write(bytes, { at });
  if (written !== bytes.length) throw new DOMException('short write', 'QuotaExceededError');
}

async function takeHandle(directory: FileSystemDirectoryHandle, file: string): Promise<Handle> {
  for (let tries = 1; ; tries++) {
    try {
      const entry = await directory.getFileHandle(file, { create: true });
      return (await (
        entry as unknown as { createSyncAccessHandle(): Promise<Handle> }
      ).createSyncAccessHandle()) as Handle;
    } catch (error) {
      if (tries >= HANDLE_TRIES_MAX || (error as { name?: string }).name !== 'NoModificationAllowedError') throw error;
      channel?.postMessage('let-go');
      await new Promise((resolve) => setTimeout(resolve, HANDLE_WAIT_MS));
    }
  }
}

async function hold(): Promise<Held> {
  if (held) return held;
  const root = await navigator.storage.getDirectory();
  const directory = await root.getDirectoryHandle(directoryName, { create: true });
  // Always a first, then b: two tabs opening together cannot each hold one and wait for the other.
  const first = await takeHandle(directory, 'a');
  let second: Handle;
  try {
    second = await takeHandle(directory, 'b');
  } catch (error) {
    first.close();
    throw error;
  }
  const files = [first, second] as const;
  const found = files.map((file) => {
    const bytes = whole(file);
    return { generation: decodeHeader(bytes), good: decodeFrames(bytes.subarray(HEADER_BYTES)).goodBytes, bytes };
  });
  const [a, b] = found as [(typeof found)[number], (typeof found)[number]];
  // Where no header holds (a flipped bit), the file with more good frames is the journal.
  const active = b.generation > a.generation || (b.generation === a.generation && b.good > a.good) ? 1 : 0;
  const chosen = active === 1 ? b : a;
  const now: Held = { files, active, generation: chosen.generation || 1, end: HEADER_BYTES + chosen.good };
  if (chosen.generation === 0) writeAll(files[active], encodeHeader(1), 0);
  if (files[active].getSize() !== now.end) files[active].truncate(now.end);
  files[active].flush();
  held = now;
  return now;
}

function letGo(): void {
  for (const file of held?.files ?? []) file.close();
  held = null;
}

function append(journal: Held, payloads: readonly Uint8Array[]): void {
  const file = journal.files[journal.active];
  const frames = encodeFrames(payloads);
  try {
    writeAll(file, frames, journal.end);
    file.flush();
    journal.end += frames.length;
  } catch (error) {
    // What was half written would hide every later frame: cut it, or else start anew from a scan.
    try {
      file.truncate(journal.end);
      file.flush();
    } catch {
      letGo();
    }
    throw error;
  }
}

function rewrite(journal: Held, payloads: readonly Uint8Array[]): void {
  const to = journal.active === 0 ? 1 : 0;
  const file = journal.files[to];
  const frames = encodeFrames(payloads);
  file.truncate(0);
  writeAll(file, new Uint8Array(HEADER_BYTES), 0);
  writeAll(file, frames, HEADER_BYTES);
  file.flush();
  writeAll(file, encodeHeader(journal.generation + 1), 0);
  file.flush();
  journal.files[journal.active].truncate(0);
  journal.files[journal.active].flush();
  journal.active = to;
  journal.generation += 1;
  journal.end = HEADER_BYTES + frames.length;
}

async function answer(ask: JournalAsk): Promise<{ payloads: Uint8Array[]; size: number }> {
  if (ask.kind === 'open') {
    directoryName = ask.name;
    channel = new BroadcastChannel(`journal:${ask.name}`);
    channel.onmessage = () => {
      turn = turn.then(letGo, letGo);
    };
  }
  if (ask.kind === 'close') {
    letGo();
    channel?.close();
    return { payloads: [], size: 0 };
  }
  const journal = await hold();
  if (ask.kind === 'append') append(journal, ask.payloads);
  if (ask.kind === 'rewrite') rewrite(journal, ask.payloads);
  const payloads =
    ask.kind === 'readAll' ? decodeFrames(whole(journal.files[journal.active]).subarray(HEADER_BYTES)).payloads : [];
  return { payloads, size: journal.end };
}

// Inside the worker only: vault code may import this file's types.
self.onmessage = (event: MessageEvent<JournalAsk>) => {
  const ask = event.data;
  turn = turn
    .then(() => answer(ask))
    .then(
      (done): JournalReply => ({ id: ask.id, kind: 'done', ...done }),
      (error: unknown): JournalReply => ({
        id: ask.id,
        kind: 'failed',
        quota: (error as { name?: string } | null)?.name === 'QuotaExceededError',
        detail: String(error),
      }),
    )
    .then((reply) => (self as unknown as { postMessage(reply: JournalReply): void }).postMessage(reply));
};
