/**
 * Disks in memory on which the phone's real journals run outside of a browser: a Cache, and OPFS with sync access handles that
 * are exclusive over tabs, as a browser's are. Each tab has a worker of its own, made from the real module.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { vi } from 'vitest';
import type { CacheLike } from '../../src/vault/journal/journal-cache.ts';
import type { FileHandle } from '../../src/vault/journal/journal-files.ts';
import type { JournalAsk, JournalReply } from '../../src/vault/journal/journal-worker.ts';

/** A Cache, and its entries by URL. */
export function cacheInMemory(): { readonly cache: CacheLike; readonly held: Map<string, Uint8Array<ArrayBuffer>> } {
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  const cache: CacheLike = {
    match: async (url) => (held.has(url) ? new Response(held.get(url)) : undefined),
    async put(url, response) {
      held.set(url, new Uint8Array(await response.arrayBuffer()));
    },
    delete: async (url) => held.delete(url),
    keys: async () => [...held.keys()].map((url) => ({ url })),
  };
  return { cache, held };
}

/** One file of OPFS. */
class OpfsFile {
  bytes: Uint8Array = new Uint8Array();
  #isTaken = false;

  /** @throws NoModificationAllowedError while another handle is open */
  createSyncAccessHandle = async (): Promise<FileHandle> => {
    if (this.#isTaken) throw new DOMException('a handle is open', 'NoModificationAllowedError');
    this.#isTaken = true;
    return {
      read: (buffer, { at }) => {
        const part = this.bytes.subarray(at, at + buffer.length);
        buffer.set(part);
        return part.length;
      },
      write: (buffer, { at }) => {
        const next = new Uint8Array(Math.max(this.bytes.length, at + buffer.length));
        next.set(this.bytes);
        next.set(buffer, at);
        this.bytes = next;
        return buffer.length;
      },
      truncate: (size) => {
        const next = new Uint8Array(size);
        next.set(this.bytes.subarray(0, size));
        this.bytes = next;
      },
      getSize: () => this.bytes.length,
      flush: () => undefined,
      close: () => {
        this.#isTaken = false;
      },
    };
  };
}

interface TabWorker {
  onScript: (event: { data: JournalAsk }) => void;
  onmessage: (event: { data: JournalReply }) => void;
}

/** The worker whose code runs. */
const running = new AsyncLocalStorage<TabWorker>();

/** Stands in for the browser's Worker: each `new` loads the journal's worker once more. */
class JournalWorker implements TabWorker {
  onScript: TabWorker['onScript'] = () => undefined;
  onmessage: TabWorker['onmessage'] = () => undefined;
  readonly #loaded: Promise<unknown>;

  constructor() {
    // Without this the second tab would be given the first one's module, and so its files.
    vi.resetModules();
    this.#loaded = running.run(this, () => import('../../src/vault/journal/journal-worker.ts'));
  }
  postMessage(ask: JournalAsk): void {
    const data = structuredClone(ask);
    void this.#loaded.then(() => running.run(this, () => this.onScript({ data })));
  }
  terminate(): void {}
}

/** The global scope that each worker believes to be its own. */
const workerScope = {
  set onmessage(listener: TabWorker['onScript']) {
    const worker = running.getStore();
    if (worker !== undefined) worker.onScript = listener;
  },
  postMessage(reply: JournalReply): void {
    running.getStore()?.onmessage({ data: structuredClone(reply) });
  },
};

/**
 * Gives this process OPFS in memory and workers, until `vi.unstubAllGlobals`.
 * @returns the folders by name, and in each its files
 */
export function opfsInMemory(): ReadonlyMap<string, ReadonlyMap<string, OpfsFile>> {
  const folders = new Map<string, Map<string, OpfsFile>>();
  const entry = <T>(entries: Map<string, T>, name: string, make: () => T): T => {
    const found = entries.get(name) ?? make();
    entries.set(name, found);
    return found;
  };
  const getDirectoryHandle = async (folder: string) => {
    const files = entry(folders, folder, () => new Map<string, OpfsFile>());
    return { getFileHandle: async (name: string) => entry(files, name, () => new OpfsFile()) };
  };
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => ({ getDirectoryHandle }) } });
  vi.stubGlobal('Worker', JournalWorker);
  vi.stubGlobal('self', workerScope);
  return folders;
}
