/** Goal: after a promotion phones can tell. Method: the real command on a real primary, its standby, and that one promoted. */
import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { type PostgresServer, startPostgres } from '../postgres.ts';
import { promote, startStandby } from '../postgres-standby.ts';

const CLI = new URL('../../src/endpoint/cli/main.ts', import.meta.url).pathname;
const NODE = execFileSync('node', ['-p', 'process.execPath'], { encoding: 'utf8' }).trim();
const promoted = (databaseUrl: string) => {
  const { stdout, stderr, status } = spawnSync(NODE, [CLI, 'promoted'], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
};
const epochAt = async (databaseUrl: string) => {
  const store = await openStore({ databaseUrl });
  const epoch = await store.epoch();
  await store.close();
  return epoch;
};

let primary: PostgresServer;
let standby: PostgresServer;
beforeAll(async () => {
  primary = await startPostgres();
  primary.database('survey');
});
afterAll(async () => {
  await standby?.dispose();
  await primary?.dispose();
});

it('gives a promoted standby another epoch than its primary, and changes none that still follows', async () => {
  const before = await epochAt(primary.url('survey'));
  standby = await startStandby(primary);
  const url = standby.url('survey');
  const tooSoon = promoted(url);
  expect(tooSoon).toMatchObject({ stdout: '', status: 2 });
  expect(tooSoon.stderr).toBe('promoted: this server is still a standby; promote it first\n');
  await promote(standby);
  const done = promoted(url);
  expect([done.stderr, done.status]).toEqual(['', 0]);
  const after = await epochAt(url);
  expect(JSON.parse(done.stdout)).toEqual({ promoted: true, epoch: after, before });
  expect(after).not.toBe(before);
  expect(await epochAt(primary.url('survey'))).toBe(before);
});

it('says in one sentence what is missing', () => {
  expect(promoted('')).toMatchObject({ stderr: 'promoted: set DATABASE_URL to the promoted PostgreSQL\n', status: 2 });
  const nobody = promoted('postgres://survey@127.0.0.1:1/survey');
  expect(nobody.status).toBe(2);
  expect(nobody.stderr).toMatch(/^promoted: cannot use the database: .*ECONNREFUSED.*\n$/);
});
