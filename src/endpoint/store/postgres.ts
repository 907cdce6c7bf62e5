/** PostgreSQL under the query builder: any number of stateless endpoint processes may share one database. */
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Tables } from './schema.ts';

const CONNECTIONS_MAX = 10;

/** @param url `postgres://user:password@host:port/database` */
export function openPostgres(url: string): Kysely<Tables> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS_MAX, connectionTimeoutMillis: 10_000 });
  // A connection that breaks (server restarted, killed, failed over) must not end the process: its query fails, the next
  // one takes a new connection. The pool listens to idle ones only; one in use would end it by an error nobody hears.
  pool.on('connect', (client) => client.on('error', (error) => console.error('postgres', error.message)));
  pool.on('error', () => undefined);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/**
 * Whether a commit that was told to us is on a second server's disk too. False where the role may not see it
 * (`pg_monitor` may), or where this connection does not wait for the replica's flush.
 */
export async function hasSynchronousReplica(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ replicas: string }>`
    select count(*) as replicas from pg_stat_replication
    where state = 'streaming' and sync_state in ('sync', 'quorum')
      and current_setting('synchronous_commit') in ('on', 'remote_apply')`.execute(db);
  return Number(rows[0]?.replicas ?? 0) > 0;
}
