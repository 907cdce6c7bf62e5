/** The thread of signature-threads.ts: signatures in, whether each holds out. */
import { parentPort } from 'node:worker_threads';
import { type Answered, type Asked, holds } from './signature-threads.ts';

parentPort?.on('message', ({ id, checks }: Asked) => {
  parentPort?.postMessage({ id, hold: checks.map(holds) } satisfies Answered);
});
