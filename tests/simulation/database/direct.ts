/**
 * A database with Dexie's front and none of its inside, over the same disk in memory and its transactions: zones, event
 * objects and hooks are two fifths of what a simulated month costs, and the vault's code is the same above either. Which
 * of them a world runs on is said by its disk (disks.ts). One test holds the two equal over random work.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Records } from './records.ts';
import { type Acting, DirectTable } from './tables.ts';
import type { Transaction } from './transaction.ts';

interface Running {
  readonly db: DirectDatabase;
  readonly transaction: Transaction;
}
const running = new AsyncLocalStorage<Running | undefined>();

/** The direct transaction in which the code that asks runs; null: in none. */
export function directTransaction(): Transaction | null {
  return running.getStore()?.transaction ?? null;
}

export interface DirectOptions {
  readonly indexedDB: IDBFactory;
  readonly chromeTransactionDurability?: IDBTransactionDurability;
}

/** Dexie's own versions are ten times as large at the disk. */
const VERSION_FACTOR = 10;

class ClosedError extends Error {
  override readonly name = 'DatabaseClosedError';
}

export class DirectDatabase implements Acting {
  readonly name: string;
  readonly #options: DirectOptions;
  readonly #stores = new Map<string, string>();
  #version = 1;
  #connection: IDBDatabase | null = null;

  constructor(name: string, options: DirectOptions) {
    this.name = name;
    this.#options = options;
  }

  /** Other windows and their upgrades are not of the simulator. */
  on(): void {}

  version(version: number) {
    this.#version = version;
    return {
      stores: (schema: Readonly<Record<string, string>>) => {
        for (const [name, paths] of Object.entries(schema)) {
          this.#stores.set(name, paths);
          Reflect.set(this, name, new DirectTable(this, name));
        }
      },
    };
  }

  table(name: string): DirectTable {
    return Reflect.get(this, name) as DirectTable;
  }

  open(): Promise<this> {
    return new Promise((resolve, reject) => {
      const request = this.#options.indexedDB.open(this.name, this.#version * VERSION_FACTOR);
      request.addEventListener('upgradeneeded', () => this.#create(request.result));
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        this.#connection = request.result;
        resolve(this);
      };
    });
  }

  #create(connection: IDBDatabase): void {
    for (const [name, paths] of this.#stores) {
      const [primary = '', ...indexes] = paths.split(',').map((path) => path.trim());
      const store = connection.createObjectStore(name, { keyPath: members(primary) });
      for (const index of indexes) store.createIndex(index, members(index));
    }
  }

  close(): void {
    this.#connection?.close();
    this.#connection = null;
  }

  /** @throws whatever `work` throws; nothing of the transaction stays then */
  async transaction<T>(
    mode: 'r' | 'rw',
    tables: DirectTable | readonly (DirectTable | string)[],
    work: () => Promise<T> | T,
  ): Promise<T> {
    if (running.getStore()?.db === this) throw new Error('transactions within transactions are not made here');
    const names = [tables].flat().map((table) => (typeof table === 'string' ? table : (table as DirectTable).name));
    const transaction = this.#begin(names, mode === 'rw' ? 'readwrite' : 'readonly');
    let value: T;
    try {
      value = await running.run({ db: this, transaction }, work);
    } catch (error) {
      if (!transaction.hasEnded) transaction.abort();
      throw error;
    }
    await transaction.finish();
    return value;
  }

  act<T>(
    table: string,
    mode: 'readonly' | 'readwrite',
    act: (records: Records, transaction: Transaction) => T,
  ): Promise<T> {
    try {
      const within = running.getStore();
      if (within?.db === this) {
        const { transaction } = within;
        return transaction.perform(() => act(transaction.recordsOf(table, mode), transaction));
      }
      const transaction = this.#begin([table], mode, true);
      return transaction.performAlone(() => act(transaction.recordsOf(table, mode), transaction));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #begin(names: readonly string[], mode: IDBTransactionMode, isEndedByHand = false): Transaction {
    if (this.#connection === null) throw new ClosedError(this.name);
    const durability = this.#options.chromeTransactionDurability ?? 'default';
    const options: IDBTransactionOptions & { isEndedByHand: boolean } = { durability, isEndedByHand };
    return this.#connection.transaction([...names], mode, options) as unknown as Transaction;
  }
}

/** `a` or `[a+b]`, as Dexie's schemas name a member or several. */
function members(path: string): string | string[] {
  const several = /^\[(.+)\]$/.exec(path)?.[1];
  return several === undefined ? path : several.split('+');
}
