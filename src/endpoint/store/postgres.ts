/** PostgreSQL under the query builder: any number of stateless endpoint processes may share one database. */
import { Kysely, PostgresDialect } from 'kysely';
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
