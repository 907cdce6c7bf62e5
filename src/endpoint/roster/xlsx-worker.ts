/** The code of the thread of read-xlsx.ts: it gets bytes, and answers rows or the place of the fault. */
import { parentPort, workerData } from 'node:worker_threads';
import { InvalidSpreadsheetError, readSheet } from 'read-excel-file/node';
import type { XlsxAnswer } from './read-xlsx.ts';

async function read(bytes: Uint8Array): Promise<XlsxAnswer> {
  try {
    // The library's types have `typeof Date` where its values are Dates.
    const rows = (await readSheet(Buffer.from(bytes), 1)) as unknown as (XlsxAnswer & { kind: 'rows' })['rows'];
    return { kind: 'rows', rows };
  } catch (error) {
    const place = error instanceof InvalidSpreadsheetError ? /row (\d+), col (\d+)/.exec(error.message) : null;
    return place === null ? { kind: 'bad' } : { kind: 'bad', at: { row: Number(place[1]), column: Number(place[2]) } };
  }
}

parentPort?.postMessage(await read(workerData as Uint8Array));
