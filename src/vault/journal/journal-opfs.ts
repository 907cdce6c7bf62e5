/** The journal in OPFS: it passes each operation on to the worker that owns the files. */
import { JournalUnavailable, QuotaFull } from '../errors.ts';
import type { Journal } from '../platform.ts';
import type { JournalAsk, JournalReply } from './journal-worker.ts';

type Asked = JournalAsk extends infer Ask ? (Ask extends JournalAsk ? Omit<Ask, 'id'> : never) : never;
type Done = Extract<JournalReply, { kind: 'done' }>;

/** @throws JournalUnavailable where the browser has no OPFS or no sync access handles */
export async function opfsJournal(name: string): Promise<Journal> {
  const worker = new Worker(new URL('./journal-worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, { done: (reply: Done) => void; failed: (error: Error) => void }>();
  let lastId = 0;

  worker.onmessage = (event: MessageEvent<JournalReply>) => {
    const reply = event.data;
    const asker = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.kind === 'done') asker?.done(reply);
    else asker?.failed(reply.quota ? new QuotaFull(reply.detail) : new JournalUnavailable(reply.detail));
  };
  worker.onerror = (event) => {
    for (const asker of waiting.values()) asker.failed(new JournalUnavailable(event.message));
    waiting.clear();
  };

  const ask = (asked: Asked): Promise<Done> =>
    new Promise((done, failed) => {
      lastId += 1;
      waiting.set(lastId, { done, failed });
      worker.postMessage({ ...asked, id: lastId });
    });

  try {
    await ask({ kind: 'open', name });
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return {
    kind: 'opfs',
    append: async (payloads) => void (await ask({ kind: 'append', payloads })),
    readAll: async () => [...(await ask({ kind: 'readAll' })).payloads],
    rewrite: async (payloads) => void (await ask({ kind: 'rewrite', payloads })),
    sizeBytes: async () => (await ask({ kind: 'size' })).size,
    async close() {
      await ask({ kind: 'close' });
      worker.terminate();
    },
  };
}
