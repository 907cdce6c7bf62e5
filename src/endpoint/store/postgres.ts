/** PostgreSQL under the query builder: any number of stateless endpoint processes may share one database. */
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Tables } from './schema.ts';

const CONNECTIONS_MAX = 10;

/** @param url `postgres://user:password@host:port/database` */
export function openPostgres(url: string): Kysely<Tables> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS_MAX, connectionTimeoutMillis: 10_000 });
  // A connection that breaks (server restarted, killed, failed over) must not end the process: its query fails, and the next
  // one takes a new connection. The pool listens to idle connections only; one in use would end the process by an error event
  // without a listener.
  pool.on('connect', (client) => client.on('error', (error) => console.error('postgres', error.message)));
  pool.on('error', () => undefined);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** A query for whether this server's commits wait until a second server's disk has them, too. */
const IS_REPLICATED = `select count(*) > 0 from pg_stat_replication
  where state = 'streaming' and sync_state in ('sync', 'quorum')
    and current_setting('synchronous_commit') in ('on', 'remote_apply')`;

/**
 * Finds whether a commit is on a second server's disk too once it is acknowledged, for phones then delete payloads. Of a
 * distributed database (Citus) every node that holds records is asked, and the coordinator, which holds people and devices:
 * as tests showed, a standby of the coordinator alone keeps no records.
 * @returns false also where the role may not see it (`pg_monitor` may), and where a node does not answer
 */
export async function hasSynchronousReplica(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ replicated: boolean; distributed: boolean }>`
    select (${sql.raw(IS_REPLICATED)}) as replicated, to_regclass('pg_dist_node') is not null as distributed`.execute(
    db,
  );
  const [here] = rows;
  if (here === undefined || !here.replicated) return false;
  return !here.distributed || (await areWorkersReplicated(db));
}

async function areWorkersReplicated(db: Kysely<Tables>): Promise<boolean> {
  try {
    const { rows } = await sql<{ success: boolean; result: string }>`
      select success, result from run_command_on_workers(${IS_REPLICATED})`.execute(db);
    return rows.length > 0 && rows.every(({ success, result }) => success && (result === 't' || result === 'true'));
  } catch (error) {
    console.error('postgres: the workers do not say whether they are replicated', (error as Error).message);
    return false;
  }
}
