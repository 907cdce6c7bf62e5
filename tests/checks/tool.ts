/** Runs one command of a check. What it says goes to a file, and to the screen only when it failed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { delimiter } from 'node:path';

const root = new URL('../../', import.meta.url).pathname;
/** One file for each command that was run last. */
export const CACHE = new URL('../../node_modules/.cache/checks/', import.meta.url).pathname;
const LAST_LINES = 200;
const NICE = 10;

/** How a command ended. */
export interface ToolRun {
  /** Why it failed, as sentences that name the command; [] when it ended well. */
  readonly faults: readonly string[];
  /** What it wrote to its standard output. */
  readonly output: string;
}

export interface ToolOptions {
  /** Others of this run go first where both want the processor. */
  readonly nice?: boolean;
  /** A command that takes longer is killed with all its children. */
  readonly timeoutMs?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 15 * 60_000;
/** Linux takes no file name of more than 255 bytes. */
const LOG_NAME_LETTERS_MAX = 120;

/** @returns a file name for a log; of a long name the beginning, and a hash that tells it from others that begin alike */
export function logFileName(log: string): string {
  const name = log.replaceAll(/[^\w.-]+/g, '-');
  if (name.length <= LOG_NAME_LETTERS_MAX) return `${name}.log`;
  const hash = createHash('sha256').update(log).digest('hex').slice(0, 12);
  return `${name.slice(0, LOG_NAME_LETTERS_MAX)}-${hash}.log`;
}

/**
 * @param command with its arguments; programs of the project's packages need no path
 * @param log name of the file that keeps what the command says
 */
export async function runTool(command: readonly string[], log: string, options: ToolOptions = {}): Promise<ToolRun> {
  const { nice = false, timeoutMs = TIMEOUT_MS, environment = {} } = options;
  const [program = '', ...args] = command;
  mkdirSync(CACHE, { recursive: true });
  const file = `${CACHE}${logFileName(log)}`;
  const stream = createWriteStream(file);
  const path = `${root}node_modules/.bin${delimiter}${process.env.PATH ?? ''}`;
  // A process group of its own, so that no child outlives a command that hangs.
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...environment, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  if (nice && child.pid !== undefined) setPriority(child.pid, NICE);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    stream.write(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => stream.write(chunk));
  let isTooLong = false;
  const killed = setTimeout(() => {
    isTooLong = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, timeoutMs);
  const end = await new Promise<string | null>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code === 0 ? null : `ended with ${code ?? signal}`));
  });
  clearTimeout(killed);
  await new Promise((resolve) => stream.end(resolve));
  if (end === null) return { faults: [], output };
  const why = isTooLong ? `was killed after ${Math.round(timeoutMs / 1000)} s` : end;
  const last = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LAST_LINES);
  return { faults: [`${command.join(' ')} ${why}; its whole output is in ${file}`, ...last], output };
}
