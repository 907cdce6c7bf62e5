/**
 * What the test files of one run make once and use together. They run in processes of their own, so the first that asks
 * makes it, in a folder of the run, and the others wait for it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Set by the run (run.ts) for its processes. */
export const RUN_FOLDER = 'TEST_RUN_FOLDER';
const WAIT_MS_MAX = 120_000;
const POLL_MS = 20;

/**
 * @param name of the thing, and of its folder
 * @param make fills the folder
 * @returns the filled folder; null outside of a run, where the caller makes a thing of its own
 * @throws Error where making it failed, in whatever process
 */
export async function onceARun(name: string, make: (folder: string) => Promise<void>): Promise<string | null> {
  const run = process.env[RUN_FOLDER];
  if (run === undefined) return null;
  const folder = join(run, name);
  const failed = join(folder, 'failed');
  const done = join(folder, 'done');
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const until = performance.now() + WAIT_MS_MAX;
    while (!existsSync(done)) {
      if (existsSync(failed)) throw new Error(`${name}: ${readFileSync(failed, 'utf8')}`);
      if (performance.now() > until) throw new Error(`${name} was not made within ${WAIT_MS_MAX} ms`);
      await sleep(POLL_MS);
    }
    return folder;
  }
  try {
    await make(folder);
  } catch (error) {
    writeFileSync(failed, String(error));
    throw error;
  }
  writeFileSync(done, '');
  return folder;
}
