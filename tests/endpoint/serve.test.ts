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
import { administrators, firstAdministrator } from '../../src/endpoint/accounts/admin-link.ts';
import { standingCode } from '../../src/endpoint/accounts/codes.ts';
import { processClock } from '../../src/endpoint/clock.ts';
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
  const serve = (environment: Record<string, string>, until: RegExp) => started([MAIN], environment, until);
  const serveDemo = (environment: Record<string, string>, until: RegExp) =>
    started([MAIN, '--demo'], environment, until);
  const started = async (
    args: readonly string[],
    environment: Record<string, string>,
    until: RegExp,
  ): Promise<{ url: string; said: string }> => {
    const child = spawn(process.execPath, [...args], { env: { ...process.env, ...NOTHING, ...environment } });
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
    const store = await openStore({ dataDir: folder });
    const made = (await store.events()).filter(({ kind }) => kind === 'code-made');
    const [first] = await administrators(store);
    expect(made.map(({ detail }) => JSON.parse(detail).account)).toEqual([first?.id, first?.id]);
    await store.close();
  });

  it('two first starts at once add one administrator, and a link among several is for whom the operator names', async () => {
    const store = await openStore({ dataDir: folder });
    const [one, two] = await Promise.all([
      firstAdministrator(store, processClock),
      firstAdministrator(store, processClock),
    ]);
    expect(two).toEqual({ id: one.id });
    expect(await administrators(store)).toHaveLength(1);
    expect((await store.events()).filter(({ kind }) => kind === 'account-added')).toHaveLength(1);
    const grants = [{ role: 'administrator', on: 'instance' }] as const;
    await store.putOfficers([{ id: 'qt-2', name: 'Lê Thị Ánh', phone: null, grants }]);
    await store.close();
    const asked = refused([CLI, 'admin-link'], { DATA_DIR: folder });
    expect(asked.status).toBe(2);
    expect(asked.lines.join('\n')).toMatch(/Name one of these accounts:[\s\S]*qt-2 {2}Lê Thị Ánh/);
    const named = spawnSync(process.execPath, [CLI, 'admin-link', 'qt-2'], {
      env: { ...process.env, ...NOTHING, DATA_DIR: folder, PUBLIC_URL: '' },
      encoding: 'utf8',
    });
    expect(named.stdout).toMatch(/^http:\/\/localhost:0\/#enrol=/);
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

  it('a store of a version before the mark has real data as soon as anybody is in it', async () => {
    const store = await openStore({ dataDir: folder });
    await store.putOfficers([{ id: 'cb-1', name: 'Đặng Thị Hòa', phone: null, grants: [] }]);
    await store.close();
    const demo = refused([MAIN, '--demo'], { DEMO_DIR: folder });
    expect(demo).toMatchObject({ status: 1, lines: [expect.stringContaining('This store has real data')] });
  });

  it('a demo that was cut off while it was loaded begins anew', async () => {
    const store = await openStore({ dataDir: folder });
    await store.keepMeta('purpose', 'demo');
    const commune = { code: '31064', name: 'Xã', province: 'An Giang', criteriaVariant: '80' } as const;
    await store.putCommunes([{ scope: '00000000-0000-4000-8000-000000000001', ...commune }]);
    await store.putOfficers([{ id: 'someone', name: 'Ai đó', phone: null, grants: [] }]);
    await store.addCode(standingCode('someone', 'CB-1001'));
    await store.close();
    const { said } = await serveDemo({ DEMO_DIR: folder }, /First start: loading/);
    expect(said).toContain('begins anew');
  });

  it('the demo’s page is another file to a worker than that of real data, of one build at one address', async () => {
    const loaded = await openStore({ dataDir: join(folder, 'demo') });
    await loaded.setMeta('demo', 'loaded');
    await loaded.close();
    const demo = await serveDemo({ DEMO_DIR: join(folder, 'demo') }, /npm run serve/);
    const real = await serve({ DATA_DIR: join(folder, 'real') }, /Another one/);
    const revisionOf = async (url: string) =>
      /"revision":"([\w-]+)","url":"index\.html"/.exec(await (await fetch(`${url}/sw.js`)).text())?.[1];
    const [ofDemo, ofReal] = [await revisionOf(demo.url), await revisionOf(real.url)];
    expect(ofReal).toMatch(/^\w+$/);
    expect(ofDemo).toBe(`demo-${ofReal}`);
    expect(await (await fetch(demo.url)).text()).toContain('data-demo');
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
