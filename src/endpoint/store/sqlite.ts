/**
 * The embedded database: node:sqlite under the query builder. It has one connection, and so one writer; WAL with
 * `synchronous=FULL`, because a receipt is given only for what is on the disk; and every transaction takes the write lock
 * at its start (`BEGIN IMMEDIATE`), so that none fails half-way for want of it.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import type { Tables } from './schema.ts';

/** Older versions can corrupt a WAL database (sqlite.org, WAL-reset bug, fixed in 3.51.3). */
const VERSION_MIN = [3, 51, 3] as const;
const STATEMENTS_KEPT_MAX = 200;
const BUSY_MS = 5000;
const SQLITE_BUSY = 5;

class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/**
 * Lets migrations run in a transaction, which the builder's own adapter does not; its migration lock does nothing, either.
 * SQLite's DDL is transactional, and our transactions begin with the write lock: whoever comes second waits, and finds
 * nothing due.
 */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class NodeSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;
  constructor(database: SqliteDatabase) {
    super({ database });
    this.#database = database;
  }
  override createDriver() {
    return new ImmediateDriver({ database: this.#database });
  }
  override createAdapter() {
    return new TransactionalAdapter();
  }
}

/**
 * Opens or creates the database.
 * @param path the file, or `':memory:'` for tests
 * @throws Error when this SQLite is too old to be trusted
 */
export function openSqlite(path: string): { db: Kysely<Tables>; raw: DatabaseSync } {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  // The timeout holds from the first statement on, for another process may be starting, too.
  const raw = new DatabaseSync(path, { timeout: BUSY_MS });
  const { version } = raw.prepare('select sqlite_version() as version').get() as { version: string };
  if (older(version.split('.').map(Number), VERSION_MIN)) {
    throw new Error(`SQLite ${version} is too old: ${VERSION_MIN.join('.')} or newer is needed`);
  }
  // A statement of many rows keeps a journal of its own, which is in memory and not in a file that is written with every
  // push.
  raw.exec('pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory;');
  toWal(raw);
  return { db: new Kysely<Tables>({ dialect: new NodeSqliteDialect(adapted(raw)) }), raw };
}

/**
 * Turns WAL on. Where two processes make a database at once, one gets "busy" immediately, whatever the timeout, and tries
 * again.
 */
function toWal(raw: DatabaseSync): void {
  const pauseMs = 20;
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    try {
      raw.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      if ((error as { errcode?: unknown }).errcode !== SQLITE_BUSY || waitedMs >= BUSY_MS) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

function older(version: readonly number[], least: readonly number[]): boolean {
  for (const [index, part] of least.entries()) {
    const own = version[index] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
}

/** Gives node:sqlite the shape that the query builder knows; statements are prepared once. */
function adapted(raw: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, { readonly statement: StatementSync; readonly reader: boolean }>();
  const prepared = (sql: string) => {
    const before = kept.get(sql);
    if (before !== undefined) return before;
    const statement = raw.prepare(sql);
    const made = { statement, reader: statement.columns().length > 0 };
    if (kept.size >= STATEMENTS_KEPT_MAX) kept.delete(kept.keys().next().value ?? '');
    kept.set(sql, made);
    return made;
  };
  return {
    close: () => raw.close(),
    prepare(sql) {
      const { statement, reader } = prepared(sql);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)) as IterableIterator<unknown>,
      };
    },
  };
}
