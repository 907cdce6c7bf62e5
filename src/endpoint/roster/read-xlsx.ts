/**
 * Reads the first sheet of an .xlsx in a thread of its own. A spreadsheet is a zip: a few kilobytes may inflate to
 * gigabytes, and the thread's limits end that without ending the endpoint.
 */
import { Worker } from 'node:worker_threads';
import type { Cell } from './read-file.ts';

const TIMEOUT_MS = 30_000;
const HEAP_MB_MAX = 512;

export type XlsxAnswer =
  | { readonly kind: 'rows'; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'bad'; readonly at?: { readonly row: number; readonly column: number } };

/** @returns `bad` for whatever can't be read, with the cell where the sheet itself is in order but one cell is not */
export function readXlsx(bytes: Uint8Array): Promise<XlsxAnswer> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./xlsx-worker.ts', import.meta.url), {
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
    });
    const end = (answer: XlsxAnswer) => {
      clearTimeout(timer);
      resolve(answer);
      void worker.terminate();
    };
    const timer = setTimeout(() => end({ kind: 'bad' }), TIMEOUT_MS);
    worker.once('message', (answer: XlsxAnswer) => end(answer));
    // Out of memory, among others.
    worker.once('error', () => end({ kind: 'bad' }));
    worker.once('exit', () => end({ kind: 'bad' }));
  });
}
