/**
 * Goal: however endpoints start, together, killed or with a step that fails, a database is wholly old or wholly new.
 * Method: real processes that open one real file; a failing step on both databases.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Kysely, type Migration, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { migrate } from '../../src/endpoint/store/migrate.ts';
import { openPostgres } from '../../src/endpoint/store/postgres.ts';
import { openStore, SQLITE_FILE } from '../../src/endpoint/store/sql-store.ts';
import { openSqlite } from '../../src/endpoint/store/sqlite.ts';
import { type TestDatabase, testDatabase } from '../shared/postgres.ts';
import { STORES } from './station.ts';

const source = (file: string) => JSON.stringify(new URL(`../../src/endpoint/store/${file}`, import.meta.url).href);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdht-migrations-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process of its own. @returns how it ended, and what it wrote to stderr */
async function run(script: string): Promise<{ code: number | null; signal: string | null; stderr: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (part) => {
    stderr += String(part);
  });
  return await new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, stderr })));
}

function tablesOf(path: string): string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare("select name from sqlite_master where type = 'table'").all();
  database.close();
  return rows.map(({ name }) => String(name)).filter((name) => !name.startsWith('kysely_'));
}

describe('the embedded database', () => {
  it('is made once by several processes that start at the same moment', async () => {
    const start = `
      const { existsSync, writeFileSync } = await import('node:fs');
      const { openStore } = await import(${source('sql-store.ts')});
      writeFileSync(${JSON.stringify(folder)} + '/ready-' + process.pid, '');
      while (!existsSync(${JSON.stringify(join(folder, 'go'))})) await new Promise((resolve) => setTimeout(resolve, 2));
      const store = await openStore({ dataDir: ${JSON.stringify(folder)} });
      await store.close();`;
    const running = Promise.all([run(start), run(start), run(start)]);
    await vi.waitUntil(() => readdirSync(folder).filter((name) => name.startsWith('ready')).length === 3, 30_000);
    writeFileSync(join(folder, 'go'), '');
    const ends = await running;
    expect(ends.map(({ code, stderr }) => ({ code, stderr }))).toEqual(ends.map(() => ({ code: 0, stderr: '' })));
    const store = await openStore({ dataDir: folder });
    expect((await store.epoch()).length).toBeGreaterThan(8);
    await store.close();
  }, 60_000);

  it('of a process killed in the last step is empty, and whole after the next start', async () => {
    const path = join(folder, SQLITE_FILE);
    const killed = await run(`
      const { openSqlite } = await import(${source('sqlite.ts')});
      const { migrate } = await import(${source('migrate.ts')});
      const { db } = openSqlite(${JSON.stringify(path)});
      const up = async () => process.kill(process.pid, 'SIGKILL');
      await migrate(db, 'sqlite', { '9999-killed': { up } });`);
    expect(killed.signal, killed.stderr).toBe('SIGKILL');
    expect(tablesOf(path)).toEqual([]);
    await (await openStore({ dataDir: folder })).close();
    expect(tablesOf(path)).toContain('revisions');
  }, 60_000);
});

describe.each(STORES)('a step that fails on %s', (kind) => {
  let database: TestDatabase | null = null;
  beforeAll(async () => {
    if (kind === 'postgres') database = await testDatabase();
  });
  afterAll(() => database?.dispose());

  it('leaves nothing of itself nor of the steps before it; the next start does them all', async () => {
    const db = database === null ? openSqlite(join(folder, SQLITE_FILE)).db : openPostgres(database.url);
    const untyped = db as unknown as Kysely<never>;
    const failing: Migration = {
      async up(trx: Kysely<never>) {
        await trx.schema.createTable('half').addColumn('one', 'text').execute();
        throw new Error('no further');
      },
    };
    const isThere = async (table: string) =>
      await sql`select 1 from ${sql.table(table)}`.execute(db).then(
        () => true,
        () => false,
      );
    await expect(migrate(untyped, kind, { '9999-failing': failing })).rejects.toThrow('no further');
    expect([await isThere('half'), await isThere('meta'), await isThere('devices')]).toEqual([false, false, false]);
    await migrate(untyped, kind);
    expect([await isThere('half'), await isThere('meta'), await isThere('devices')]).toEqual([false, true, true]);
    await db.destroy();
  });
});
