/** The real endpoint as its own process, on a free port and a folder of its own, that can be stopped, killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQLITE_FILE } from '../../src/endpoint/store/sql-store.ts';
import { onceARun } from '../shared/once.ts';

const STARTS_WITHIN_MS = 90_000;
const POLL_MS = 25;

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

export interface EndpointProcess {
  readonly url: string;
  /** Folder of its embedded database. */
  readonly dataDir: string;
  /** What it wrote to both streams. */
  output(): string;
  isRunning(): boolean;
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it and removes its folder. */
  dispose(): Promise<void>;
}

export interface EndpointProcessInput {
  /** Whether it serves real data and not the demo. */
  readonly real?: boolean;
  /** Further settings; asked for at each start. */
  readonly environment?: () => Readonly<Record<string, string>>;
  /** Folder of a store to begin with; the demo's when absent. */
  readonly store?: string;
  /** Options of its Node, before the script. */
  readonly nodeOptions?: readonly string[];
}

export async function endpointProcess(input: EndpointProcessInput = {}): Promise<EndpointProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cdht-endpoint-'));
  if (input.store !== undefined) copyFileSync(join(input.store, SQLITE_FILE), join(dataDir, SQLITE_FILE));
  else if (input.real !== true) {
    const demo = await onceARun('demo', loadDemo);
    if (demo !== null) copyFileSync(join(demo, SQLITE_FILE), join(dataDir, SQLITE_FILE));
  }
  return await processIn(dataDir, input);
}

/** Loading the demo's 24,000 records takes an endpoint several seconds: the tests of one run copy its database. */
async function loadDemo(folder: string): Promise<void> {
  const first = await processIn(folder, {});
  await first.start();
  await first.stop();
}

async function processIn(
  dataDir: string,
  { environment = () => ({}), nodeOptions = [], real = false }: EndpointProcessInput,
): Promise<EndpointProcess> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child: ChildProcess | null = null;
  let output = '';

  const start = async () => {
    const main = new URL('../../src/endpoint/main.ts', import.meta.url).pathname;
    const started = spawn(process.execPath, [...nodeOptions, main, ...(real ? [] : ['--demo'])], {
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: dataDir,
        DEMO_DIR: dataDir,
        DATABASE_URL: '',
        ...environment(),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    started.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    started.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const until = performance.now() + STARTS_WITHIN_MS;
    while (performance.now() < until) {
      if (hasEnded(started)) throw new Error(`the endpoint ended while starting:\n${output}`);
      const healthy = await fetch(`${url}/health`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (healthy) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`the endpoint did not start:\n${output}`);
  };

  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const running = child;
    if (running === null || hasEnded(running)) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await ended;
    child = null;
  };

  return {
    url,
    dataDir,
    output: () => output,
    isRunning: () => child !== null && !hasEnded(child),
    start,
    stop,
    dispose: async () => {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
