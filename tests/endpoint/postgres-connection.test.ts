/**
 * Goal: an endpoint outlives its database server. Method: a real PostgreSQL ends the connection of a push that is in the
 * middle of its transaction; an error that nobody hears would end the process, and fails the run.
 */

import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createIngest } from '../../src/endpoint/ingest/ingest.ts';
import type { Store } from '../../src/endpoint/store/api.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { grantsOn } from '../../src/programme/index.ts';
import { deviceOf, keyOfDevice, signedRevision } from '../devices.ts';
import { signInWith } from '../officers.ts';
import { type PostgresServer, startPostgres } from '../postgres.ts';

const SCOPES = ['scope-here'];
const OFFICER = {
  id: 'cb',
  name: 'Cán bộ',
  posts: [{ role: 'officer' as const, scope: 'scope-here' }],
  scopes: SCOPES,
};
const DEVICE = deviceOf(OFFICER.id);
const NOW = '2026-11-24T02:00:00.000Z';

let server: PostgresServer;
let store: Store;
let url: string;
beforeAll(async () => {
  server = await startPostgres();
  url = server.database('survey');
  store = await openStore({ databaseUrl: url });
  await store.putCommunes([
    { scope: 'scope-here', code: '31064', name: 'Xã', province: 'An Giang', criteriaVariant: '80' },
  ]);
  await store.putOfficers([{ ...OFFICER, grants: grantsOn('officer', SCOPES) }]);
  const { publicKey } = keyOfDevice(DEVICE);
  await signInWith(store, { tokenHash: 't', device: DEVICE, officerId: OFFICER.id, publicKey, at: NOW });
});
afterAll(async () => {
  await store?.close();
  await server?.dispose();
});

const household = (number: string) =>
  signedRevision({
    revId: `0192a000-0000-7000-8000-00000000000${number}`,
    schema: 1,
    kind: 'household',
    entityId: `0192a000-0000-7000-8000-0000000000a${number}`,
    parents: [],
    scope: 'scope-here',
    author: OFFICER.id,
    device: DEVICE,
    deviceSeq: Number(number),
    prevHash: '',
    deviceTime: NOW,
    payload: { number, hamlet: 'Bình Hòa' },
  });

it('fails the push whose connection broke, stores nothing of it, and takes it the next time', async () => {
  const ingest = createIngest(store);
  await ingest.push([household('1')], OFFICER, NOW);
  const holder = new pg.Client(url);
  holder.on('error', () => undefined);
  await holder.connect();
  await holder.query('begin');
  await holder.query('select * from scopes for update');
  const stuck = ingest.push([household('2')], OFFICER, NOW);
  stuck.catch(() => undefined);
  const waiting = "select count(*) from pg_stat_activity where datname = 'survey' and wait_event_type = 'Lock'";
  await expect.poll(() => server.sql(waiting)).toBe('1');
  server.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'survey'");
  await expect(stuck).rejects.toThrow();
  const { receipts } = await ingest.push([household('2')], OFFICER, NOW);
  expect(receipts).toMatchObject([{ status: 'created', scopeSeq: 2 }]);
});
