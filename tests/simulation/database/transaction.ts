/**
 * Transactions and requests. A request is answered in a microtask, and a transaction completes in the first macrotask in
 * which nothing more was asked: what awaits a request may ask on, what awaits anything of the event loop comes too late,
 * as in a browser. Within one database those that write wait for each other; nothing of an aborted one stays.
 */
import { fired, type Handler, Target } from './events.ts';
import { type Names, namesOf } from './names.ts';
import type { Records } from './records.ts';

export class Request extends Target {
  result: unknown = undefined;
  error: DOMException | null = null;
  readyState: 'pending' | 'done' = 'pending';
  onsuccess: Handler = null;
  onerror: Handler = null;
  readonly source: unknown;
  transaction: Transaction | null;

  constructor(transaction: Transaction | null, source: unknown) {
    super();
    this.transaction = transaction;
    this.source = source;
  }
}

interface Asked {
  readonly request: Request;
  readonly act: () => unknown;
}

/** An act of the direct database, which waits for its transaction to start. */
type Waiting = () => void;

export type Mode = 'readonly' | 'readwrite' | 'versionchange';

/** In a microtask: as \`queueMicrotask\`, without the resource that Node makes for each of its calls. */
function soon(work: () => void): void {
  void Promise.resolve().then(work);
}

/** What a transaction needs of its database. */
export interface Home {
  readonly stores: Map<string, Records>;
  /** Not ended, in the order in which they were begun. */
  readonly open: Transaction[];
}

export class Transaction extends Target {
  oncomplete: Handler = null;
  onabort: Handler = null;
  onerror: Handler = null;
  error: DOMException | null = null;
  readonly mode: Mode;
  readonly durability: string;
  readonly scope: ReadonlySet<string>;
  readonly db: unknown;
  /** What the first use of a store made. */
  readonly made = new Map<string, unknown>();
  readonly makeStore: (transaction: Transaction, records: Records) => unknown;
  readonly #home: Home;
  readonly #asked: (Asked | Waiting)[] = [];
  readonly #undo: (() => void)[] = [];
  #state: 'waiting' | 'running' | 'ended' = 'waiting';
  #draining = false;
  #toEnd = false;
  #committing = false;

  constructor(input: {
    home: Home;
    db: unknown;
    scope: Iterable<string>;
    mode: Mode;
    durability: string;
    makeStore: (transaction: Transaction, records: Records) => unknown;
    /** Whether who begins it also ends it: then nobody needs to look whether it is idle. */
    isEndedByHand?: boolean;
  }) {
    super();
    this.#home = input.home;
    this.db = input.db;
    this.scope = new Set(input.scope);
    this.mode = input.mode;
    this.durability = input.durability;
    this.makeStore = input.makeStore;
    this.#home.open.push(this);
    if (input.isEndedByHand !== true) this.#endWhenIdle();
  }

  get objectStoreNames(): Names {
    return namesOf(this.scope);
  }

