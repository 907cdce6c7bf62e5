/**
 * A process's way to the rows in memory. All its work is done at once, so that nobody sees half a transaction; where a step
 * fails, as where the process is killed, everything that the transaction had done before is undone.
 */
import type { Kinds, Rows } from './rows.ts';

export class Connection {
  readonly #rows: Rows;
  /** Called before each reading and writing, as before a statement of a database. */
  readonly #step: () => void;
  /** What undoes each write of the transaction that runs; null: none runs. */
  #undo: (() => void)[] | null = null;
  #isClosed = false;

  constructor(rows: Rows, step: () => void) {
    this.#rows = rows;
    this.#step = step;
  }

  /** The process is gone, and what it still wants to do fails. */
  close(): void {
    this.#isClosed = true;
  }

  /** @throws whatever `work` throws; nothing of the transaction stays then */
  async transaction<T>(work: () => T): Promise<T> {
    this.#undo = [];
    try {
      this.#mayGoOn();
      const value = work();
      // A process may be killed after everything is written and before it is committed.
      this.#mayGoOn();
      return value;
    } catch (error) {
      for (const undo of this.#undo.reverse()) undo();
      throw error;
    } finally {
      this.#undo = null;
    }
  }

  all<Kind extends keyof Kinds>(kind: Kind): ReadonlyMap<string, Kinds[Kind]> {
    this.#mayGoOn();
    return this.#rows[kind];
  }

  get<Kind extends keyof Kinds>(kind: Kind, key: string): Kinds[Kind] | undefined {
    return this.all(kind).get(key);
  }

  put<Kind extends keyof Kinds>(kind: Kind, key: string, row: Kinds[Kind]): void {
    this.#change(kind, key, row);
  }

  drop<Kind extends keyof Kinds>(kind: Kind, key: string): void {
    this.#change(kind, key, undefined);
  }

  #change<Kind extends keyof Kinds>(kind: Kind, key: string, row: Kinds[Kind] | undefined): void {
    this.#mayGoOn();
    const map: Map<string, Kinds[Kind]> = this.#rows[kind];
    const before = map.get(key);
    set(map, key, row);
    this.#undo?.push(() => set(map, key, before));
  }

  #mayGoOn(): void {
    if (this.#isClosed) throw new Error('the connection is closed');
    this.#step();
  }
}

function set<Row>(map: Map<string, Row>, key: string, row: Row | undefined): void {
  if (row === undefined) map.delete(key);
  else map.set(key, row);
}
