/** A standby that follows a real PostgreSQL by streaming replication, and takes its place. */
import { setTimeout as sleep } from 'node:timers/promises';
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
  const place = await postgresPlace();
  const from = ['-h', '127.0.0.1', '-p', String(primary.port), '-U', 'survey'];
  place.run('pg_basebackup', [...from, '-D', place.data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync']);
  const standby = await postgresAt(place);
  await until('the standby streams', () => primary.sql(STREAMING) === '1');
  return standby;
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
