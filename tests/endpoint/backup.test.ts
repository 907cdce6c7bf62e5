/** Goal: yesterday's backup comes back whole, and phones can tell. Method: the real commands on a real file. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backupCommand } from '../../src/endpoint/cli-backup.ts';
import { restoreCommand } from '../../src/endpoint/cli-restore.ts';
import { openStore } from '../../src/endpoint/store/sql-store.ts';

let folder: string;
const before = process.env.DATA_DIR;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdht-backup-'));
  process.env.DATA_DIR = join(folder, 'data');
});
afterEach(() => {
  if (before === undefined) delete process.env.DATA_DIR;
  else process.env.DATA_DIR = before;
  rmSync(folder, { recursive: true, force: true });
});

it('a backup taken while the endpoint is open comes back under a new epoch; what was there is set aside', async () => {
  const dataDir = join(folder, 'data');
  const file = join(folder, 'backup.sqlite');
  let store = await openStore({ dataDir });
  await store.setMeta('note', 'yesterday');
  const epoch = await store.epoch();
  expect(await backupCommand([file])).toMatchObject({ code: 0 });
  await store.setMeta('note', 'today');
  expect(await restoreCommand([file]), 'not done while the endpoint runs').toMatchObject({ code: 2 });
  await store.close();

  const restored = await restoreCommand([file]);
  expect(restored.code).toBe(0);
  expect(existsSync(String(JSON.parse(restored.stdout ?? '').aside))).toBe(true);
  store = await openStore({ dataDir });
  expect(await store.meta('note')).toBe('yesterday');
  expect(await store.epoch()).not.toBe(epoch);
  await store.close();
});

it('a file that is no backup changes nothing', async () => {
  const store = await openStore({ dataDir: join(folder, 'data') });
  const epoch = await store.epoch();
  await store.close();
  const file = join(folder, 'letter.txt');
  writeFileSync(file, 'Kính gửi Hội Khuyến học');
  expect(await restoreCommand([file])).toMatchObject({ code: 2 });
  expect(await restoreCommand([join(folder, 'none')])).toMatchObject({ code: 2 });
  const again = await openStore({ dataDir: join(folder, 'data') });
  expect(await again.epoch()).toBe(epoch);
  await again.close();
});
