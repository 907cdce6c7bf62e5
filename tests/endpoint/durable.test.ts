/**
 * Goal: phones are shown what is in a second place, never more. Method: the real backup command on a real file; a real
 * synchronous replica of a real PostgreSQL.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backupCommand } from '../../src/endpoint/cli-backup.ts';
import { STORES, Station } from './station.ts';

const before = process.env.DATA_DIR;

describe.each(STORES)('durableUpTo on %s', (kind) => {
  let station: Station;
  beforeAll(async () => {
    station = await Station.open(kind, true);
    process.env.DATA_DIR = station.folder;
  });
  afterAll(async () => {
    if (before === undefined) delete process.env.DATA_DIR;
    else process.env.DATA_DIR = before;
    await station?.dispose();
  });

  it('is null while nothing is in a second place; then the phone knows up to when, until the endpoint is restored', async () => {
    const { vault, syncClient } = await station.phone(kind === 'sqlite' ? 111 : 112);
    const durableUpTo = async () => {
      const officer = await station.enrol('CB-1');
      return (await station.push(officer, [station.household(station.uuid().slice(-4))])).durableUpTo;
    };
    expect(await durableUpTo()).toBeNull();
    await syncClient.sync();
    expect((await vault.health()).durableUpTo).toBeNull();

    let expected: string;
    if (kind === 'sqlite') {
      const done = await backupCommand([join(station.folder, 'backup.sqlite')]);
      expected = String(JSON.parse(done.stdout ?? '{}').holdsUpTo);
      expect(Number.isNaN(Date.parse(expected))).toBe(false);
    } else {
      await station.startReplica();
      expected = station.now();
    }
    expect(await durableUpTo()).toBe(expected);
    await syncClient.sync();
    expect((await vault.health()).durableUpTo).toBe(expected);

    if (kind === 'postgres') return;
    // Restored from an older copy that knows of no backup: the earlier answer holds no more.
    await station.store.setMeta('epoch', 'another');
    await station.sql("delete from meta where key = 'backedUpTo'");
    await syncClient.sync();
    expect((await vault.health()).durableUpTo).toBeNull();
  });
});
