/**
 * Hashed assets of every build that was served here, kept beside the database: a phone in the middle of an update, or a
 * tab left open over a deploy, never meets a missing chunk. A kept file is whole or not there: it is written under
 * another name, brought to the disk, and only then renamed.
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

export interface KeptAssets {
  /** Takes what the build has and is not kept yet. */
  keepAll(): void;
  /** @param file name without its folder @returns where it lies, if it was ever kept; null: such a name never is */
  pathOf(file: string): string | null;
}

/**
 * @param assetsDir the build's own hashed files; may be missing
 * @param keepDir made on demand; what an earlier process left half written is removed
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

  /** Another process over the same folder may be writing its own part now; that one's number lives. */
  function isLeftOver(name: string): boolean {
    const pid = Number(/\.(\d+)\.part$/.exec(name)?.[1]);
    return PART.test(name) && (pid === process.pid || !lives(pid));
  }
}

/** The same name is the same bytes, unless a process died while it copied: a length that differs is copied again. */
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
