/** Set-up of a run of vitest: a folder for what its test files share, and its end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUN_FOLDER } from './once.ts';
import { stopSharedPostgres } from './postgres.ts';

export default function setup(): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cdht-run-'));
  process.env[RUN_FOLDER] = folder;
  return async () => {
    await stopSharedPostgres(folder);
    rmSync(folder, { recursive: true, force: true });
  };
}
