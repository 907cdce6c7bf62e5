/** The real endpoint of the simulation: its routes, ingest and SQLite store, that can lose replies, die and be restored. */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { createApp } from '../../src/endpoint/app.ts';
import { addBuiltInSets } from '../../src/endpoint/built-in-sets.ts';
import { codeHash } from '../../src/endpoint/http/auth.ts';
import type { Store } from '../../src/endpoint/store/api.ts';
import { openStore, SQLITE_FILE } from '../../src/endpoint/store/sql-store.ts';
import type { HttpAnswer, Net } from '../../src/sync/index.ts';

export const SCOPE = '31064';
const OTHER_SCOPE = '31069';
const ADMIN = 'QT-3001';

let installed: Promise<string> | null = null;

async function makeTemplate(officers: readonly string[], folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const store = await openStore({ dataDir: folder });
  await addBuiltInSets(store, '2026-11-01T00:00:00.000Z');
  await store.putCommunes(
    [SCOPE, OTHER_SCOPE].map((code) => ({ code, name: `Xã ${code}`, province: 'An Giang', criteriaVariant: '80' })),
  );
  await store.putOfficers(
    officers.map((code) => ({ id: code, name: code, role: 'officer', communes: [SCOPE], codeHash: codeHash(code) })),
  );
  await store.putOfficers([
    { id: ADMIN, name: ADMIN, role: 'admin', communes: [SCOPE, OTHER_SCOPE], codeHash: codeHash(ADMIN) },
  ]);
  await store.close();
  return join(folder, SQLITE_FILE);
}

export class SimServer {
  readonly #folder: string;
  #store: Store | null = null;
  #app: Hono | null = null;
  #hasBackup = false;
  #restores = 0;
  millis = Date.parse('2026-11-01T01:00:00Z');

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  get store(): Store {
    if (this.#store === null) throw new Error('the endpoint is down');
    return this.#store;
  }

  /** Starts with everything a new endpoint needs before phones come; made once in a process, copied for each seed. */
  async install(officers: readonly string[]): Promise<void> {
    installed ??= makeTemplate(officers, `${this.#folder}-new`);
    copyFileSync(await installed, join(this.#folder, SQLITE_FILE));
    await this.start();
    await this.store.setMeta('epoch', `epoch-0-${this.millis}`);
  }

  async start(): Promise<void> {
    this.#store = await openStore({ dataDir: this.#folder });
    const clock = { now: () => new Date(this.millis).toISOString(), millis: () => this.millis };
    this.#app = createApp({ store: this.#store, clock, version: 'simulated' });
  }

  async stop(): Promise<void> {
    await this.#store?.close();
    this.#store = null;
    this.#app = null;
  }

  async backUp(): Promise<void> {
    await this.stop();
    copyFileSync(join(this.#folder, SQLITE_FILE), join(this.#folder, 'backup'));
    this.#hasBackup = true;
    await this.start();
  }

  /** Yesterday's backup comes back under a new epoch. @returns whether there was one */
  async restore(): Promise<boolean> {
    if (!this.#hasBackup) return false;
    await this.stop();
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(this.#folder, SQLITE_FILE + suffix), { force: true });
    copyFileSync(join(this.#folder, 'backup'), join(this.#folder, SQLITE_FILE));
    await this.start();
    this.#restores += 1;
    await this.store.setMeta('epoch', `epoch-${this.#restores}-${this.millis}`);
    return true;
  }

  /** An officer is given the other commune, or the own one again. */
  async move(officer: string, away: boolean): Promise<void> {
    const communes = [away ? OTHER_SCOPE : SCOPE];
    await this.store.putOfficers([
      { id: officer, name: officer, role: 'officer', communes, codeHash: codeHash(officer) },
    ]);
  }

  /** A supervisor has everything in quarantine judged again. */
  async retryQuarantine(): Promise<void> {
    const ask = async (path: string, body: object, token?: string) => {
      const answer = await this.answer({
        method: 'POST',
        path,
        body: new TextEncoder().encode(JSON.stringify(body)),
        timeoutMs: 1000,
        ...(token !== undefined && { token }),
      });
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      return JSON.parse(new TextDecoder().decode(answer.body)) as { token: string };
    };
    const device = '0192a000-0000-7000-8000-00000000ad31';
    const { token } = await ask('/v1/enrol', { code: ADMIN, device, appVersion: 'simulated' });
    for (const commune of [SCOPE, OTHER_SCOPE]) await ask('/v1/quarantine/retry', { commune }, token);
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The way of one request through the real routes. */
  readonly answer = async (ask: Parameters<Net['request']>[0]): Promise<HttpAnswer> => {
    if (this.#app === null) throw new Error('the endpoint is down');
    const answer = await this.#app.request(ask.path, {
      method: ask.method,
      headers: {
        'content-type': 'application/json',
        ...(ask.token === undefined ? {} : { authorization: `Bearer ${ask.token}` }),
      },
      ...(ask.body === undefined ? {} : { body: Uint8Array.from(ask.body) }),
    });
    return {
      status: answer.status,
      contentType: answer.headers.get('content-type') ?? '',
      body: new Uint8Array(await answer.arrayBuffer()),
    };
  };
}
