/**
 * Checks many signatures in threads of their own, so that other requests are answered meanwhile. `crypto.verify` with a
 * callback would not do: to hand over a hundred checks one by one takes the main thread as long as to make them (5.7 of 6.5
 * ms; as one message to a thread 0.03 ms).
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { isSignedBy } from './signatures.ts';

/** One signature, and the keys that it may be made with. */
export interface SignatureCheck {
  /** A signature by any of these keys holds; the likeliest key comes first. */
  readonly publicKeys: readonly string[];
  readonly text: string;
  readonly signature: string;
}

/** Fewer checks than these are made sooner than they are handed over. */
const HANDED_OVER_MIN = 16;
/**
 * There is a thread for each processor: the push that asked waits meanwhile, and so the main thread often has nothing to do.
 */
const THREADS_MAX = Math.min(4, availableParallelism());

/** @returns for each check, in their order, whether the signature holds */
export async function checkSignatures(checks: readonly SignatureCheck[]): Promise<readonly boolean[]> {
  if (checks.length < HANDED_OVER_MIN) return checks.map(holds);
  const share = Math.max(HANDED_OVER_MIN, Math.ceil(checks.length / THREADS_MAX));
  const shares = Array.from({ length: Math.ceil(checks.length / share) }, (_, at) =>
    checks.slice(at * share, (at + 1) * share),
  );
  // A thread that cannot run costs time, never a record.
  const answers = shares.map(async (own, at) => {
    try {
      return await threadAt(at).check(own);
    } catch {
      return own.map(holds);
    }
  });
  return (await Promise.all(answers)).flat();
}

/** @returns whether the signature was made over the text with one of the keys */
export const holds = ({ publicKeys, text, signature }: SignatureCheck): boolean =>
  publicKeys.some((key) => isSignedBy(key, text, signature));

/** The message to a thread. */
export interface ChecksMessage {
  readonly id: number;
  readonly checks: readonly SignatureCheck[];
}
/** The thread's answer to the message with the same id. */
export interface ChecksAnswer {
  readonly id: number;
  readonly hold: readonly boolean[];
}

const threads: Thread[] = [];

function threadAt(place: number): Thread {
  const before = threads[place];
  if (before !== undefined && !before.hasEnded) return before;
  const thread = new Thread();
  threads[place] = thread;
  return thread;
}

/** A thread that lives as long as the process; the process waits for it only while it has checks to make. */
class Thread {
  hasEnded = false;
  readonly #worker = new Worker(new URL('./signature-worker.ts', import.meta.url));
  readonly #waiting = new Map<number, PromiseWithResolvers<readonly boolean[]>>();
  #lastId = 0;

  constructor() {
    this.#worker.unref();
    this.#worker.on('message', ({ id, hold }: ChecksAnswer) => {
      this.#waiting.get(id)?.resolve(hold);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#worker.unref();
    });
    const end = (why: unknown) => {
      this.hasEnded = true;
      for (const { reject } of this.#waiting.values()) reject(why);
      this.#waiting.clear();
    };
    this.#worker.once('error', end);
    this.#worker.once('exit', end);
  }

  check(checks: readonly SignatureCheck[]): Promise<readonly boolean[]> {
    this.#lastId += 1;
    const answer = Promise.withResolvers<readonly boolean[]>();
    this.#waiting.set(this.#lastId, answer);
    this.#worker.ref();
    this.#worker.postMessage({ id: this.#lastId, checks } satisfies ChecksMessage);
    return answer.promise;
  }
}
