/**
 * Goal: a phone's database outlives the app's versions in both directions, and a window gives way to one that upgrades it.
 * Method: databases as the app of another version leaves them, opened by the real vault.
 */
import Dexie from 'dexie';
import { IDBKeyRange } from 'fake-indexeddb';
import { expect, it, vi } from 'vitest';
import { addHousehold } from '../../programme/index.ts';
import { openVault } from '../index.ts';
import { uuidv7 } from '../keys/ids.ts';
import { type TestPhone, testPhone } from '../testing/test-phone.ts';

function dexie(phone: TestPhone): Dexie {
  return new Dexie('test', { indexedDB: phone.indexedDB, IDBKeyRange });
}
const household = (phone: TestPhone, number: string) =>
  addHousehold({ scope: 'scope-here', id: uuidv7(phone.clock, phone.rng) }, { number, hamlet: 'Ấp 3' });

/** @returns the stores of this app's database, as Dexie writes them down */
async function storesOf(phone: TestPhone): Promise<Record<string, string>> {
  const db = await dexie(phone).open();
  const stores = db.tables.map(({ name, schema }) => {
    return [name, [schema.primKey, ...schema.indexes].map(({ src }) => src).join(', ')];
  });
  db.close();
  return Object.fromEntries(stores);
}

/** A phone whose database has one saved record. */
async function used(seed: number): Promise<TestPhone> {
  const phone = testPhone(seed);
  const vault = await phone.open();
  expect((await vault.commit(household(phone, '17'))).kind).toBe('saved');
  await vault.close();
  return phone;
}

it('the app before opens a database that a later app has upgraded, reads and writes it, and the later one goes on', async () => {
  const phone = await used(603);
  const stores = await storesOf(phone);
  const later = () => {
    const db = dexie(phone);
    db.version(1).stores(stores);
    db.version(2).stores({ extra: 'id', revisions: `${stores.revisions}, contentHash` });
    return db;
  };
  const upgraded = later();
  await upgraded.table('extra').put({ id: 1 });
  upgraded.close();

  const vault = await phone.open();
  expect((await vault.health()).opened).toBe('clean');
  expect(await vault.households('scope-here', 'Ấp 3', '2026')).toHaveLength(1);
  expect((await vault.commit(household(phone, '18'))).kind).toBe('saved');
  await vault.close();

  const again = later();
  expect(await again.table('revisions').count()).toBe(2);
  expect(await again.table('extra').count()).toBe(1);
  again.close();
});

it('gives way to a window that upgrades: shows it, saves no more, and loses nothing', async () => {
  const phone = await used(604);
  const vault = await phone.open();
  const listener = vi.fn();
  vault.subscribe(listener);
  const db = dexie(phone);
  db.version(1).stores(await storesOf(phone));
  db.version(2).stores({ extra: 'id' });
  await db.open();
  expect(listener).toHaveBeenCalledWith('closed');
  expect(vault.closed).toBe(true);
  expect(await vault.commit(household(phone, '19'))).toMatchObject({ kind: 'failed', reason: 'closed' });
  expect(await db.table('revisions').count()).toBe(1);
  db.close();
});

it('reports when an older window does not give way, and opens once it is closed', async () => {
  const phone = testPhone(605);
  // The database has a version below the app's, and a window that answers nothing holds it.
  const old = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = phone.indexedDB.open('test', 5);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  let opened = false;
  const blocked = new Promise<void>((onBlocked) => {
    void openVault(phone.platform(), onBlocked).then(() => {
      opened = true;
    });
  });
  await blocked;
  expect(opened).toBe(false);
  old.close();
  await vi.waitFor(() => expect(opened).toBe(true));
});
