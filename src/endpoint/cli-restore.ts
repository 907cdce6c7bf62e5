/**
 * Brings a backup of the embedded database back, under a new epoch: phones that see it offer all that they made again,
 * so that what came after the backup comes back from them. What was there is set aside, never deleted.
 */
import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Done } from './cli.ts';
import { systemClock } from './clock.ts';
import { readSettings } from './settings.ts';
import { newEpoch } from './store/epoch.ts';
import { SQLITE_FILE } from './store/sql-store.ts';

const USAGE = 'usage: cli -- restore <backup file> [--force]';
const BESIDE = ['', '-wal', '-shm'] as const;

export async function restoreCommand(args: string[]): Promise<Done> {
  const source = args.find((arg) => !arg.startsWith('--'));
  if (source === undefined) return { stderr: USAGE, code: 2 };
  if (!existsSync(source)) return { stderr: `restore: no file "${source}"`, code: 2 };
  const { dataDir, databaseUrl } = readSettings(process.env);
  if (databaseUrl) return { stderr: 'restore: for PostgreSQL use pg_restore, then `cli -- promoted`', code: 2 };
  const fault = faultOf(source);
  if (fault !== null) return { stderr: `restore: "${source}" is not a sound backup: ${fault}`, code: 2 };
  const target = join(dataDir, SQLITE_FILE);
  if (existsSync(`${target}-wal`) && !args.includes('--force')) {
    return { stderr: 'restore: the endpoint runs or was killed; stop it, then use --force', code: 2 };
  }
  mkdirSync(dataDir, { recursive: true });
  const aside = join(dataDir, `before-restore-${systemClock.now().replaceAll(/[^\d]/g, '')}.sqlite`);
  for (const suffix of BESIDE) if (existsSync(target + suffix)) renameSync(target + suffix, aside + suffix);
  copyFileSync(source, target);
  const epoch = newEpoch();
  const restored = new DatabaseSync(target);
  restored.prepare("update meta set value = ? where key = 'epoch'").run(epoch);
  const { count } = restored.prepare('select count(*) as count from revisions').get() as { count: number };
  restored.close();
  return {
    stdout: JSON.stringify({ restored: target, revisions: count, epoch, aside: existsSync(aside) ? aside : null }),
    code: 0,
  };
}

function faultOf(file: string): string | null {
  try {
    const backup = new DatabaseSync(file, { readOnly: true });
    const { integrity_check: said } = backup.prepare('pragma integrity_check').get() as { integrity_check: string };
    backup.prepare("select value from meta where key = 'epoch'").get();
    backup.close();
    return said === 'ok' ? null : said;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
