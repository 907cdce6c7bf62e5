/**
 * Goal: a backup comes back with its records, and a kill at any step of it leaves the old database whole or the new one.
 * Method: the real command and real files; a process of its own that kills itself at each step.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backupCommand } from '../../src/endpoint/cli/backup.ts';
import { restoreCommand } from '../../src/endpoint/cli/restore.ts';
import type { Step } from '../../src/endpoint/store/replace-sqlite.ts';
import { openStore, SQLITE_FILE } from '../../src/endpoint/store/sql-store.ts';
import { checkViews } from '../../src/endpoint/views/upkeep.ts';
import type { Revision } from '../../src/protocol/index.ts';
import { SCOPE, Station } from './station.ts';

const STEPS: readonly Step[] = ['copy', 'epoch', 'flush', 'aside', 'place', 'settle'];
const source = (file: string) => JSON.stringify(new URL(`../../src/endpoint/store/${file}`, import.meta.url).href);

let station: Station;
let records: readonly Revision[];
let backup: string;
let database: string;
let epoch: string;
const before = process.env.DATA_DIR;

beforeEach(async () => {
  station = await Station.open('sqlite');
  process.env.DATA_DIR = station.folder;
  database = join(station.folder, SQLITE_FILE);
  backup = join(station.folder, 'yesterday.sqlite');
  const officer = await station.enrol('CB-1');
  records = ['1', '2', '3'].map((number) => station.household(number));
  await station.push(officer, records.slice(0, 2));
  expect(await backupCommand([backup])).toMatchObject({ code: 0 });
  await station.push(officer, records.slice(2));
  epoch = await station.store.epoch();
});
afterEach(async () => {
  await station.dispose();
  if (before === undefined) delete process.env.DATA_DIR;
  else process.env.DATA_DIR = before;
});

async function held(): Promise<{ epoch: string; ids: string[] }> {
  const store = await openStore({ dataDir: station.folder });
  const { epoch: now, rows } = await store.page({ scope: SCOPE, stream: 'records' }, 0, 100);
  expect(await checkViews(store, () => undefined)).toEqual([]);
  await store.close();
  return { epoch: now, ids: rows.map(({ revId }) => revId) };
}
const ids = (count: number) => records.slice(0, count).map(({ revId }) => revId);

it('the records of the backup are there under a new epoch, those of today in what was set aside', async () => {
  await station.store.close();
  const done = JSON.parse((await restoreCommand([backup])).stdout ?? '');
  expect(done).toMatchObject({ revisions: 2 });
  const now = await held();
  expect(now).toEqual({ epoch: done.epoch, ids: ids(2) });
  expect(now.epoch).not.toBe(epoch);
  const aside = new DatabaseSync(done.aside, { readOnly: true });
  expect(aside.prepare('select rev_id from revisions order by scope_seq').all()).toEqual(
    ids(3).map((rev_id) => ({ rev_id })),
  );
  aside.close();
});

it('killed at any step, the old database is whole, or the new one; the next try takes its place', async () => {
  await station.store.close();
  for (const step of STEPS) {
    const script = `
      const { replaceSqlite } = await import(${source('replace-sqlite.ts')});
      await replaceSqlite({
        source: ${JSON.stringify(backup)}, target: ${JSON.stringify(database)},
        aside: ${JSON.stringify(join(station.folder, `aside-${step}.sqlite`))}, force: false,
        step: (step) => step === '${step}' && process.kill(process.pid, 'SIGKILL'),
      });`;
    const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(signal, String(stderr)).toBe('SIGKILL');
    const now = await held();
    if (step === 'settle') {
      expect(now.ids).toEqual(ids(2));
      expect(now.epoch).not.toBe(epoch);
    } else expect([step, now]).toEqual([step, { epoch, ids: ids(3) }]);
  }
  expect(await restoreCommand([backup])).toMatchObject({ code: 0 });
  expect((await held()).ids).toEqual(ids(2));
  expect(readdirSync(station.folder).filter((name) => name.startsWith('restoring'))).toEqual([]);
});

it('changes nothing while another process has the database open, even by force', async () => {
  await station.store.close();
  const script = `
    const { openStore } = await import(${source('sql-store.ts')});
    const store = await openStore({ dataDir: ${JSON.stringify(station.folder)} });
    await store.epoch();
    console.log('open');
    setInterval(() => undefined, 1000);`;
  const endpoint = spawn(process.execPath, ['--input-type=module', '-e', script]);
  try {
    await new Promise((resolve) => endpoint.stdout.once('data', resolve));
    expect(await restoreCommand([backup, '--force'])).toMatchObject({ code: 2 });
  } finally {
    endpoint.kill('SIGKILL');
    await new Promise((resolve) => endpoint.once('exit', resolve));
  }
  // What a killed endpoint left behind holds nobody up.
  expect(existsSync(`${database}-wal`)).toBe(true);
  expect((await held()).ids).toEqual(ids(3));
  expect(await restoreCommand([backup])).toMatchObject({ code: 0 });
});

it('a database that is damaged is replaced only by force, and set aside as it was', async () => {
  await station.store.close();
  writeFileSync(database, 'không còn là cơ sở dữ liệu nữa');
  expect(await restoreCommand([backup])).toMatchObject({ code: 2 });
  const done = await restoreCommand([backup, '--force']);
  expect(done.code).toBe(0);
  expect((await held()).ids).toEqual(ids(2));
});
