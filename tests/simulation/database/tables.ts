/**
 * Tables and queries of the direct database: what the vault asks of Dexie, answered from the rows in memory without
 * requests, events, cursors or zones. Only what the vault uses is here; anything else is a missing method.
 */
import { asKey, compareKeys, type Key, KeyRange, keyAt } from './keys.ts';
import { copied, type Entry, frozen, type Records, type Row, type Sorted } from './records.ts';
import type { Transaction } from './transaction.ts';

/** What a table needs of its database: one act in the transaction that runs, or in one of its own. */
export interface Acting {
  act<T>(
    table: string,
    mode: 'readonly' | 'readwrite',
    act: (records: Records, transaction: Transaction) => T,
  ): Promise<T>;
}

/** Dexie's error for several writes at once: those that could be done are done, unless the transaction is given up. */
class BulkError extends Error {
  override readonly name = 'BulkError';
}

interface Query {
  /** `null`: the primary key. */
  readonly index: string | null;
  /** In ascending order; null: everything. */
  readonly ranges: readonly KeyRange[] | null;
  readonly backwards: boolean;
  readonly offset: number;
  readonly limit: number;
  readonly filters: readonly ((row: Row) => boolean)[];
}

const EVERYTHING: Query = {
  index: null,
  ranges: null,
  backwards: false,
  offset: 0,
  limit: Number.POSITIVE_INFINITY,
  filters: [],
};

export class DirectTable {
  readonly name: string;
  readonly #db: Acting;

  constructor(db: Acting, name: string) {
    this.#db = db;
    this.name = name;
  }

  get(key: unknown): Promise<Row | undefined> {
    const wanted = asKey(key);
    return this.#db.act(this.name, 'readonly', (records) => records.get(wanted));
  }

  bulkGet(keys: readonly unknown[]): Promise<(Row | undefined)[]> {
    const wanted = keys.map(asKey);
    return this.#db.act(this.name, 'readonly', (records) => wanted.map((key) => records.get(key)));
  }

  put(row: Row): Promise<Key> {
    return this.#write([row], true).then(([key]) => key as Key);
  }

  add(row: Row): Promise<Key> {
    const given = frozen(row);
    return this.#db.act(this.name, 'readwrite', (records, transaction) => {
      const key = keyIn(records, given);
      if (records.get(key) !== undefined) throw new DOMException(String(key), 'ConstraintError');
      transaction.changed(records.set(key, given));
      return key;
    });
  }

  bulkPut(rows: readonly Row[]): Promise<Key | undefined> {
    return this.#write(rows, true).then((keys) => keys.at(-1));
  }

  bulkAdd(rows: readonly Row[]): Promise<Key | undefined> {
    return this.#write(rows, false).then((keys) => keys.at(-1));
  }

  delete(key: unknown): Promise<void> {
    return this.bulkDelete([key]);
  }

  bulkDelete(keys: readonly unknown[]): Promise<void> {
    const wanted = keys.map(asKey);
    return this.#db.act(this.name, 'readwrite', (records, transaction) => {
      for (const key of wanted) transaction.changed(records.set(key, undefined));
    });
  }

  clear(): Promise<void> {
    return this.#db.act(this.name, 'readwrite', (records, transaction) => {
      for (const { key } of records.rows.list(null)) transaction.changed(records.set(key, undefined));
    });
  }

  toCollection(): DirectCollection {
    return new DirectCollection(this.#db, this.name, EVERYTHING);
  }
  toArray(): Promise<Row[]> {
    return this.toCollection().toArray();
  }
  count(): Promise<number> {
    return this.toCollection().count();
  }
  each(work: (row: Row) => unknown): Promise<void> {
    return this.toCollection().each(work);
  }
  filter(test: (row: Row) => boolean): DirectCollection {
    return this.toCollection().filter(test);
  }
  limit(limit: number): DirectCollection {
    return this.toCollection().limit(limit);
  }
  offset(offset: number): DirectCollection {
    return this.toCollection().offset(offset);
  }
  reverse(): DirectCollection {
    return this.toCollection().reverse();
  }
  orderBy(index: string): DirectCollection {
    return new DirectCollection(this.#db, this.name, { ...EVERYTHING, index });
  }

  where(index: string) {
    const among = (ranges: readonly KeyRange[]) =>
      new DirectCollection(this.#db, this.name, { ...EVERYTHING, index, ranges });
    return {
      equals: (key: unknown) => among([KeyRange.only(key)]),
      anyOf: (keys: readonly unknown[]) => among(distinct(keys.map(asKey)).map((key) => KeyRange.only(key))),
      above: (key: unknown) => among([KeyRange.lowerBound(key, true)]),
      between: (lower: unknown, upper: unknown, includesLower = true, includesUpper = false) =>
        among(rangeBetween(asKey(lower), asKey(upper), !includesLower, !includesUpper)),
    };
  }

  async #write(rows: readonly Row[], over: boolean): Promise<Key[]> {
    const given = rows.map(frozen);
    return await this.#db.act(this.name, 'readwrite', (records, transaction) => {
      const keys: Key[] = [];
      let failures = 0;
      for (const row of given) {
        const key = keyIn(records, row);
        if (!over && records.get(key) !== undefined) failures += 1;
        else transaction.changed(records.set(key, row));
        keys.push(key);
      }
      if (failures > 0) throw new BulkError(`${this.name}: ${failures} of ${rows.length} were there already`);
      return keys;
    });
  }
}

