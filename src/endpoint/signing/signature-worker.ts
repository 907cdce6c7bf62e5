/** The code of the threads of signature-threads.ts: a message has checks, its answer says of each whether it holds. */
import { parentPort } from 'node:worker_threads';
import { type ChecksAnswer, type ChecksMessage, holds } from './signature-threads.ts';

parentPort?.on('message', ({ id, checks }: ChecksMessage) => {
  parentPort?.postMessage({ id, hold: checks.map(holds) } satisfies ChecksAnswer);
});
