/**
 * Reads the first sheet of an .xlsx in a thread of its own. A spreadsheet is a zip: a few kilobytes may inflate to
 * gigabytes, and the thread's limits end that without ending the endpoint.
 */
import { Worker } from 'node:worker_threads';
import type { SheetCell } from './read-file.ts';

const TIMEOUT_MS = 30_000;
const HEAP_MB_MAX = 512;

/** The rows of the first sheet, or which cell cannot be read, where it is a single one. */
export type XlsxAnswer =
  | { readonly kind: 'rows'; readonly rows: readonly (readonly SheetCell[])[] }
  | { readonly kind: 'bad'; readonly at?: { readonly row: number; readonly column: number } };

/** @returns `bad` for whatever cannot be read, with the cell's place where only one cell is at fault */
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
    // The thread ends with an error also where it is out of memory.
    worker.once('error', () => end({ kind: 'bad' }));
    worker.once('exit', () => end({ kind: 'bad' }));
  });
}
