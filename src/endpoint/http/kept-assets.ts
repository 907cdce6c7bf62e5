/**
 * Hashed assets of every build that was served here, kept beside the database: a phone in the middle of an update, or a
 * tab left open over a deploy, never asks for a chunk in vain. A kept file is whole or not there: it is written under
 * another name, flushed to the disk, and only then renamed.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const PART = /\.part$/;

/** Keeps hashed assets and finds them again. */
export interface KeptAssets {
  /** Keeps every file of the build that is not kept yet. */
  keepAll(): void;
  /**
   * @param file name without its folder
   * @returns the path under which a file of this name is kept, if it ever was; null: such a name never is
   */
  pathOf(file: string): string | null;
}

/**
 * @param assetsDir folder of the build's own hashed files; may be missing
 * @param keepDir folder of the kept ones, made on demand; what an earlier process left half written is removed
 */
export function keptAssets(assetsDir: string, keepDir: string): KeptAssets {
  return {
    keepAll() {
      mkdirSync(keepDir, { recursive: true });
      for (const name of readdirSync(keepDir)) if (isLeftOver(name)) rmSync(join(keepDir, name), { force: true });
      if (!existsSync(assetsDir)) return;
      for (const entry of readdirSync(assetsDir, { withFileTypes: true })) {
        if (entry.isFile()) keep(join(assetsDir, entry.name), join(keepDir, entry.name));
      }
    },
    pathOf(file) {
      return PART.test(file) ? null : join(keepDir, file);
    },
  };

  /**
   * Another process over the same folder may be writing a part now: the number in the part's name is then of a living
   * process.
   */
  function isLeftOver(name: string): boolean {
    const pid = Number(/\.(\d+)\.part$/.exec(name)?.[1]);
    return PART.test(name) && (pid === process.pid || !lives(pid));
  }
}

/** Copies a file. One of the same name has the same bytes, unless a process died while it copied: its length differs then. */
function keep(from: string, to: string): void {
  if (existsSync(to) && statSync(to).size === statSync(from).size) return;
  const part = `${to}.${process.pid}.part`;
  const file = openSync(part, 'w');
  try {
    writeFileSync(file, readFileSync(from));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, to);
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
