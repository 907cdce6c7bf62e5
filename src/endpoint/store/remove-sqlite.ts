/** Removes the embedded database of a folder, which nobody has open. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SQLITE_FILE } from './sql-store.ts';

/** @param dataDir its folder, whose other files stay */
export async function removeSqlite(dataDir: string): Promise<void> {
  // The write-ahead log and its index belong to the database: beside another one they would be read into it.
  for (const end of ['', '-wal', '-shm']) await rm(join(dataDir, `${SQLITE_FILE}${end}`), { force: true });
}
