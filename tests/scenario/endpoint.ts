/**
 * The real endpoint of a scenario: its routes without a socket, over the real store. It can be stopped, backed up and
 * restored by the real commands.
 */

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { createApp } from '../../src/endpoint/app.ts';
import { backupCommand } from '../../src/endpoint/cli/backup.ts';
import type { Done } from '../../src/endpoint/cli/main.ts';
import { promotedCommand } from '../../src/endpoint/cli/promoted.ts';
import { restoreCommand } from '../../src/endpoint/cli/restore.ts';
import { addBuiltInSets } from '../../src/endpoint/criteria/built-in-sets.ts';
import { recipientsOf } from '../../src/endpoint/rescue/keys.ts';
import type { Store } from '../../src/endpoint/store/api.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { type Grant, grantsOn, type Role } from '../../src/programme/index.ts';
import { type HttpAnswer, type Net, NetDown } from '../../src/sync/index.ts';
import { putOfficersWithCodes } from '../officers.ts';
import { type TestDatabase, testDatabase } from '../shared/postgres.ts';
import type { ScenarioClock } from './clock.ts';

export type StoreKind = 'sqlite' | 'postgres';

/** Scopes are opaque on purpose: nothing may read a commune's code out of one. */
export const COMMUNES = {
  here: {
    scope: 'scope-of-vinh-binh',
    code: '31064',
    name: 'Xã Vĩnh Bình',
    province: 'An Giang',
    criteriaVariant: '80',
  },
  neighbour: {
    scope: 'scope-of-vinh-thuan',
    code: '31069',
    name: 'Xã Vĩnh Thuận',
    province: 'An Giang',
    criteriaVariant: '80',
  },
} as const;
export type CommuneName = keyof typeof COMMUNES;

/** Memory where the system has it as a folder: a scenario needs no disk that outlives it. */
const FOLDERS = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly string[];
  /** The code with which the person signs in. */
  readonly code: string;
}

export class ScenarioEndpoint {
  readonly #kind: StoreKind;
  readonly #clock: ScenarioClock;
  readonly #folder = mkdtempSync(join(FOLDERS, 'cdht-scenario-'));
  /** The first database, whose server may be the scenario's alone. */
  #first: TestDatabase | null = null;
  /** The one that is used now. */
  #database: TestDatabase | null = null;
  #backup: TestDatabase | null = null;
  #open: { readonly store: Store; readonly app: Hono } | null = null;
  readonly #answering = new Set<Promise<HttpAnswer>>();

  constructor(kind: StoreKind, clock: ScenarioClock) {
    this.#kind = kind;
    this.#clock = clock;
  }

  /** A new endpoint, as `npm start` makes it, with its communes. */
  async install(): Promise<void> {
    if (this.#kind === 'postgres') this.#first = this.#database = await testDatabase();
    await this.start();
    await addBuiltInSets(this.store, this.#clock.instant());
    const communes = Object.values(COMMUNES);
    await this.store.putCommunes(communes);
    await recipientsOf(
      this.store,
      communes.map(({ scope }) => scope),
    );
  }

  /** @throws Error while it is stopped */
  get store(): Store {
    if (this.#open === null) throw new Error('the endpoint is stopped');
    return this.#open.store;
  }

  async start(): Promise<void> {
    if (this.#open !== null) return;
    const store = await openStore({ dataDir: this.#folder, databaseUrl: this.#database?.url });
    const clock = { now: () => this.#clock.instant(), millis: () => this.#clock.millis() };
    this.#open = { store, app: createApp({ store, clock, version: 'scenario' }) };
  }

  /** What it was asked before is still answered. */
  async stop(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await Promise.allSettled(this.#answering);
    await open?.store.close();
  }

  async putAccount({ id, name, role, scopes, code }: Account): Promise<void> {
    await putOfficersWithCodes(this.store, [{ id, name, grants: grantsOf(role, scopes), code }]);
  }

  /** Keeps a copy of what it holds now. A later one takes its place. */
  async backUp(): Promise<void> {
    if (this.#database === null) {
      rmSync(this.#backupFile, { force: true });
      await this.#command(backupCommand, [this.#backupFile]);
      return;
    }
    await this.stop();
    this.#backup = await this.#database.copy();
    await this.start();
  }

  /** The copy comes back under a new epoch, as the README tells the operator to do it. */
  async restore(): Promise<void> {
    if (this.#database === null) {
      if (!existsSync(this.#backupFile)) throw new Error('there is no backup: call endpoint.backUp() first');
      await this.stop();
      await this.#command(restoreCommand, [this.#backupFile]);
    } else {
      if (this.#backup === null) throw new Error('there is no backup: call endpoint.backUp() first');
      await this.stop();
      this.#database = await this.#backup.copy();
      await this.#command(promotedCommand, []);
    }
    await this.start();
  }

  /** One request as a phone's network makes it. @throws NetDown while the endpoint is stopped */
  readonly net: Net = {
    request: async (ask) => {
      if (this.#open === null) throw new NetDown('the endpoint is stopped');
      const answer = answerOf(this.#open.app, ask);
      this.#answering.add(answer);
      return await answer.finally(() => this.#answering.delete(answer));
    },
  };

  async dispose(): Promise<void> {
    await this.stop();
    await this.#first?.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #backupFile(): string {
    return join(this.#folder, 'backup.sqlite');
  }

  /** The operator's commands read their settings from the environment. */
  async #command(run: (args: string[]) => Promise<Done>, args: string[]): Promise<void> {
    const names = ['DATA_DIR', 'DATABASE_URL'] as const;
    const before = names.map((name) => process.env[name]);
    process.env.DATA_DIR = this.#folder;
    process.env.DATABASE_URL = this.#database?.url ?? '';
    try {
      const { code, stderr } = await run(args);
      if (code !== 0) throw new Error(stderr);
    } finally {
      for (const [at, name] of names.entries()) {
        const value = before[at];
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  }
}

/** Who administers does so for the whole endpoint. */
function grantsOf(role: Role, scopes: readonly string[]): Grant[] {
  return role === 'administrator' ? [{ role, on: 'instance' }] : grantsOn(role, scopes);
}

async function answerOf(app: Hono, { method, path, token, body }: Parameters<Net['request']>[0]): Promise<HttpAnswer> {
  const answer = await app.request(path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: Uint8Array.from(body) }),
  });
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    body: new Uint8Array(await answer.arrayBuffer()),
  };
}
