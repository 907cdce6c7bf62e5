/** A real PostgreSQL of the test's own: started from the system's binaries, or from the embedded ones where it has none. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedPostgres } from './embedded-postgres.ts';
import { childrenOf, signal as signalTo } from './processes.ts';

const DEBIAN = '/usr/lib/postgresql';
const MAC = ['/opt/homebrew/bin', '/usr/local/bin', '/Applications/Postgres.app/Contents/Versions/latest/bin'];
const ASK = new URL('./ask-postgres.ts', import.meta.url).pathname;
const STARTS_WITHIN_MS = 60_000;

export interface PostgresServer {
  readonly port: number;
  /** Its data folder. */
  readonly data: string;
  /** Whether it runs from the embedded binaries. */
  readonly embedded: boolean;
  /** `postgres://…` of an empty database made for the caller. */
  database(name: string): string;
  /** `postgres://…` of a database that is there (on a standby: that came with the copy). */
  url(name: string): string;
  /** Runs one statement. @returns its rows as text, columns parted by `|`. @throws Error with PostgreSQL's message */
  sql(statement: string, database?: string): string;
  /** SIGKILL to the server and all its processes at once, as when the machine dies. */
  kill(): Promise<void>;
  start(): Promise<void>;
  dispose(): Promise<void>;
}

/** Where one server lives. */
export interface PostgresPlace {
  readonly bin: string;
  readonly folder: string;
  readonly data: string;
  readonly port: number;
  /** Runs one of PostgreSQL's programs to its end as the user that may. @throws Error when it fails */
  run(program: string, args: readonly string[]): void;
}

function binaries(): string | null {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : [];
  const path = (process.env.PATH ?? '').split(':');
  const found = [...debian.sort().reverse(), ...MAC, ...path].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
  return found ?? null;
}

/**
 * @param embedded whether the system's binaries are passed over; also by `POSTGRES_EMBEDDED=1`
 * @throws Error with one line that says what to do: the tests on PostgreSQL are never skipped
 */
function findPostgres(embedded: boolean): string {
  const found = embedded || process.env.POSTGRES_EMBEDDED === '1' ? null : binaries();
  const bin = found ?? embeddedPostgres();
  if (bin !== null) return bin;
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

/** PostgreSQL refuses to run as root. The user comes with the system's PostgreSQL; without one anybody else will do. */
function asPostgres(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const name = spawnSync('id', ['postgres']).status === 0 ? 'postgres' : 'nobody';
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

const environmentOf = (folder: string) => ({ ...process.env, LC_ALL: 'C.UTF-8', HOME: folder });

/**
 * An empty folder and a free port for one server.
 * @param embedded the embedded binaries, whatever the system has
 */
export async function postgresPlace(embedded = false): Promise<PostgresPlace> {
  const bin = findPostgres(embedded);
  const user = asPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'cdht-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  return {
    bin,
    folder,
    data: join(folder, 'data'),
    port: await freePort(),
    run(program, args) {
      const done = spawnSync(join(bin, program), args, {
        ...user,
        cwd: folder,
        env: environmentOf(folder),
        encoding: 'utf8',
      });
      if (done.status !== 0) throw new Error(`${program}: ${done.stderr}`);
    },
  };
}

/**
 * Starts the server whose data folder is already filled, and gives the handle to it.
 * @param settings of postgresql.conf, as `name=value`
 * @param outlives whether the server goes on when this process ends
 */
export async function postgresAt(
  { bin, folder, data, port }: PostgresPlace,
  { settings = [], outlives = false }: { readonly settings?: readonly string[]; readonly outlives?: boolean } = {},
): Promise<PostgresServer> {
  const user = asPostgres();
  const environment = environmentOf(folder);
  let child: ChildProcess | null = null;
  const ask = existsSync(join(bin, 'psql')) ? join(bin, 'psql') : null;
  const psql = (database: string, command: string) =>
    ask === null
      ? spawnSync(process.execPath, [ASK, String(port), database, command], { encoding: 'utf8' })
      : spawnSync(
          ask,
          ['-X', '-A', '-t', '-h', '127.0.0.1', '-p', String(port), '-U', 'survey', '-d', database, '-c', command],
          { encoding: 'utf8', env: environment },
        );
  const sql = (statement: string, database = 'postgres') => {
    const done = psql(database, statement);
    if (done.status !== 0) throw new Error(done.stderr);
    return done.stdout.trim();
  };
  const hasEnded = (running: ChildProcess) => running.exitCode !== null || running.signalCode !== null;

  const start = async () => {
    const until = performance.now() + STARTS_WITHIN_MS;
    while (performance.now() < until) {
      // Right after a crash it may refuse until the last process of the old server is gone.
      if (child === null || hasEnded(child)) {
        const where = ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1'];
        child = spawn(join(bin, 'postgres'), [...where, ...settings.flatMap((setting) => ['-c', setting])], {
          ...user,
          cwd: folder,
          env: environment,
          stdio: 'ignore',
          detached: outlives,
        });
        if (outlives) child.unref();
      }
      if (psql('postgres', 'select 1').status === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('PostgreSQL did not start');
  };
  const end = async (signal: NodeJS.Signals) => {
    const running = child;
    child = null;
    if (running === null || hasEnded(running)) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    const others = signal === 'SIGKILL' && running.pid !== undefined ? childrenOf(running.pid) : [];
    running.kill(signal);
    for (const pid of others) signalTo(pid, 'SIGKILL');
    await ended;
  };

  await start();
  const url = (name: string) => `postgres://survey@127.0.0.1:${port}/${name}`;
  return {
    port,
    data,
    embedded: bin.includes('embedded-postgres'),
    url,
    sql,
    database(name) {
      sql(`create database ${name}`);
      return url(name);
    },
    start,
    kill: () => end('SIGKILL'),
    async dispose() {
      await end('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Fills the data folder of a new, empty server. */
export function initialise({ data, run }: PostgresPlace): void {
  run('initdb', ['-D', data, '-U', 'survey', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']);
}

/**
 * A new, empty server.
 * @param embedded the embedded binaries, whatever the system has
 */
export async function startPostgres(embedded = false): Promise<PostgresServer> {
  const place = await postgresPlace(embedded);
  initialise(place);
  return await postgresAt(place);
}
