/** The real endpoint for tests over both databases: its routes without a socket, people of two communes, records. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Hono } from 'hono';
import pg from 'pg';
import { it } from 'vitest';
import { type AppInput, createApp } from '../../src/endpoint/app.ts';
import { addBuiltInSets } from '../../src/endpoint/criteria/built-in-sets.ts';
import type { HeldRevision, Store } from '../../src/endpoint/store/api.ts';
import { openStore, SQLITE_FILE } from '../../src/endpoint/store/sql-store.ts';
import { grantsOn, type Role } from '../../src/programme/index.ts';
import { type PushResponse, pushResponse, type Revision, session } from '../../src/protocol/index.ts';
import type { Net } from '../../src/sync/index.ts';
import { createSyncClient } from '../../src/sync/sync-client.ts';
import type { Platform } from '../../src/vault/index.ts';
import { type TestPhone, testPhone } from '../../src/vault/testing/test-phone.ts';
import { deviceOf, enrolBody, keyOfDevice, signedRevision } from '../devices.ts';
import { putOfficersWithCodes, signInWith } from '../officers.ts';
import { type PostgresServer, startPostgres } from '../postgres.ts';
import { makeSynchronous, startStandby } from '../postgres-standby.ts';
import { type TestDatabase, testDatabase } from '../shared/postgres.ts';
import { memoryStore, newRows } from '../simulation/endpoint-disk/memory-store/store.ts';

/** Scopes are opaque: nothing may be read out of them. */
export const SCOPE = 'scope-of-vinh-binh';
export const OTHER_SCOPE = 'scope-of-vinh-thuan';
export const COMMUNES = [
  { scope: SCOPE, code: '31064', name: 'Xã Vĩnh Bình', province: 'An Giang', criteriaVariant: '80' },
  { scope: OTHER_SCOPE, code: '31069', name: 'Xã Vĩnh Thuận', province: 'An Giang', criteriaVariant: '80' },
] as const;
/** Both databases; `TEST_STORES=sqlite` (npm run test:quick) leaves PostgreSQL out. */
export const STORES = (['sqlite', 'postgres'] as const).filter((kind) =>
  (process.env.TEST_STORES ?? kind).split(',').includes(kind),
);

/** A test that looks into a database by itself, and so says nothing of the store in memory. */
export const itInDatabase =
  (kind: string) =>
  (name: string, test: () => Promise<void>): void => {
    if (kind !== 'memory') it(name, test);
  };

/** The databases and the store in memory, for tests that ask nothing of a database itself. */
export const STORES_AND_MEMORY = [...STORES, 'memory'] as const;

const OFFICERS = [
  { id: 'cb-1', role: 'officer', scopes: [SCOPE], code: 'CB-1' },
  { id: 'gs-1', role: 'supervisor', scopes: [SCOPE], code: 'GS-1' },
  { id: 'gs-2', role: 'supervisor', scopes: [OTHER_SCOPE], code: 'GS-2' },
  { id: 'qt-1', role: 'administrator', scopes: [SCOPE, OTHER_SCOPE], code: 'QT-1' },
] as const;

const DATABASE = 'survey';

export class Station {
  readonly store: Store;
  readonly folder: string;
  app: Hono;
  millis = Date.parse('2026-11-24T02:00:00.000Z');
  readonly #postgres: PostgresServer | null;
  readonly #database: TestDatabase | null;
  readonly #url: string | undefined;
  #standby: PostgresServer | null = null;
  #counter = 0;
  readonly #made = new Set<unknown>();
  /** Token → its device. */
  readonly #devices = new Map<string, string>();
  /** Last number and hash of each device. */
  readonly #chains = new Map<string, { seq: number; hash: string }>();

  private constructor(store: Store, folder: string, postgres: PostgresServer | null, database: TestDatabase | null) {
    this.store = store;
    this.folder = folder;
    this.#postgres = postgres;
    this.#database = database;
    this.#url = postgres?.url(DATABASE) ?? database?.url;
    this.app = this.newApp();
  }

  /** @param ownServer whether a PostgreSQL is started for this station alone, which `startReplica` needs */
  static async open(kind: (typeof STORES_AND_MEMORY)[number], ownServer = false): Promise<Station> {
    const folder = mkdtempSync(join(tmpdir(), 'cdht-station-'));
    const postgres = kind === 'postgres' && ownServer ? await startPostgres() : null;
    const database = kind === 'postgres' && !ownServer ? await testDatabase() : null;
    const databaseUrl = postgres?.database(DATABASE) ?? database?.url;
    const store = kind === 'memory' ? memoryStore(newRows()) : await openStore({ dataDir: folder, databaseUrl });
    const station = new Station(store, folder, postgres, database);
    await addBuiltInSets(store, station.now());
    await store.putCommunes(COMMUNES);
    await station.putOfficers(OFFICERS);
    return station;
  }

  putOfficers(officers: readonly { id: string; role: Role; scopes: readonly string[]; code: string }[]) {
    return putOfficersWithCodes(
      this.store,
      officers.map(({ id, role, scopes, code }) => ({
        id,
        name: `Tên ${id}`,
        grants: grantsOn(role, scopes),
        code,
      })),
    );
  }

