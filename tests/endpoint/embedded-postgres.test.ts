/**
 * Goal: the tests on PostgreSQL run also on a machine without one. Method: the package's binaries, whatever the system has:
 * a server, the endpoint's store in it, and a standby that takes its place.
 */
import { expect, it } from 'vitest';
import { openStore } from '../../src/endpoint/store/sql-store.ts';
import { startPostgres } from '../postgres.ts';
import { promote, startStandby } from '../postgres-standby.ts';

it('a PostgreSQL out of the package keeps the store, and its standby takes its place', async () => {
  const primary = await startPostgres(true);
  try {
    expect(primary.embedded).toBe(true);
    const store = await openStore({ dataDir: primary.data, databaseUrl: primary.database('survey') });
    const epoch = await store.epoch();
    const standby = await startStandby(primary);
    await store.close();
    try {
      await primary.kill();
      await promote(standby);
      expect(standby.sql("select value from meta where key = 'epoch'", 'survey')).toBe(epoch);
    } finally {
      await standby.dispose();
    }
  } finally {
    await primary.dispose();
  }
}, 120_000);