  objectStore(name: string): unknown {
    if (this.#state === 'ended') throw new DOMException('the transaction has ended', 'InvalidStateError');
    const records = this.#home.stores.get(name);
    if (records === undefined || (this.mode !== 'versionchange' && !this.scope.has(name))) {
      throw new DOMException(name, 'NotFoundError');
    }
    let store = this.made.get(name);
    if (store === undefined) {
      store = this.makeStore(this, records);
      this.made.set(name, store);
    }
    return store;
  }

  get hasEnded(): boolean {
    return this.#state === 'ended';
  }

  /** For the direct database: one act in its turn, without request and events. */
  perform<T>(act: () => T): Promise<T> {
    if (this.#state === 'ended' || this.#committing) {
      return Promise.reject(new DOMException('', 'TransactionInactiveError'));
    }
    return new Promise((resolve, reject) => {
      const now = () => {
        try {
          resolve(act());
        } catch (error) {
          reject(error);
        }
      };
      if (this.#isFree()) now();
      else {
        this.#asked.push(now);
        this.#drainSoon();
      }
    });
  }

  /** For the direct database: one act, and the transaction ends with it. */
  performAlone<T>(act: () => T): Promise<T> {
    if (!this.#isFree()) return this.#performInTurn(act);
    try {
      const value = act();
      this.#complete();
      return Promise.resolve(value);
    } catch (error) {
      if (this.#state !== 'ended') this.abort();
      return Promise.reject(error);
    }
  }

  async #performInTurn<T>(act: () => T): Promise<T> {
    try {
      const value = await this.perform(act);
      await this.finish();
      return value;
    } catch (error) {
      if (!this.hasEnded) this.abort();
      throw error;
    }
  }

  /** For the direct database: nothing more will be asked. @throws where the transaction has ended by itself */
  finish(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#state === 'ended') throw new DOMException('it has ended before its work', 'PrematureCommitError');
      if (this.#isFree()) {
        this.#complete();
        resolve();
        return;
      }
      this.addEventListener('complete', () => resolve());
      this.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      this.commit();
    });
  }

  /** For the direct database. @throws NotFoundError, ReadOnlyError */
  recordsOf(name: string, mode: 'readonly' | 'readwrite'): Records {
    const records = this.#home.stores.get(name);
    if (records === undefined || !this.scope.has(name)) throw new DOMException(name, 'NotFoundError');
    if (mode === 'readwrite' && this.mode === 'readonly') throw new DOMException('read only', 'ReadOnlyError');
    return records;
  }

  /** Whether an act may be done at once: the transaction runs, and nothing else was asked before. */
  #isFree(): boolean {
    if (this.#state === 'waiting' && this.#mayStart()) this.#state = 'running';
    return this.#state === 'running' && this.#asked.length === 0;
  }

  /** @param again a cursor's own request, answered once more */
  ask(source: unknown, act: () => unknown, again?: Request): Request {
    if (this.#state === 'ended' || this.#committing) throw new DOMException('', 'TransactionInactiveError');
    const request = again ?? new Request(this, source);
    request.readyState = 'pending';
    this.#asked.push({ request, act });
    this.#drainSoon();
    return request;
  }

  /** For a change made by a request. @throws ReadOnlyError */
  changed(undo: () => void): void {
    this.#undo.push(undo);
  }

  commit(): void {
    if (this.#state === 'ended' || this.#committing) throw new DOMException('', 'InvalidStateError');
    this.#committing = true;
    this.#drainSoon();
  }

  abort(): void {
    if (this.#state === 'ended') throw new DOMException('the transaction has ended', 'InvalidStateError');
    this.#abort(null);
  }

  /** Called when one before it has ended. */
  tryStart(): void {
    if (this.#state !== 'waiting' || !this.#mayStart()) return;
    this.#state = 'running';
    this.#drainSoon();
  }

  #mayStart(): boolean {
    for (const other of this.#home.open) {
      if (other === this) return true;
      if (other.mode === 'readonly' && this.mode === 'readonly') continue;
      for (const name of this.scope) if (other.scope.has(name)) return false;
    }
    return true;
  }

  #drainSoon(): void {
    if (this.#draining) return;
    this.#draining = true;
    soon(() => {
      this.#draining = false;
      this.#drain();
    });
  }

  #drain(): void {
    if (this.#state === 'waiting' && this.#mayStart()) this.#state = 'running';
    if (this.#state !== 'running') return;
    for (let next = this.#asked.shift(); next !== undefined; next = this.#asked.shift()) {
      if (typeof next === 'function') {
        next();
        continue;
      }
      const heard = this.#answer(next);
      if ((this.#state as string) === 'ended') return;
      if (!heard) continue;
      // What awaited this answer goes on before the next one is given.
      this.#drainSoon();
      return;
    }
    if (this.#committing) this.#complete();
    else this.#endWhenIdle();
  }

  #endWhenIdle(): void {
    if (this.#toEnd) return;
    this.#toEnd = true;
    setImmediate(() => {
      this.#toEnd = false;
      if (this.#state === 'ended') return;
      if (this.#state === 'waiting') {
        if (!this.#mayStart()) return;
        this.#state = 'running';
      }
      if (this.#asked.length > 0 || this.#draining) this.#drainSoon();
      else this.#complete();
    });
  }

  /** @returns whether somebody was told */
  #answer({ request, act }: Asked): boolean {
    try {
      request.result = act();
      request.error = null;
      request.readyState = 'done';
    } catch (error) {
      this.#failed(request, error as DOMException);
      return true;
    }
    if (request.onsuccess === null && !request.hasListeners) return false;
    try {
      request.fire(request.onsuccess, fired('success', request));
    } catch {
      if (this.#state !== 'ended') this.#abort(new DOMException('a handler failed', 'AbortError'));
    }
    return true;
  }

  #failed(request: Request, error: DOMException): void {
    request.result = undefined;
    request.error = error;
    request.readyState = 'done';
    const event = fired('error', request);
    request.fire(request.onerror, event);
    if (!event.stopped) this.fire(this.onerror, event);
    if (!event.defaultPrevented && this.#state !== 'ended') this.#abort(error);
  }

  #abort(error: DOMException | null): void {
    for (const undo of this.#undo.reverse()) undo();
    this.error = error;
    const left = this.#asked.splice(0);
    this.#end();
    soon(() => {
      for (const asked of left) {
        if (typeof asked !== 'function') this.#failed(asked.request, new DOMException('aborted', 'AbortError'));
      }
      this.fire(this.onabort, fired('abort', this));
    });
  }

  #complete(): void {
    this.#end();
    this.fire(this.oncomplete, fired('complete', this));
  }

  #end(): void {
    this.#state = 'ended';
    const { open } = this.#home;
    open.splice(open.indexOf(this), 1);
    for (const other of [...open]) other.tryStart();
  }
}
