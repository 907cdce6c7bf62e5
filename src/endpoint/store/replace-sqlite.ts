/**
 * Puts a backup in the place of the embedded database, so that a kill or a power cut at any moment leaves the old
 * database whole or the new one: the copy is made beside it, gets its new epoch, is checked and flushed; then one rename
 * takes the place. What was there keeps a second name first, and is never deleted.
 */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { newEpoch } from './epoch.ts';

/** What belongs to a SQLite file while it is open or after a kill. */
const BESIDE = ['-wal', '-shm', '-journal'] as const;
const COPY = 'restoring.sqlite';
const SQLITE_BUSY = 5;

export type Step = 'copy' | 'epoch' | 'flush' | 'aside' | 'place' | 'settle';
export type Replaced =
  | { readonly kind: 'replaced'; readonly revisions: number; readonly epoch: string; readonly aside: string | null }
  /** A process has the database open. */
  | { readonly kind: 'in-use' }
  /** The database that is there can't be opened; `force` replaces it all the same. */
  | { readonly kind: 'old-damaged'; readonly fault: string }
  | { readonly kind: 'backup-damaged'; readonly fault: string };

interface ReplaceInput {
  readonly source: string;
  readonly target: string;
  /** Second name of what is there now. */
  readonly aside: string;
  readonly force: boolean;
  /** Told before each step: where tests kill the process. */
  readonly step?: (step: Step) => void;
}

/** @throws Error of the file system; the target is then as it was, or new and whole */
export async function replaceSqlite({ source, target, aside, force, step }: ReplaceInput): Promise<Replaced> {
  const fault = faultOf(source);
  if (fault !== null) return { kind: 'backup-damaged', fault };
  const folder = dirname(target);
  mkdirSync(folder, { recursive: true });
  const old = existsSync(target) ? letGo(target) : ({ kind: 'none' } as const);
  if (old.kind === 'in-use' || (old.kind === 'old-damaged' && !force)) return old;
  try {
    const copy = join(folder, COPY);
    // Of a restore that was killed.
    for (const suffix of ['', ...BESIDE]) rmSync(copy + suffix, { force: true });
    step?.('copy');
    await copied(source, copy);
    step?.('epoch');
    const { epoch, revisions } = renewed(copy);
    const copyFault = faultOf(copy);
    if (copyFault !== null) return { kind: 'backup-damaged', fault: copyFault };
    step?.('flush');
    flush(copy);
    step?.('aside');
    if (old.kind !== 'none') setAside(target, aside);
    step?.('place');
    // A log of the old database would be read as the new one's. (Only a damaged one still has any.)
    for (const suffix of BESIDE) rmSync(target + suffix, { force: true });
    renameSync(copy, target);
    step?.('settle');
    flush(folder);
    return { kind: 'replaced', revisions, epoch, aside: old.kind === 'none' ? null : aside };
  } finally {
    if (old.kind === 'held') old.database.close();
  }
}

/**
 * The old database without its log and with nobody in it. It stays locked until it was replaced, so that an endpoint that
 * starts meanwhile waits. A log that a killed endpoint left is taken in, for what is set aside must be whole, too.
 */
function letGo(
  target: string,
): { kind: 'held'; database: DatabaseSync } | { kind: 'in-use' } | { kind: 'old-damaged'; fault: string } {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(target, { timeout: 1000 });
    const mode = database.prepare('pragma journal_mode = delete').get() as { journal_mode: string };
    if (mode.journal_mode !== 'delete') throw Object.assign(new Error(mode.journal_mode), { errcode: SQLITE_BUSY });
    database.exec('begin exclusive');
    return { kind: 'held', database };
  } catch (error) {
    database?.close();
    if ((error as { errcode?: unknown }).errcode === SQLITE_BUSY) return { kind: 'in-use' };
    return { kind: 'old-damaged', fault: messageOf(error) };
  }
}

/** By SQLite, not by bytes: a backup may have a log of its own. */
async function copied(source: string, copy: string): Promise<void> {
  const database = new DatabaseSync(source, { readOnly: true });
  try {
    await backup(database, copy);
  } finally {
    database.close();
  }
}

/** Before it takes its place: no phone may ever meet yesterday's rows under the epoch of today. */
function renewed(copy: string): { epoch: string; revisions: number } {
  const database = new DatabaseSync(copy);
  try {
    database.exec('pragma journal_mode = delete; pragma synchronous = full');
    const epoch = newEpoch();
    database.prepare("update meta set value = ? where key = 'epoch'").run(epoch);
    const { count } = database.prepare('select count(*) as count from revisions').get() as { count: number };
    return { epoch, revisions: count };
  } finally {
    database.close();
  }
}

function setAside(target: string, aside: string): void {
  for (const suffix of ['', ...BESIDE]) {
    if (!existsSync(target + suffix)) continue;
    try {
      linkSync(target + suffix, aside + suffix);
    } catch {
      // A file system without second names.
      copyFileSync(target + suffix, aside + suffix);
      flush(aside + suffix);
    }
  }
}

/** @returns why it is no sound database of ours; null when it is one */
function faultOf(file: string): string | null {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const { integrity_check: said } = database.prepare('pragma integrity_check').get() as { integrity_check: string };
    if (said !== 'ok') return said;
    database.prepare('select 1 from revisions limit 1').get();
    return database.prepare("select value from meta where key = 'epoch'").get() === undefined
      ? 'it has no epoch'
      : null;
  } catch (error) {
    return messageOf(error);
  } finally {
    database?.close();
  }
}

/** To the disk: a file's bytes, a folder's names. */
function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
