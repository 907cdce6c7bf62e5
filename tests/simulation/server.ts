/** The real endpoint of the simulation: its routes and ingest over a disk (endpoint-disk/), that can lose replies, die and be restored. */

import type { Hono } from 'hono';
import { createApp } from '../../src/endpoint/app.ts';
import { addBuiltInSets } from '../../src/endpoint/criteria/built-in-sets.ts';
import { createIngest } from '../../src/endpoint/ingest/ingest.ts';
import { importRescue } from '../../src/endpoint/rescue/import.ts';
import { recipientsOf } from '../../src/endpoint/rescue/keys.ts';
import type { Store } from '../../src/endpoint/store/api.ts';
import { BACKED_UP_KEY } from '../../src/endpoint/store/sql-store.ts';
import { grantsOn, STREAMS, type Stream } from '../../src/programme/index.ts';
import { hashText } from '../../src/protocol/canonical.ts';
import type { HttpAnswer, Net } from '../../src/sync/index.ts';
import { enrolBody } from '../devices.ts';
import { putOfficersWithCodes } from '../officers.ts';
import { endpointCrash } from './endpoint-disk/crash.ts';
import type { EndpointDisk } from './endpoint-disk/disk.ts';
import { plainRequest, standInForResponses } from './plain-http.ts';
import { OTHER_SCOPE, SCOPE } from './scopes.ts';

standInForResponses();

const ADMIN = 'QT-3001';

/** Who also judges what the others made. */
export const SUPERVISOR = 'CB-1005';
const roleOf = (code: string) => (code === SUPERVISOR ? 'supervisor' : 'officer');

/** Everything a new endpoint needs before phones come. */
async function install(store: Store, officers: readonly string[]): Promise<void> {
  await addBuiltInSets(store, '2026-11-01T00:00:00.000Z');
  await store.putCommunes(
    [SCOPE, OTHER_SCOPE].map((scope, at) => ({
      scope,
      code: String(31_064 + at),
      name: `Xã ${scope}`,
      province: 'An Giang',
      criteriaVariant: '80',
    })),
  );
  // The endpoint's main.ts does the same at its start.
  await recipientsOf(store, [SCOPE, OTHER_SCOPE]);
  await putOfficersWithCodes(
    store,
    officers.map((code) => ({
      id: code,
      name: code,
      grants: grantsOn(roleOf(code), [SCOPE]),
      code,
    })),
  );
  await putOfficersWithCodes(store, [
    { id: ADMIN, name: ADMIN, grants: grantsOn('administrator', [SCOPE, OTHER_SCOPE]), code: ADMIN },
  ]);
}

export class SimServer {
  readonly #disk: EndpointDisk;
  #store: Store | null = null;
  #app: Hono | null = null;
  #hasBackup = false;
  #dying = false;
  #restores = 0;
  #seen: { epoch: string; lines: readonly string[] } = { epoch: '', lines: [] };
  readonly #away = new Set<string>();
  /** Rows that went behind its back: their numbers stay empty. */
  lostRows = 0;
  millis = Date.parse('2026-11-01T01:00:00Z');
  readonly #clock = { now: () => new Date(this.millis).toISOString(), millis: () => this.millis };

  constructor(disk: EndpointDisk) {
    this.#disk = disk;
  }

