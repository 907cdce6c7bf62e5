/**
 * The worker that owns the journal's two files in OPFS (journal-files.ts). Appends are flushed before they are answered.
 *
 * A sync access handle is exclusive over tabs. A tab that finds it taken asks over a BroadcastChannel; the holder closes it
 * between two operations, and opens and scans the files anew when it next needs them.
 */
import { type FileHandle, type JournalFiles, openFiles } from './journal-files.ts';

/** A request to the worker, answered under the same id. */
export type JournalAsk =
  | { readonly id: number; readonly kind: 'open'; readonly name: string }
  | { readonly id: number; readonly kind: 'append' | 'rewrite'; readonly payloads: readonly Uint8Array[] }
  | { readonly id: number; readonly kind: 'readAll' | 'size' | 'close' };
/** The worker's answer; `quota` where the disk is full. */
export type JournalReply =
  | { readonly id: number; readonly kind: 'done'; readonly payloads: readonly Uint8Array[]; readonly size: number }
  | { readonly id: number; readonly kind: 'failed'; readonly quota: boolean; readonly detail: string };

const HANDLE_TRIES_MAX = 60;
const HANDLE_WAIT_MS = 50;
let directoryName = '';
let held: JournalFiles | null = null;
let channel: BroadcastChannel | null = null;
let turn: Promise<unknown> = Promise.resolve();

async function takeHandle(directory: FileSystemDirectoryHandle, file: string): Promise<FileHandle> {
  for (let tries = 1; ; tries++) {
    try {
      const entry = await directory.getFileHandle(file, { create: true });
      return (await (
        entry as unknown as { createSyncAccessHandle(): Promise<FileHandle> }
      ).createSyncAccessHandle()) as FileHandle;
    } catch (error) {
      if (tries >= HANDLE_TRIES_MAX || (error as { name?: string }).name !== 'NoModificationAllowedError') throw error;
      channel?.postMessage('let-go');
      await new Promise((resolve) => setTimeout(resolve, HANDLE_WAIT_MS));
    }
  }
}

async function hold(): Promise<JournalFiles> {
  if (held) return held;
  const root = await navigator.storage.getDirectory();
  const directory = await root.getDirectoryHandle(directoryName, { create: true });
  // The files are opened in one order, `a` first: two tabs that open together cannot each hold one and wait for the
  // other.
  const taken: FileHandle[] = [];
  try {
    const first = await takeHandle(directory, 'a');
    taken.push(first);
    const second = await takeHandle(directory, 'b');
    taken.push(second);
    held = openFiles([first, second]);
    return held;
  } catch (error) {
    for (const file of taken) file.close();
    throw error;
  }
}

function letGo(): void {
  held?.close();
  held = null;
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
  try {
    if (ask.kind === 'append' || ask.kind === 'rewrite') journal[ask.kind](ask.payloads);
    return { payloads: ask.kind === 'readAll' ? journal.readAll() : [], size: journal.sizeBytes() };
  } finally {
    if (journal.doubtful()) letGo();
  }
}

// This runs inside the worker only; code of the vault imports the types of this file.
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
