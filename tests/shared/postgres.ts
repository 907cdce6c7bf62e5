/**
 * One PostgreSQL for all test files of a run: making and starting one costs each file about two seconds. A test that kills
 * its server or gives it a standby starts one of its own (`startPostgres`).
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { initialise, postgresAt, postgresPlace, startPostgres } from '../postgres.ts';
import { signal } from '../processes.ts';
import { onceARun } from './once.ts';

const NAME = 'postgres';
const RUNNING = 'running.json';
/** Nobody cuts the power of this server; each of a few processes has a pool of connections for each of its databases. */
const SETTINGS = ['fsync=off', 'max_connections=300'];
const STOPS_WITHIN_MS = 20_000;
const POLL_MS = 20;
const statusSchema = z.object({ port: z.int(), folder: z.string(), data: z.string() });
type HeldRevision = z.infer<typeof statusSchema>;

/** An empty database of the caller's own. */
export interface TestDatabase {
  /** `postgres://…` */
  readonly url: string;
  /** Another database with what is in this one. Nobody may be connected to this one meanwhile. */
  copy(): Promise<TestDatabase>;
  /** Stops the server where it is the caller's alone; the run's server goes on. */
  dispose(): Promise<void>;
}

function statusIn(folder: string): HeldRevision | null {
  const file = join(folder, RUNNING);
  return existsSync(file) ? statusSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** @throws Error when PostgreSQL cannot be found or started */
export async function testDatabase(): Promise<TestDatabase> {
  const made = await onceARun(NAME, async (folder) => {
    const place = await postgresPlace();
    initialise(place);
    await postgresAt(place, { settings: SETTINGS, outlives: true });
    const running: HeldRevision = { port: place.port, folder: place.folder, data: place.data };
    writeFileSync(join(folder, RUNNING), JSON.stringify(running));
  });
  const running = made === null ? null : statusIn(made);
  if (running !== null) return await databaseOn(running.port, null, async () => undefined);
  const own = await startPostgres();
  return await databaseOn(own.port, null, () => own.dispose());
}

/** @param template name of the database that it is a copy of; null: empty */
async function databaseOn(port: number, template: string | null, dispose: () => Promise<void>): Promise<TestDatabase> {
  const name = `survey_${crypto.randomUUID().replaceAll('-', '')}`;
  const url = (database: string) => `postgres://survey@127.0.0.1:${port}/${database}`;
  const client = new pg.Client({ connectionString: url('postgres') });
  await client.connect();
  try {
    await client.query(`create database ${name}${template === null ? '' : ` template ${template}`}`);
  } finally {
    await client.end();
  }
  // A copy goes with the server of what it was copied from.
  return { url: url(name), copy: () => databaseOn(port, name, async () => undefined), dispose };
}

/** @param run the run's folder */
export async function stopSharedPostgres(run: string): Promise<void> {
  const running = statusIn(join(run, NAME));
  if (running === null) return;
  const pidFile = join(running.data, 'postmaster.pid');
  if (existsSync(pidFile)) {
    const [pid] = readFileSync(pidFile, 'utf8').split('\n');
    // At once, without waiting for connections that a test left open.
    signal(Number(pid), 'SIGQUIT');
    for (const until = performance.now() + STOPS_WITHIN_MS; existsSync(pidFile) && performance.now() < until; ) {
      await sleep(POLL_MS);
    }
  }
  rmSync(running.folder, { recursive: true, force: true });
}