  async dispose(): Promise<void> {
    await this.store.close();
    await this.#postgres?.dispose();
    await this.#database?.dispose();
    await this.#standby?.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Gives the station's own PostgreSQL a synchronous standby. @throws Error where it has no PostgreSQL of its own */
  async startReplica(): Promise<void> {
    if (this.#postgres === null) throw new Error('this station has no PostgreSQL of its own');
    this.#standby = await startStandby(this.#postgres);
    await makeSynchronous(this.#postgres);
  }

  /** Behind the endpoint's back. @returns the rows of a question */
  async sql(text: string): Promise<unknown[]> {
    if (this.#url === undefined) {
      const database = new DatabaseSync(join(this.folder, SQLITE_FILE));
      try {
        if (/^\s*select\b/i.test(text)) return database.prepare(text).all();
        database.exec(text);
        return [];
      } finally {
        database.close();
      }
    }
    const client = new pg.Client({ connectionString: this.#url });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  newApp(more: Partial<AppInput> = {}): Hono {
    const clock = { now: () => this.now(), millis: () => this.millis };
    return createApp({ store: this.store, clock, version: 'test', ...more });
  }
  /** The address of the PostgreSQL; undefined over another store. */
  get url(): string | undefined {
    return this.#url;
  }
  now(): string {
    return new Date(this.millis).toISOString();
  }
  uuid(): string {
    this.#counter += 1;
    return `0192a000-0000-7000-8000-${this.#counter.toString(16).padStart(12, '0')}`;
  }

  async enrol(code: string, device = this.uuid()): Promise<string> {
    const body = enrolBody(code, device);
    const answer = await this.app.request('/v1/enrol', { method: 'POST', body });
    const { token } = session.parse(await answer.json());
    this.#devices.set(token, device);
    return token;
  }

  /** @returns status and JSON of a request */
  async ask(token: string, path: string, body?: unknown): Promise<{ status: number; value: unknown }> {
    const answer = await this.app.request(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, value: await answer.json() };
  }

  /** Makes the devices of these records known as their authors', unless somebody has them. */
  async register(...revisions: readonly Revision[]): Promise<void> {
    const known = await this.store.deviceHolders(revisions.map(({ device }) => device));
    for (const { device, author } of revisions) {
      // Nobody can be called so: no database would keep it.
      if (known.has(device) || author.includes('\0')) continue;
      const { publicKey } = keyOfDevice(device);
      const signIn = { tokenHash: this.uuid(), device, officerId: author, publicKey, at: this.now() };
      await signInWith(this.store, signIn);
    }
  }

  /** Records made by `household` are pushed by registered devices. */
  async push(token: string, revisions: readonly unknown[], more: object = {}): Promise<PushResponse> {
    await this.register(...revisions.filter((revision): revision is Revision => this.#made.has(revision)));
    return await this.pushAsItIs(token, this.#devices.get(token) ?? this.uuid(), revisions, more);
  }

  /** Pushes for a device that nobody registers on the way. */
  async pushAsItIs(
    token: string,
    device: string,
    revisions: readonly unknown[],
    more: object = {},
  ): Promise<PushResponse> {
    const body = { proto: 'cdht.push/1', device, deviceTime: this.now(), revisions, ...more };
    const { status, value } = await this.ask(token, '/v1/push', body);
    if (status !== 200) throw new Error(`push: ${status} ${JSON.stringify(value)}`);
    return pushResponse.parse(value);
  }

  /** What the endpoint holds under an id of a scope. */
  async heldOf(revId: string, scope = SCOPE): Promise<HeldRevision | undefined> {
    return [...(await this.store.held([{ scope, revId }])).values()][0];
  }

  /** Pushes a record that names photos; of no known form, it waits in quarantine, and its photos may come all the same. */
  name(token: string, hashes: readonly string[], changed: Partial<Revision> = {}) {
    const evidence = hashes.map((sha256) => ({ kind: 'photo', sha256 }));
    const payload = { answers: { 1: { evidence } } };
    return this.push(token, [this.household('0', { kind: 'evaluation', payload, ...changed })]);
  }

  /** A record by the author's own device, signed by it. */
  household(number: string, changed: Partial<Revision> = {}): Revision {
    const device = changed.device ?? deviceOf(`station ${changed.author ?? 'cb-1'}`);
    const last = this.#chains.get(device) ?? { seq: 0, hash: '' };
    const made = signedRevision({
      revId: this.uuid(),
      schema: 1,
      kind: 'household',
      entityId: this.uuid(),
      parents: [],
      scope: SCOPE,
      author: 'cb-1',
      device,
      deviceSeq: last.seq + 1,
      prevHash: last.hash,
      deviceTime: this.now(),
      payload: { number, hamlet: 'Bình Hòa' },
      ...changed,
    });
    this.#chains.set(device, { seq: last.seq + 1, hash: made.contentHash });
    this.#made.add(made);
    return made;
  }

  /** A phone's network: the routes themselves. */
  readonly net: Net = {
    request: async ({ method, path, token, body }) => {
      const answer = await this.app.request(path, {
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
    },
  };

  /** A real vault and sync client, signed in. */
  async phone(seed: number, code = 'CB-1') {
    const phone = testPhone(seed);
    const { vault, syncClient } = await this.reopened(phone);
    const signed = await syncClient.enrol(code);
    if (signed.kind !== 'signed-in') throw new Error(signed.kind);
    return { phone, vault, syncClient };
  }

  /** The app started once more on this phone. @param changed parts that it has now */
  async reopened(phone: TestPhone, changed: Partial<Platform> = {}) {
    const vault = await phone.openAsItIs(changed);
    const { clock, rng } = phone;
    const tryExclusive = <T>(_: string, work: () => Promise<T>): Promise<T> => work();
    const syncClient = createSyncClient({ vault, net: this.net, clock, rng, appVersion: 'test', tryExclusive });
    return { vault, syncClient };
  }
}
