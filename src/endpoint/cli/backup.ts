/** `cli -- backup`: SQLite's own backup of the embedded database, consistent while the endpoint writes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { processClock } from '../clock.ts';
import type { EventHead } from '../events/chain.ts';
import { readSettings } from '../settings.ts';
import { BACKED_UP_KEY, SQLITE_FILE } from '../store/sql-store.ts';
import type { Done } from './main.ts';
import { headText } from './verify-events.ts';

/** @param args the file to write */
export async function backupCommand([target]: string[]): Promise<Done> {
  if (target === undefined) return { stderr: 'backup: name the file to write', code: 2 };
  if (existsSync(target)) return { stderr: `backup: ${target} exists already; choose another name`, code: 2 };
  const { dataDir, databaseUrl } = readSettings(process.env);
  if (databaseUrl || dataDir === null) return { stderr: 'backup: for PostgreSQL use pg_dump', code: 2 };
  const source = join(dataDir, SQLITE_FILE);
  if (!existsSync(source)) return { stderr: `backup: no database at ${source} (set DATA_DIR)`, code: 2 };
  const startedMs = processClock.millis();
  const database = new DatabaseSync(source);
  try {
    await backup(database, target);
  } finally {
    database.close();
  }
  const copy = new DatabaseSync(target, { readOnly: true });
  const check = copy.prepare('pragma integrity_check').get() as { integrity_check: string };
  const heads = copy.prepare('select scope, n, hash from event_heads order by scope').all() as unknown as EventHead[];
  const { count } = copy.prepare('select count(*) as count from revisions').get() as { count: number };
  copy.close();
  if (check.integrity_check !== 'ok')
    return { stderr: `backup: the copy is damaged: ${check.integrity_check}`, code: 1 };
  const holdsUpTo = noteBackup(source, startedMs);
  return {
    stdout: JSON.stringify({ file: target, revisions: count, integrity: 'ok', holdsUpTo, events: heads.map(headText) }),
    code: 0,
  };
}

/** A request reads the time before it commits, so what was being received when the copy began may not be in it. */
const IN_FLIGHT_MS = 5 * 60_000;

/** Notes up to when everything received is in the backup; pushes report it to phones from now on. */
function noteBackup(source: string, startedMs: number): string {
  const holdsUpTo = new Date(startedMs - IN_FLIGHT_MS).toISOString();
  const database = new DatabaseSync(source);
  database.exec('pragma busy_timeout = 5000');
  database
    .prepare('insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value')
    .run(BACKED_UP_KEY, holdsUpTo);
  database.close();
  return holdsUpTo;
}
