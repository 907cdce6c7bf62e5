/** Object stores, indexes and cursors: the part of IndexedDB that Dexie asks of. */
import { asKey, compareKeys, type Key, type KeyRange, keyAt, rangeOf } from './keys.ts';
import { copied, type Entry, frozen, type Records, type Row, type Sorted } from './records.ts';
import type { Request, Transaction } from './transaction.ts';

type Direction = 'next' | 'prev' | 'nextunique' | 'prevunique';

/** Questions that a store and an index answer alike. */
abstract class Source {
  protected readonly transaction: Transaction;
  protected readonly records: Records;

  constructor(transaction: Transaction, records: Records) {
    this.transaction = transaction;
    this.records = records;
  }

  protected abstract readonly sorted: Sorted<Entry>;

  protected ask(act: () => unknown): Request {
    return this.transaction.ask(this, act);
  }

  value(entry: Entry | undefined): unknown {
    return entry && copied(this.records.get(entry.primaryKey));
  }

  get(query: unknown): Request {
    return this.ask(() => this.value(this.sorted.list(rangeOf(query), 1)[0]));
  }
  getKey(query: unknown): Request {
    return this.ask(() => this.sorted.list(rangeOf(query), 1)[0]?.primaryKey);
  }
  getAll(query?: unknown, countMax?: number): Request {
    return this.ask(() => this.sorted.list(rangeOf(query), countMax).map((entry) => this.value(entry)));
  }
  getAllKeys(query?: unknown, countMax?: number): Request {
    return this.ask(() => this.sorted.list(rangeOf(query), countMax).map(({ primaryKey }) => primaryKey));
  }
  count(query?: unknown): Request {
    return this.ask(() => {
      const [from, to] = this.sorted.span(rangeOf(query));
      return to - from;
    });
  }
  openCursor(query?: unknown, direction: Direction = 'next'): Request {
    return this.#cursor(rangeOf(query), direction, true);
  }
  openKeyCursor(query?: unknown, direction: Direction = 'next'): Request {
    return this.#cursor(rangeOf(query), direction, false);
  }

  #cursor(range: KeyRange | null, direction: Direction, values: boolean): Request {
    if (direction.endsWith('unique')) throw new Error(`cursors of ${direction} are not made here`);
    let cursor: Cursor | null = null;
    const request = this.ask(() => cursor?.first() ?? null);
    cursor = new Cursor({ source: this, sorted: this.sorted, range, direction, values, request });
    return request;
  }
}

class Cursor {
  key: Key | undefined = undefined;
  primaryKey: Key | undefined = undefined;
  value: unknown = undefined;
  readonly source: Source;
  readonly direction: Direction;
  readonly request: Request;
  readonly #sorted: Sorted<Entry>;
  readonly #range: KeyRange | null;
  readonly #values: boolean;

  constructor(input: {
    source: Source;
    sorted: Sorted<Entry>;
    range: KeyRange | null;
    direction: Direction;
    values: boolean;
    request: Request;
  }) {
    this.source = input.source;
    this.direction = input.direction;
    this.request = input.request;
    this.#sorted = input.sorted;
    this.#range = input.range;
    this.#values = input.values;
  }

  first(): this | null {
    const [from, to] = this.#sorted.span(this.#range);
    if (from === to) return null;
    return this.#stand(this.#sorted.entries[this.direction === 'next' ? from : to - 1]);
  }

  continue(key?: unknown): void {
    const until = key === undefined ? null : asKey(key);
    this.#again(() => this.#step(1, (entry) => until === null || this.#reached(entry, until)));
  }

  continuePrimaryKey(key: unknown, primaryKey: unknown): void {
    const [until, primary] = [asKey(key), asKey(primaryKey)];
    this.#again(() =>
      this.#step(1, (entry) => {
        const order = compareKeys(entry.key, until) || compareKeys(entry.primaryKey, primary);
        return this.direction === 'next' ? order >= 0 : order <= 0;
      }),
    );
  }

  advance(count: number): void {
    this.#again(() => this.#step(count, () => true));
  }

  #again(act: () => this | null): void {
    this.request.transaction?.ask(this.source, act, this.request);
  }

  #reached(entry: Entry, until: Key): boolean {
    const order = compareKeys(entry.key, until);
    return this.direction === 'next' ? order >= 0 : order <= 0;
  }

  /** Rows may have come and gone since: the place is looked up anew. */
  #step(count: number, wanted: (entry: Entry) => boolean): this | null {
    if (this.key === undefined || this.primaryKey === undefined) return null;
    const forward = this.direction === 'next';
    const [from, to] = this.#sorted.span(this.#range);
    let at = this.#sorted.find(this.key, forward, this.primaryKey) - (forward ? 0 : 1);
    at += (count - 1) * (forward ? 1 : -1);
    for (; at >= from && at < to; at += forward ? 1 : -1) {
      const entry = this.#sorted.entries[at];
      if (entry !== undefined && wanted(entry)) return this.#stand(entry);
    }
    return null;
  }

  #stand(entry: Entry | undefined): this {
    this.key = entry?.key;
    this.primaryKey = entry?.primaryKey;
    this.value = this.#values ? this.source.value(entry) : undefined;
    return this;
  }
}

class Index extends Source {
  readonly name: string;
  readonly keyPath: string | readonly string[];
  readonly unique = false;
  readonly multiEntry = false;
  protected readonly sorted: Sorted<Entry>;

  constructor(transaction: Transaction, records: Records, name: string) {
    super(transaction, records);
    const index = records.indexes.get(name);
    if (index === undefined) throw new DOMException(name, 'NotFoundError');
    this.name = name;
    this.keyPath = index.spec.keyPath;
    this.sorted = index.sorted;
  }
}

export class Store extends Source {
  readonly name: string;
  readonly keyPath: string | readonly string[];
  readonly autoIncrement = false;
  protected readonly sorted: Sorted<Entry>;

  constructor(transaction: Transaction, records: Records) {
    super(transaction, records);
    this.name = records.name;
    this.keyPath = records.keyPath;
    this.sorted = records.rows;
  }

  get indexNames(): string[] {
    return [...this.records.indexes.keys()].sort();
  }

  index(name: string): Index {
    return new Index(this.transaction, this.records, name);
  }

  createIndex(name: string, keyPath: string | readonly string[], { unique = false, multiEntry = false } = {}): Index {
    this.records.addIndex({ name, keyPath, unique, multiEntry });
    return this.index(name);
  }

  put(value: Row): Request {
    return this.#write(value, true);
  }
  add(value: Row): Request {
    return this.#write(value, false);
  }

  #write(value: Row, over: boolean): Request {
    this.#mayWrite();
    const row = frozen(value);
    const key = asKey(keyAt(row, this.keyPath));
    return this.ask(() => {
      if (!over && this.records.get(key) !== undefined) throw new DOMException(String(key), 'ConstraintError');
      this.transaction.changed(this.records.set(key, row));
      return key;
    });
  }

  delete(query: unknown): Request {
    this.#mayWrite();
    return this.ask(() => this.#remove(rangeOf(query)));
  }
  clear(): Request {
    this.#mayWrite();
    return this.ask(() => this.#remove(null));
  }

  #remove(range: KeyRange | null): undefined {
    for (const { key } of this.sorted.list(range)) this.transaction.changed(this.records.set(key, undefined));
  }

  #mayWrite(): void {
    if (this.transaction.mode === 'readonly') throw new DOMException('read only', 'ReadOnlyError');
  }
}
