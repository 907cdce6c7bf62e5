/** A standby that follows a real PostgreSQL by streaming replication, and takes its place. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type PostgresServer, postgresAt, postgresPlace } from './postgres.ts';

const WITHIN_MS = 30_000;

async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = performance.now() + WITHIN_MS;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`${what}: not within ${WITHIN_MS / 1000} s`);
    await sleep(30);
  }
}

/** Copies the primary and follows it. Resolves when it streams. */
export async function startStandby(primary: PostgresServer): Promise<PostgresServer> {
  const place = await postgresPlace(primary.embedded);
  if (existsSync(join(place.bin, 'pg_basebackup'))) {
    const from = ['-h', '127.0.0.1', '-p', String(primary.port), '-U', 'survey'];
    place.run('pg_basebackup', [...from, '-D', place.data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync']);
  } else await copyRunning(primary, place.data);
  const standby = await postgresAt(place);
  await until('the standby streams', () => primary.sql(STREAMING) === '1');
  return standby;
}

/** A copy by the low-level backup functions: the embedded PostgreSQL has no pg_basebackup. */
async function copyRunning(primary: PostgresServer, data: string): Promise<void> {
  // One connection from the start to the end of the copy: it is broken off where that connection ends.
  const client = new pg.Client({ connectionString: primary.url('postgres') });
  await client.connect();
  try {
    // What is written while it is copied must still be there when the standby asks for it.
    await client.query("select pg_create_physical_replication_slot('standby', true)");
    await client.query("select pg_backup_start('standby', true)");
    const left = new Set(['postmaster.pid', 'postmaster.opts']);
    cpSync(primary.data, data, {
      recursive: true,
      filter: (path) => !left.has(basename(path)) && basename(dirname(path)) !== 'pg_wal',
    });
    mkdirSync(join(data, 'pg_wal'), { recursive: true });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    writeFileSync(join(data, 'backup_label'), rows[0]?.labelfile ?? '');
  } finally {
    await client.end();
  }
  writeFileSync(join(data, 'standby.signal'), '');
  appendFileSync(
    join(data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${primary.port} user=survey'\nprimary_slot_name = 'standby'\n`,
  );
  const { uid, gid } = statSync(primary.data);
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', `${uid}:${gid}`, data]);
  execFileSync('chmod', ['-R', 'go-rwx', data]);
}
const STREAMING = "select count(*) from pg_stat_replication where state = 'streaming'";

/** From here on no commit is answered before a standby has it on its disk. */
export async function makeSynchronous(primary: PostgresServer): Promise<void> {
  primary.sql("alter system set synchronous_standby_names = '*'");
  primary.sql('select pg_reload_conf()');
  await until('the standby is synchronous', () => primary.sql(SYNCHRONOUS) === '1');
}
const SYNCHRONOUS = "select count(*) from pg_stat_replication where sync_state = 'sync'";

/** The standby becomes a server of its own, with all that it had received. */
export async function promote(standby: PostgresServer): Promise<void> {
  standby.sql('select pg_promote()');
  await until('the standby is promoted', () => standby.sql('select pg_is_in_recovery()') === 'f');
}
