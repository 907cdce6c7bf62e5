/**
 * Goal: the demo and real data never meet, an operator is told in one sentence what stands in the way, and a new endpoint lets its
 * first administrator in. Method: the real process, with folders of its own.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { session } from '../../src/protocol/index.ts';
import { deviceOf, enrolBody } from '../devices.ts';

const MAIN = fileURLToPath(new URL('../../src/endpoint/main.ts', import.meta.url));
const CLI = fileURLToPath(new URL('../../src/endpoint/cli/main.ts', import.meta.url));
const STARTS_WITHIN_MS = 30_000;
const NOTHING = { DATA_DIR: '', DATABASE_URL: '', DEMO_DIR: '', PUBLIC_URL: undefined, PORT: '0' };

describe('the two servers', () => {
  let folder: string;
  const running: ChildProcess[] = [];
  beforeEach(() => {
    // A folder as people name them: with spaces and tones.
    folder = mkdtempSync(join(tmpdir(), 'Dữ liệu của xã '));
  });
  afterEach(async () => {
    for (const child of running.splice(0)) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.kill()) await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts it and waits until it says where it answers and how to get in. */
  const serve = async (environment: Record<string, string>, until: RegExp): Promise<{ url: string; said: string }> => {
    const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...NOTHING, ...environment } });
    running.push(child);
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
  };
  const refused = (args: readonly string[], environment: Record<string, string>) => {
    const env = { ...process.env, ...NOTHING, ...environment };
    const { status, stderr } = spawnSync(process.execPath, [...args], { env, encoding: 'utf8', timeout: 20_000 });
    return {
      status,
      lines: stderr
        .trim()
        .split('\n')
        .filter((line) => !/ExperimentalWarning|--trace-warnings/.test(line)),
    };
  };
  const enrol = async (url: string, code: string) => {
    const answer = await fetch(`${url}/v1/enrol`, { method: 'POST', body: enrolBody(code, deviceOf(code)) });
    return { status: answer.status, value: await answer.json() };
  };

  it('a new endpoint has no people and no demo; its link lets the first administrator in, once', async () => {
    const { url, said } = await serve({ DATA_DIR: folder, PUBLIC_URL: 'https://xa.example.vn/' }, /Another one/);
    for (const code of ['CB-1001', 'GS-2001', 'QT-3001']) expect((await enrol(url, code)).status).toBe(403);
    const link = /https:\/\/xa\.example\.vn\/#enrol=\S+/.exec(said)?.[0] ?? '';
    const { status, value } = await enrol(url, link);
    expect(status).toBe(200);
    expect(session.parse(value)).toMatchObject({ posts: [{ role: 'administrator', scope: null }], scopes: [] });
    const typed = /type the code (\S+) there/.exec(said)?.[1] ?? '';
    expect((await enrol(url, typed)).value).toEqual({ error: 'code-used' });
    expect(await (await fetch(url)).text()).not.toContain('data-demo');
    const more = spawnSync(process.execPath, [CLI, 'admin-link'], {
      env: { ...process.env, ...NOTHING, DATA_DIR: folder },
      encoding: 'utf8',
    });
    expect((await enrol(url, more.stdout.split('\n')[1] ?? '')).status).toBe(200);
  });

  it('a commune that a script adds is there, once', async () => {
    const add = [CLI, 'add-commune', '31064', 'Xã Vĩnh Bình', '--province', 'An Giang'];
    const env = { ...process.env, ...NOTHING, DATA_DIR: folder };
    const { stdout } = spawnSync(process.execPath, add, { env, encoding: 'utf8' });
    expect(JSON.parse(stdout)).toMatchObject({ code: '31064', name: 'Xã Vĩnh Bình' });
    expect(refused(add, { DATA_DIR: folder })).toEqual({
      status: 2,
      lines: ['add-commune: there is a commune with the code 31064 already'],
    });
  });

  it('real data is never shown as a demo, nor a demo served as real', async () => {
    const real = await openStore({ dataDir: folder });
    await real.keepMeta('purpose', 'real');
    await real.close();
    const demo = refused([MAIN, '--demo'], { DEMO_DIR: folder });
    expect(demo).toMatchObject({ status: 1, lines: [expect.stringContaining('This store has real data')] });
    const other = join(folder, 'demo');
    const store = await openStore({ dataDir: other });
    await store.setMeta('demo', 'loaded');
    await store.close();
    const served = refused([MAIN], { DATA_DIR: other });
    expect(served).toMatchObject({ status: 1, lines: [expect.stringContaining('This store has the demo')] });
  });

  it('what stands in the way of a start is one sentence', async () => {
    expect(refused([MAIN], {})).toMatchObject({ status: 1, lines: [expect.stringContaining('set DATA_DIR')] });
    expect(refused([CLI, 'verify-events'], {})).toMatchObject({
      status: 2,
      lines: [expect.stringContaining('set DATA_DIR')],
    });
    expect(refused([MAIN], { DATA_DIR: folder, PORT: 'abc' }).lines).toEqual([expect.stringContaining('PORT')]);
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '0.0.0.0', resolve));
    const { port } = taken.address() as { port: number };
    const inUse = refused([MAIN], { DATA_DIR: folder, PORT: String(port) });
    expect(inUse).toEqual({
      status: 1,
      lines: [`Port ${port} is in use: stop the other program, or set PORT to another one.`],
    });
    taken.close();
  });
});