export class DirectCollection {
  readonly #db: Acting;
  readonly #table: string;
  readonly #query: Query;

  constructor(db: Acting, table: string, query: Query) {
    this.#db = db;
    this.#table = table;
    this.#query = query;
  }

  reverse(): DirectCollection {
    return this.#with({ backwards: !this.#query.backwards });
  }
  limit(limit: number): DirectCollection {
    return this.#with({ limit });
  }
  offset(offset: number): DirectCollection {
    return this.#with({ offset });
  }
  filter(test: (row: Row) => boolean): DirectCollection {
    return this.#with({ filters: [...this.#query.filters, test] });
  }

  toArray(): Promise<Row[]> {
    return this.#read((entries, records) => entries.map(({ primaryKey }) => records.get(primaryKey) as Row));
  }
  primaryKeys(): Promise<Key[]> {
    return this.#read((entries) => entries.map(({ primaryKey }) => primaryKey));
  }
  keys(): Promise<Key[]> {
    return this.#read((entries) => entries.map(({ key }) => key));
  }
  count(): Promise<number> {
    return this.#read((entries) => entries.length);
  }
  first(): Promise<Row | undefined> {
    return this.limit(1)
      .toArray()
      .then(([row]) => row);
  }
  async each(work: (row: Row) => unknown): Promise<void> {
    for (const row of await this.toArray()) work(row);
  }

  modify(changes: Row | ((row: Record<string, unknown>) => void)): Promise<number> {
    return this.#db.act(this.#table, 'readwrite', (records, transaction) => {
      const entries = found(records, this.#query);
      for (const { primaryKey } of entries) {
        const row = copied(records.get(primaryKey)) as Record<string, unknown>;
        if (typeof changes === 'function') changes(row);
        else Object.assign(row, changes);
        transaction.changed(records.set(primaryKey, frozen(row)));
      }
      return entries.length;
    });
  }

  delete(): Promise<number> {
    return this.#db.act(this.#table, 'readwrite', (records, transaction) => {
      const entries = found(records, this.#query);
      for (const { primaryKey } of entries) transaction.changed(records.set(primaryKey, undefined));
      return entries.length;
    });
  }

  #with(changed: Partial<Query>): DirectCollection {
    return new DirectCollection(this.#db, this.#table, { ...this.#query, ...changed });
  }

  #read<T>(answer: (entries: readonly Entry[], records: Records) => T): Promise<T> {
    return this.#db.act(this.#table, 'readonly', (records) => answer(found(records, this.#query), records));
  }
}

function found(records: Records, query: Query): readonly Entry[] {
  const sorted = sortedBy(records, query.index);
  const { ranges, filters } = query;
  let entries = ranges === null ? sorted.list(null) : ranges.flatMap((range) => sorted.list(range));
  if (query.backwards) entries.reverse();
  if (filters.length > 0) {
    entries = entries.filter(({ primaryKey }) => {
      const row = records.get(primaryKey) as Row;
      return filters.every((test) => test(row));
    });
  }
  if (query.offset === 0 && query.limit >= entries.length) return entries;
  return entries.slice(query.offset, query.offset + query.limit);
}

/** @throws DataError where the row has none */
function keyIn({ keyPath }: Records, row: Row): Key {
  return asKey(keyAt(row, keyPath));
}

function sortedBy(records: Records, index: string | null): Sorted<Entry> {
  if (index === null || index === records.keyPath) return records.rows;
  const path = /^\[(.+)\]$/.exec(index)?.[1];
  const sorted = records.indexes.get(index)?.sorted;
  if (sorted !== undefined) return sorted;
  // A table whose primary key is of several members.
  if (path !== undefined && Array.isArray(records.keyPath) && records.keyPath.join('+') === path) return records.rows;
  throw new DOMException(`${records.name} has no index ${index}`, 'NotFoundError');
}

function distinct(keys: readonly Key[]): Key[] {
  return [...keys].sort(compareKeys).filter((key, at, all) => at === 0 || compareKeys(all[at - 1] as Key, key) !== 0);
}

/** The range between two bounds, alone in its list; an empty list where they leave no room, for which Dexie finds nothing. */
function rangeBetween(lower: Key, upper: Key, lowerOpen: boolean, upperOpen: boolean): readonly KeyRange[] {
  const order = compareKeys(lower, upper);
  if (order > 0 || (order === 0 && (lowerOpen || upperOpen))) return [];
  return [KeyRange.bound(lower, upper, lowerOpen, upperOpen)];
}
