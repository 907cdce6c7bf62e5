/** A real PostgreSQL of the test's own: started from the system's binaries, installed first where that is allowed. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';
const MAC = ['/opt/homebrew/bin', '/usr/local/bin', '/Applications/Postgres.app/Contents/Versions/latest/bin'];
const STARTS_WITHIN_MS = 60_000;

export interface PostgresServer {
  /** `postgres://…` of an empty database made for the caller. */
  database(name: string): string;
  /** A second server that has every commit on its disk before it is told. */
  startReplica(): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
  dispose(): Promise<void>;
}

function binaries(): string | null {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : [];
  const path = (process.env.PATH ?? '').split(':');
  const found = [...debian.sort().reverse(), ...MAC, ...path].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
  return found ?? null;
}

/** @throws Error with one line that says what to do: the tests on PostgreSQL are never skipped */
function findPostgres(): string {
  const found = binaries();
  if (found !== null) return found;
  if (process.getuid?.() === 0 && spawnSync('sh', ['-c', 'command -v apt-get']).status === 0) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], { stdio: 'ignore' });
    const installed = binaries();
    if (installed !== null) return installed;
  }
  throw new Error(
    'no PostgreSQL found: install one (Debian: apt-get install postgresql; macOS: brew install postgresql)',
  );
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject()));
    });
  });
}

/** PostgreSQL refuses to run as root. */
function asPostgres(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

export async function startPostgres(): Promise<PostgresServer> {
  const bin = findPostgres();
  const user = asPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'cdht-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const environment = { ...process.env, LC_ALL: 'C.UTF-8', HOME: folder };
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'survey', '-A', 'trust', '-E', 'UTF8', '--no-locale'], {
    ...user,
    cwd: folder,
    env: environment,
    stdio: 'ignore',
  });
  const port = await freePort();
  let child: ChildProcess | null = null;
  let replica: ChildProcess | null = null;
  const psql = (database: string, command: string, at = port) =>
    spawnSync(join(bin, 'psql'), ['-h', '127.0.0.1', '-p', String(at), '-U', 'survey', '-d', database, '-c', command], {
      encoding: 'utf8',
      env: environment,
    });

  const run = async (folderOfData: string, at: number): Promise<ChildProcess> => {
    const started = spawn(
      join(bin, 'postgres'),
      ['-D', folderOfData, '-p', String(at), '-k', folder, '-h', '127.0.0.1'],
      { ...user, cwd: folder, env: environment, stdio: 'ignore' },
    );
    const until = performance.now() + STARTS_WITHIN_MS;
    while (performance.now() < until) {
      if (psql('postgres', 'select 1', at).status === 0) return started;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('PostgreSQL did not start');
  };
  const start = async () => {
    child = await run(data, port);
  };
  const startReplica = async () => {
    const copy = join(folder, 'replica');
    const from = ['-h', '127.0.0.1', '-p', String(port), '-U', 'survey'];
    execFileSync(join(bin, 'pg_basebackup'), [...from, '-D', copy, '-R', '-X', 'stream', '-c', 'fast'], {
      ...user,
      cwd: folder,
      env: environment,
      stdio: 'ignore',
    });
    replica = await run(copy, await freePort());
    // Only now: a primary that waits for a replica which is not there waits for ever.
    psql('postgres', "alter system set synchronous_standby_names = '*'");
    psql('postgres', 'select pg_reload_conf()');
    const until = performance.now() + STARTS_WITHIN_MS;
    while (performance.now() < until) {
      const { stdout } = psql('postgres', 'select sync_state from pg_stat_replication');
      if (/\bsync\b/.test(stdout)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the replica did not follow');
  };
  const end = async (running: ChildProcess | null, signal: NodeJS.Signals) => {
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await ended;
  };

  await start();
  return {
    database(name) {
      const made = psql('postgres', `create database ${name}`);
      if (made.status !== 0) throw new Error(made.stderr);
      return `postgres://survey@127.0.0.1:${port}/${name}`;
    },
    start,
    startReplica,
    kill: () => end(child, 'SIGQUIT'),
    async dispose() {
      await end(replica, 'SIGQUIT');
      await end(child, 'SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
