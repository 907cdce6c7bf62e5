/** The endpoint of a benchmark: one commune with one officer, on an SQLite file in a folder of its own. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { createApp } from '../../src/endpoint/app.ts';
import type { Store } from '../../src/endpoint/store/api.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { systemClock } from '../../src/vault/index.ts';
import { enrolBody } from '../devices.ts';
import { communesOf, install } from '../kills/install.ts';

export interface BenchEndpoint {
  readonly folder: string;
  readonly scope: string;
  /** Id of the officer, who signs in with it, too. */
  readonly officer: string;
  readonly store: Store;
  readonly app: Hono;
}

/** @param name of the benchmark, for the folder's name */
export async function benchEndpoint(name: string): Promise<BenchEndpoint> {
  const [commune] = communesOf(1, 1);
  const officer = commune?.codes[0];
  if (commune === undefined || officer === undefined) throw new Error('no commune');
  const folder = mkdtempSync(join(tmpdir(), `cdht-${name}-`));
  await install({ dataDir: folder }, [commune]);
  const store = await openStore({ dataDir: folder });
  return {
    folder,
    scope: commune.scope,
    officer,
    store,
    app: createApp({ store, clock: systemClock, version: 'bench' }),
  };
}

/** @returns the token of a new sign-in on this device */
export async function signIn(app: Hono, code: string, device: string): Promise<string> {
  const answer = await app.request('/v1/enrol', { method: 'POST', body: enrolBody(code, device) });
  return ((await answer.json()) as { token: string }).token;
}
