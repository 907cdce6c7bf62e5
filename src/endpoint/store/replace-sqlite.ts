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

/** Suffixes of the files that belong to a SQLite file while it is open or after a kill. */
const BESIDE = ['-wal', '-shm', '-journal'] as const;
const COPY = 'restoring.sqlite';
const SQLITE_BUSY = 5;

/** A step of the replacement, in this order. */
export type Step = 'copy' | 'epoch' | 'flush' | 'aside' | 'place' | 'settle';
/** What a replacement came to. */
export type Replaced =
  | { readonly kind: 'replaced'; readonly revisions: number; readonly epoch: string; readonly aside: string | null }
  /** A process has the database open. */
  | { readonly kind: 'in-use' }
  /** The database that is there cannot be opened; `force` replaces it all the same. */
  | { readonly kind: 'old-damaged'; readonly fault: string }
  | { readonly kind: 'backup-damaged'; readonly fault: string };

interface ReplaceInput {
  readonly source: string;
  readonly target: string;
  /** The second name of the database that is there now. */
  readonly aside: string;
  readonly force: boolean;
  /** Called before each step, where tests kill the process. */
  readonly step?: (step: Step) => void;
}

/**
 * Replaces the embedded database.
 * @throws Error of the file system; the target is then as it was, or new and whole
 */
export async function replaceSqlite({ source, target, aside, force, step }: ReplaceInput): Promise<Replaced> {
  const fault = faultOf(source);
  if (fault !== null) return { kind: 'backup-damaged', fault };
  const folder = dirname(target);
  mkdirSync(folder, { recursive: true });
  const old = existsSync(target) ? letGo(target) : ({ kind: 'none' } as const);
  if (old.kind === 'in-use' || (old.kind === 'old-damaged' && !force)) return old;
  try {
    const copy = join(folder, COPY);
    // Such files are left of a restore that was killed.
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
    // A log of the old database would be read as the new one's; only a damaged database still has one here.
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
 * Locks the old database, once nobody has it open, and takes its log into it, for what is set aside must be whole, too. The
 * lock is held until the database is replaced, so that an endpoint that starts meanwhile waits.
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

/** Copies with SQLite and not byte by byte, for a backup may have a log of its own. */
async function copied(source: string, copy: string): Promise<void> {
  const database = new DatabaseSync(source, { readOnly: true });
  try {
    await backup(database, copy);
  } finally {
    database.close();
  }
}

/** Gives the copy a new epoch before it takes its place: no phone may ever see yesterday's rows under the epoch of today. */
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
      // Some file systems have no second names for a file.
      copyFileSync(target + suffix, aside + suffix);
      flush(aside + suffix);
    }
  }
}

/** @returns why the file is no sound database of ours; null when it is one */
function faultOf(file: string): string | null {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const { integrity_check: check } = database.prepare('pragma integrity_check').get() as { integrity_check: string };
    if (check !== 'ok') return check;
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

/** Brings a file's bytes, or a folder's names, to the disk. */
function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
