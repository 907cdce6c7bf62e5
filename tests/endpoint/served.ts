/** The endpoint and its command line as processes of their own, for tests of what an operator does. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const MAIN = fileURLToPath(new URL('../../src/endpoint/main.ts', import.meta.url));
export const CLI = fileURLToPath(new URL('../../src/endpoint/cli/main.ts', import.meta.url));
const STARTS_WITHIN_MS = 30_000;
/** None of the settings that the tests themselves may run with. */
export const NOTHING = { DATA_DIR: '', DATABASE_URL: '', DEMO_DIR: '', PUBLIC_URL: undefined, PORT: '0' };

type Settings = Readonly<Record<string, string>>;
const environmentOf = (settings: Settings) => ({ ...process.env, ...NOTHING, ...settings });

/** Endpoints that run now. */
export class Served {
  readonly #running: ChildProcess[] = [];

  /** Starts one and waits until it says where it answers and how to get in. @throws Error where it does not start */
  async start(args: readonly string[], settings: Settings, until: RegExp): Promise<{ url: string; said: string }> {
    const child = spawn(process.execPath, [...args], { env: environmentOf(settings) });
    this.#running.push(child);
    let said = '';
    const take = (chunk: Buffer) => {
      said += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const end = performance.now() + STARTS_WITHIN_MS;
    while (!until.test(said)) {
      if (performance.now() > end || child.exitCode !== null) throw new Error(`it did not start: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { url: /http:\/\/localhost:\d+(?= )/.exec(said)?.[0] ?? '', said };
  }

  /** Stops all as an operator does, and waits until they have ended. */
  async stop(): Promise<void> {
    for (const child of this.#running.splice(0)) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.kill()) await ended;
    }
  }
}

/** A command, or a start that is refused. @returns its exit code, its stdout and the lines of its stderr that are not Node's own */
export function ran(
  args: readonly string[],
  settings: Settings,
): { status: number | null; out: string; lines: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], {
    env: environmentOf(settings),
    encoding: 'utf8',
    timeout: 20_000,
  });
  const lines = stderr.trim().split('\n');
  return { status, out: stdout, lines: lines.filter((line) => !/ExperimentalWarning|--trace-warnings/.test(line)) };
}
