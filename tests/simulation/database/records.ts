/** One object store's rows in memory: sorted by key, with its indexes, and with an undo for each change. */
import { compareKeys, type Key, type KeyRange, keyAt } from './keys.ts';

export type Row = Readonly<Record<string, unknown>>;

/** What a cursor or a list walks over: rows of the store by their key, or entries of an index. */
export interface Entry {
  readonly key: Key;
  readonly primaryKey: Key;
}
interface Stored extends Entry {
  readonly row: Row;
}

/** Entries in order of key, then of primary key. */
export class Sorted<E extends Entry> {
  readonly entries: E[] = [];

  /** Where the first entry is that is not before (or, `past`, is after) the key. */
  find(key: Key, past: boolean, primaryKey?: Key): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.entries[middle] as E;
      let order = compareKeys(entry.key, key);
      if (order === 0 && primaryKey !== undefined) order = compareKeys(entry.primaryKey, primaryKey);
      if (order < 0 || (past && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @returns from and to (not included) of the entries in the range */
  span(range: KeyRange | null): [number, number] {
    const from = range?.lower === undefined ? 0 : this.find(range.lower, range.lowerOpen);
    const to = range?.upper === undefined ? this.entries.length : this.find(range.upper, !range.upperOpen);
    return [from, Math.max(from, to)];
  }

  list(range: KeyRange | null, countMax = Number.POSITIVE_INFINITY): E[] {
    const [from, to] = this.span(range);
    return this.entries.slice(from, Math.min(to, from + countMax));
  }
}

export interface IndexSpec {
  readonly name: string;
  readonly keyPath: string | readonly string[];
  readonly unique: boolean;
  readonly multiEntry: boolean;
}

export class Records {
  readonly name: string;
  readonly keyPath: string | readonly string[];
  readonly rows = new Sorted<Stored>();
  /** The same rows by the name of their key. */
  readonly #byName = new Map<string, Row>();
  readonly indexes = new Map<string, { readonly spec: IndexSpec; readonly sorted: Sorted<Entry> }>();

  constructor(name: string, keyPath: string | readonly string[]) {
    this.name = name;
    this.keyPath = keyPath;
  }

  addIndex(spec: IndexSpec): void {
    if (spec.unique || spec.multiEntry) throw new Error('unique and multi-entry indexes are not made here');
    const sorted = new Sorted<Entry>();
    this.indexes.set(spec.name, { spec, sorted });
    for (const { key, row } of this.rows.entries) insert(sorted, keyAt(row, spec.keyPath), key);
  }

  get(key: Key): Row | undefined {
    return this.#byName.get(nameOf(key));
  }

  /** @returns undoes it */
  set(key: Key, row: Row | undefined): () => void {
    const before = this.get(key);
    this.#write(key, before, row);
    return () => {
      this.#write(key, row, before);
    };
  }

  #write(key: Key, before: Row | undefined, after: Row | undefined): void {
    const at = this.rows.find(key, false);
    const stored = after && { key, primaryKey: key, row: after };
    if (after === undefined) this.#byName.delete(nameOf(key));
    else this.#byName.set(nameOf(key), after);
    this.rows.entries.splice(at, before === undefined ? 0 : 1, ...(stored ? [stored] : []));
    for (const { spec, sorted } of this.indexes.values()) {
      const [old, next] = [before && keyAt(before, spec.keyPath), after && keyAt(after, spec.keyPath)];
      if (old !== undefined && next !== undefined && compareKeys(old, next) === 0) continue;
      if (old !== undefined) sorted.entries.splice(sorted.find(old, false, key), 1);
      insert(sorted, next, key);
    }
  }
}

/** A key in one piece; no two keys have the same name. */
function nameOf(key: Key): string {
  return typeof key === 'string' ? `"${key}` : JSON.stringify(key);
}

function insert(sorted: Sorted<Entry>, key: Key | undefined, primaryKey: Key): void {
  if (key !== undefined) sorted.entries.splice(sorted.find(key, false, primaryKey), 0, { key, primaryKey });
}

/** A copy as the structured clone would make of what the vault keeps: plain objects, lists, bytes and primitives. */
export function copied<T>(value: T): T {
  return copyOf(value, (copy) => copy);
}

/** Such a copy that nobody can change any more, but for its bytes, which nobody changes: it is given out as it is. */
export function frozen<T>(value: T): T {
  return copyOf(value, Object.freeze);
}

function copyOf<T>(value: T, made: (copy: object) => object): T {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function' || typeof value === 'symbol') throw new DOMException('', 'DataCloneError');
    return value;
  }
  if (value instanceof Uint8Array) return value.slice() as T;
  if (Array.isArray(value)) return made(value.map((part) => copyOf(part, made))) as T;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return structuredClone(value);
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) copy[name] = copyOf((value as Record<string, unknown>)[name], made);
  return made(copy) as T;
}
