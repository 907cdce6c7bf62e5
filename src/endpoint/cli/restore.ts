/**
 * `cli -- restore`: brings a backup of the embedded database back, under a new epoch. Phones that see it offer all that
 * they made again, so that what came after the backup comes back from them. The old database is set aside, never deleted.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { processClock } from '../clock.ts';
import { readSettings } from '../settings.ts';
import { replaceSqlite } from '../store/replace-sqlite.ts';
import { SQLITE_FILE } from '../store/sql-store.ts';
import type { Done } from './main.ts';

const USAGE = 'usage: cli -- restore <backup file> [--force]';

/** @param args the backup's file; `--force` replaces also a database that cannot be opened */
export async function restoreCommand(args: string[]): Promise<Done> {
  const source = args.find((arg) => !arg.startsWith('--'));
  if (source === undefined) return { stderr: USAGE, code: 2 };
  if (!existsSync(source)) return { stderr: `restore: no file "${source}"`, code: 2 };
  const { dataDir, databaseUrl } = readSettings(process.env);
  if (databaseUrl || dataDir === null)
    return { stderr: 'restore: for PostgreSQL use pg_restore, then `cli -- promoted`', code: 2 };
  const target = join(dataDir, SQLITE_FILE);
  const aside = join(dataDir, `before-restore-${processClock.now().replaceAll(/[^\d]/g, '')}.sqlite`);
  const done = await replaceSqlite({ source, target, aside, force: args.includes('--force') });
  switch (done.kind) {
    case 'replaced': {
      const { revisions, epoch, aside: before } = done;
      return { stdout: JSON.stringify({ restored: target, revisions, epoch, aside: before }), code: 0 };
    }
    case 'in-use':
      return { stderr: 'restore: an endpoint has the database open; stop it first', code: 2 };
    case 'old-damaged':
      return {
        stderr: `restore: the database that is there cannot be opened (${done.fault}); --force sets it aside as it is`,
        code: 2,
      };
    case 'backup-damaged':
      return { stderr: `restore: "${source}" is not a sound backup: ${done.fault}`, code: 2 };
    default:
      return done satisfies never;
  }
}
