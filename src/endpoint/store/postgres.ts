/** PostgreSQL under the query builder: any number of stateless endpoint processes may share one database. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './schema.ts';

const CONNECTIONS_MAX = 10;

/** @param url `postgres://user:password@host:port/database` */
export function openPostgres(url: string): Kysely<Tables> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS_MAX, connectionTimeoutMillis: 10_000 });
  // An idle connection that breaks (server restarted) must not end the process: the next query takes a new one.
  pool.on('error', (error) => console.error('postgres', error.message));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