  get store(): Store {
    if (this.#store === null) throw new Error('the endpoint is down');
    return this.#store;
  }

  /** Starts with everything a new endpoint needs before phones come; made once in a process, copied for each seed. */
  async install(officers: readonly string[]): Promise<void> {
    await this.#disk.install((store) => install(store, officers));
    await this.start();
    await this.store.setMeta('epoch', `epoch-0-${this.millis}`);
  }

  async start(): Promise<void> {
    this.#store = await this.#disk.open();
    this.#app = createApp({ store: this.#store, clock: this.#clock, version: 'simulated' });
  }

  async stop(): Promise<void> {
    await this.#store?.close();
    this.#store = null;
    this.#app = null;
  }

  /** While it runs, as `cli -- backup` does. */
  async backUp(): Promise<void> {
    this.#disk.backUp();
    this.#hasBackup = true;
    await this.store.setMeta(BACKED_UP_KEY, this.#clock.now());
  }

  /** Whether the backup knows every key of these devices that is known now. */
  async backupKnows(devices: readonly string[]): Promise<boolean> {
    if (!this.#hasBackup) return false;
    const known = await this.store.deviceHolders(devices);
    return devices.every((device) => {
      const kept = this.#disk.keysInBackup(device);
      return known.get(device)?.publicKeys.every((key) => kept.includes(key));
    });
  }

  /** Yesterday's backup comes back under a new epoch. @returns whether there was one */
  async restore(): Promise<boolean> {
    if (!this.#hasBackup) return false;
    await this.stop();
    this.#disk.restore();
    await this.start();
    this.#restores += 1;
    await this.store.setMeta('epoch', `epoch-${this.#restores}-${this.millis}`);
    return true;
  }

  /** An officer is given the other commune, or the own one again. */
  async move(officer: string, away: boolean): Promise<void> {
    const scopes = [away ? OTHER_SCOPE : SCOPE];
    if (away) this.#away.add(officer);
    else this.#away.delete(officer);
    await putOfficersWithCodes(this.store, [
      { id: officer, name: officer, grants: grantsOn(roleOf(officer), scopes), code: officer },
    ]);
  }

  isAway(officer: string): boolean {
    return this.#away.has(officer);
  }

  /** A row goes behind the endpoint's back: a bad disk, a hand in the database. */
  async lose(revId: string): Promise<void> {
    this.lostRows += this.#disk.lose(revId);
    this.#seen = { epoch: '', lines: [] };
  }

  /** A supervisor has everything in quarantine retried. @returns rows of it that no screen shows, as sentences */
  async retryQuarantine(): Promise<string[]> {
    const { token } = (await this.#ask('POST', '/v1/enrol', {
      body: JSON.parse(enrolBody(ADMIN)),
    })) as { token: string };
    let shown = 0;
    for (const scope of [SCOPE, OTHER_SCOPE]) {
      const path = `/v1/quarantine?scope=${scope}&state=open`;
      const list = (await this.#ask('GET', path, { token })) as { rows: unknown[]; more: boolean };
      shown += list.more ? Number.POSITIVE_INFINITY : list.rows.length;
    }
    const open = this.#openQuarantine();
    for (const scope of [SCOPE, OTHER_SCOPE]) {
      await this.#ask('POST', '/v1/quarantine/retry', { token, body: { scope } });
    }
    return open > shown ? [`${open} records are in quarantine, and the desk shows ${shown}`] : [];
  }

  /** Names every record that was ever quarantined, open or decided. */
  quarantined(): readonly { readonly revId: string; readonly device: string }[] {
    return this.#disk.quarantine().map(({ revId, device }) => ({ revId: revId ?? '', device: device ?? '' }));
  }

  /** Counted in the file itself, whatever scope they stand under. */
  #openQuarantine(): number {
    return this.#disk.quarantine().filter(({ isOpen }) => isOpen).length;
  }

  async #ask(method: 'GET' | 'POST', path: string, { token, body }: { token?: string; body?: object }) {
    const answer = await this.answer({
      method,
      path,
      timeoutMs: 1000,
      ...(body !== undefined && { body: new TextEncoder().encode(JSON.stringify(body)) }),
      ...(token !== undefined && { token }),
    });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    return JSON.parse(new TextDecoder().decode(answer.body)) as unknown;
  }

  /** Everything of a stream of the commune, in its order. */
  async rows(stream: Stream): Promise<{ readonly scopeSeq: number; readonly body: string }[]> {
    const rows: { readonly scopeSeq: number; readonly body: string }[] = [];
    for (let after = 0; ; ) {
      const page = await this.store.page({ scope: SCOPE, stream }, after, 500);
      rows.push(...page.rows);
      after = page.rows.at(-1)?.scopeSeq ?? after;
      if (!page.more) return rows;
    }
  }

  /** What an earlier look saw under the same epoch is there unchanged. @returns what is not, as sentences */
  async lookBack(): Promise<string[]> {
    const epoch = (await this.store.meta('epoch')) ?? '';
    if (this.#seen.epoch !== epoch) this.#seen = { epoch, lines: [] };
    const lines: string[] = [];
    for (const stream of STREAMS) {
      for (const { scopeSeq, body } of await this.rows(stream)) lines.push(`${stream} ${scopeSeq} ${hashText(body)}`);
    }
    const now = new Set(lines);
    const changed = this.#seen.lines.flatMap((line) => (now.has(line) ? [] : [`rewritten: ${line}`]));
    this.#seen = { epoch, lines };
    return changed;
  }

  /** A file that came from a phone, taken in by a person at the endpoint. */
  async importRescue(file: Uint8Array): Promise<void> {
    const { store } = this;
    const clock = this.#clock;
    const submitter = { id: ADMIN, name: ADMIN, posts: [], scopes: [SCOPE, OTHER_SCOPE] };
    const imported = await importRescue({ store, clock, ingest: createIngest(store) }, file, submitter);
    if (imported.kind !== 'imported') throw new Error(`rescue file: ${imported.code}`);
  }

  /** The endpoint's process is killed while it answers, and another one is started. @throws TypeError when it was */
  async answerDying(ask: Parameters<Net['request']>[0], statements: number): Promise<HttpAnswer> {
    if (this.#dying) return await this.answer(ask);
    this.#dying = true;
    endpointCrash.after(statements);
    try {
      const answer = await this.answer(ask).catch(() => null);
      const crashed = endpointCrash.happened;
      endpointCrash.restart();
      if (!crashed && answer !== null) return answer;
      // Its connection goes with the process: what was not committed is rolled back.
      await this.#store?.close().catch(() => undefined);
      await this.start();
    } finally {
      this.#dying = false;
    }
    throw new TypeError('the endpoint was killed');
  }

  async dispose(): Promise<void> {
    await this.stop();
    this.#disk.dispose();
  }

  /** The way of one request through the real routes. */
  readonly answer = async (ask: Parameters<Net['request']>[0]): Promise<HttpAnswer> => {
    if (this.#app === null) throw new Error('the endpoint is down');
    const answer = await this.#app.fetch(plainRequest(ask));
    return {
      status: answer.status,
      contentType: answer.headers.get('content-type') ?? '',
      body: await answer.bytes(),
    };
  };
}
