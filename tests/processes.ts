/** The machine's processes, found by their parents and ended by their ids. */
import { execFileSync } from 'node:child_process';

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function running(): readonly Running[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return table.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** Those whose command line names `words`, and all that descend from them. */
export function processesNaming(words: string): readonly number[] {
  const all = running().filter(({ pid }) => pid !== process.pid);
  const found = new Set(all.flatMap(({ pid, command }) => (command.includes(words) ? [pid] : [])));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

/** @param pid is stopped first, so that no child is born while they are counted */
export function childrenOf(pid: number): readonly number[] {
  signal(pid, 'SIGSTOP');
  return running().flatMap(({ pid: child, parent }) => (parent === pid ? [child] : []));
}

/** One that has ended by itself in the meantime is left in peace. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
