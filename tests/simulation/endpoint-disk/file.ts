/** The endpoint's disk with SQLite's real file on it. */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../../src/endpoint/store/api.ts';
import { openStore, SQLITE_FILE } from '../../../src/endpoint/store/sql-store.ts';
import { countSqlite } from './crash.ts';
import type { EndpointDisk } from './disk.ts';

interface StoredQuarantined {
  readonly revId: string | null;
  readonly device: string | null;
  readonly resolvedAt: string | null;
}

let installed: Promise<string> | null = null;

async function makeTemplate(folder: string, install: (store: Store) => Promise<void>): Promise<string> {
  mkdirSync(folder, { recursive: true });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const store = await openStore({ dataDir: folder });
  await install(store);
  await store.close();
  return join(folder, SQLITE_FILE);
}

export function fileDisk(folder: string): EndpointDisk {
  countSqlite();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, SQLITE_FILE);
  const backup = join(folder, 'backup');
  const asked = <T>(ask: (file: DatabaseSync) => T, of = path): T => {
    const file = new DatabaseSync(of);
    try {
      return ask(file);
    } finally {
      file.close();
    }
  };
  return {
    async install(install) {
      installed ??= makeTemplate(`${folder}-new`, install);
      copyFileSync(await installed, path);
    },
    open: () => openStore({ dataDir: folder }),
    backUp() {
      asked((file) => file.exec('pragma wal_checkpoint(truncate)'));
      copyFileSync(path, backup);
    },
    restore() {
      for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
      copyFileSync(backup, path);
    },
    keysInBackup: (device) =>
      asked((file) => {
        const rows = file.prepare('select public_key as publicKey from device_keys where device = ?').all(device);
        return (rows as { publicKey: string }[]).map(({ publicKey }) => publicKey);
      }, backup),
    lose: (revId) => asked((file) => Number(file.prepare('delete from revisions where rev_id = ?').run(revId).changes)),
    quarantine: () =>
      asked((file) => {
        const rows = file.prepare('select rev_id as revId, device, resolved_at as resolvedAt from quarantine').all();
        return (rows as unknown as StoredQuarantined[]).map(({ resolvedAt, ...row }) => ({
          ...row,
          isOpen: resolvedAt === null,
        }));
      }),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
